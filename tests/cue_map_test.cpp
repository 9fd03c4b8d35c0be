#include "engine/cue_map.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace crura;
using engine::CueMap;

namespace {

constexpr double kStep = 0.01;

BreathState trusted(double belly, double both)
{
    BreathState breath;
    breath.confidence = 1;
    breath.displacement = both;
    breath[Band::abdominal].valid = true;
    breath[Band::abdominal].displacement = belly;
    return breath;
}

Snapshot snapshot_of(const BreathState& breath, bool audible = true, const Target& target = {})
{
    Snapshot snapshot;
    snapshot.breath = breath;
    snapshot.session.running = audible;
    snapshot.target = target;
    return snapshot;
}

// The cues after so many seconds of the same.
Cues after(CueMap& map, double seconds, const BreathState& breath, bool audible = true,
           const Target& target = {}, CueMap::Levels levels = {})
{
    Cues cues;
    Snapshot now = snapshot_of(breath, audible, target);
    for (double t = 0; t < seconds; t += kStep) {
        now.tick = std::uint64_t(t / kStep) + 1;
        now.time = time_from_seconds(t);
        cues = map(now, {}, levels, kStep);
    }
    return cues;
}

} // namespace

TEST_CASE("The pad opens with the belly, and with the one sensor there is where there is no belly")
{
    CueMap map{{}};
    CHECK(after(map, 5, trusted(0.8, 0.3)).audio.opening == Approx(0.6));
    BreathState chest_only = trusted(0, 0.4);
    chest_only[Band::abdominal].valid = false;
    CHECK(after(map, 1, chest_only).audio.opening == Approx(0.3));
    CHECK(after(map, 1, trusted(-0.2, 0)).audio.opening == 0);
}

TEST_CASE("A deep breath opens the pad further than a usual one, without an edge or an end")
{
    CueMap map{{}};
    const auto pad = [&map](double belly) {
        return after(map, 0.1, trusted(belly, 0)).audio.opening;
    };
    CHECK(pad(1) == Approx(0.75));
    CHECK((pad(1.01f) - pad(1)) == Approx(pad(1) - pad(0.99f)).epsilon(0.05));
    CHECK(pad(2) > 0.95);
    CHECK(pad(3) > pad(2));
    CHECK(pad(3) < 1);
}

TEST_CASE("Sound comes in no faster than three seconds, and goes with the confidence")
{
    CueMap map{{}};
    CHECK(after(map, 1.5, trusted(1, 1)).audio.presence == Approx(0.5).margin(0.02));
    CHECK(after(map, 2, trusted(1, 1)).audio.presence == 1);
    BreathState doubtful = trusted(1, 1);
    doubtful.confidence = 0.25;
    CHECK(after(map, 0.5, doubtful).audio.presence > 0.5);
    CHECK(after(map, 1.5, doubtful).audio.presence == 0);
    CHECK_FALSE(after(map, 0.1, doubtful).midi.sounding);
}

TEST_CASE("A pause or the end of the session fades everything out")
{
    CueMap map{{}};
    after(map, 5, trusted(1, 1));
    CHECK(after(map, 1, trusted(1, 1), false).audio.presence > 0);
    CHECK(after(map, 1, trusted(1, 1), false).audio.presence == 0);
}

TEST_CASE("No cue ever jumps by more than its fade, whatever the breath does")
{
    CueMap map{{}};
    float before = 0;
    for (int i = 0; i < 2000; ++i) {
        BreathState breath = trusted(0.5, 0.5);
        breath.confidence = i % 3 == 0 ? 0 : 1;
        const auto cues = map(snapshot_of(breath, i % 7 != 0), {}, {}, kStep);
        REQUIRE(std::fabs(cues.audio.presence - before) <= kStep / 1.5 + 1e-6);
        before = cues.audio.presence;
    }
}

TEST_CASE("An unknown share warms the pad half way and is not sent")
{
    CueMap map{{}};
    BreathState breath = trusted(1, 1);
    CHECK(after(map, 1, breath).audio.warmth == 0.5f);
    CHECK(after(map, 1, breath).midi.abdominal_share == MidiCue::kUnknown);
    breath.abdominal_share = {0.8, 0.05, true};
    CHECK(after(map, 1, breath).audio.warmth == Approx(0.8));
    CHECK(after(map, 1, breath).midi.abdominal_share == Approx(0.8));
}

TEST_CASE("The wave follows the guide as far as both guide and step let it")
{
    CueMap map{{}};
    Target target;
    target.level = 0.5;
    target.displacement = 0.8;
    const auto cues = after(map, 1, trusted(1, 1), true, target, {.own = 0.4, .guide = 0.5});
    CHECK(cues.audio.guide_level == Approx(0.5 * 0.5));
    CHECK(cues.audio.guide == Approx(0.8));
    CHECK(cues.audio.own_level == Approx(0.4));
    CHECK(after(map, 1, trusted(1, 1)).audio.guide_level == 0);
}

TEST_CASE("The brake silences everything within a quarter of a second, notes at once")
{
    CueMap map{{}};
    Snapshot now = snapshot_of(trusted(1, 1));
    for (int i = 0; i < 500; ++i)
        map(now, {}, {}, kStep);
    now.session.running = false;
    now.session.braked = true;
    Cues cues = map(now, {}, {}, kStep);
    CHECK(cues.audio.panic);
    CHECK_FALSE(cues.midi.sounding);
    for (double t = 0; t < 0.26; t += kStep)
        cues = map(now, {}, {}, kStep);
    CHECK(cues.audio.presence == 0);
    CHECK(cues.touch.level == 0);

    now.session.running = true;
    now.session.braked = false;
    cues = map(now, {}, {}, kStep);
    CHECK_FALSE(cues.audio.panic);
    CHECK(cues.audio.presence == Approx(kStep / 3)); // as slowly as ever
}

TEST_CASE("The newest measurement of a body goes along with the cues, as it came and when it came")
{
    CueMap map{{}};
    const auto measured = [](double time_s, double value, Quantity quantity) {
        return Sample{time_from_seconds(time_s), value, {Band::thoracic, quantity}};
    };
    const Sample samples[] = {
        measured(1.00, 7, Quantity::displacement), measured(1.02, 9, Quantity::displacement),
        measured(1.01, 8, Quantity::displacement), measured(1.03, 1e300, Quantity::displacement),
        measured(1.04, 0.5, Quantity::togetherness)};
    const Snapshot now = snapshot_of(trusted(1, 1));
    for (int i = 0; i < 2; ++i) { // and it stays while nothing comes
        const auto cues =
            map(now, i == 0 ? std::span(samples) : std::span<const Sample>(), {}, kStep);
        CHECK(cues.sensed_at == time_from_seconds(1.02));
        CHECK(cues.audio.raw == 9);
        CHECK(cues.midi.raw == 9);
        CHECK(cues.touch.raw == 9);
    }
}

TEST_CASE("The room follows the group, gliding, and is empty when nobody spoke for ten seconds")
{
    CueMap map{{}};
    Snapshot now = snapshot_of(trusted(1, 1));
    const auto room = [&](double from_s, double to_s, double said) {
        float last = 0;
        for (double t = from_s; t < to_s; t += kStep) {
            now.time = time_from_seconds(t);
            const Sample sample{now.time, said, {Band::thoracic, Quantity::togetherness}};
            const bool speaks = said >= 0 && std::fmod(t, 1) < kStep;
            last = map(now, {&sample, speaks ? 1u : 0u}, {}, kStep).audio.room;
        }
        return last;
    };
    CHECK(room(100, 101, 0.8) == Approx(0.5).margin(0.02)); // on its way
    CHECK(room(101, 105, 0.8) == Approx(0.8));
    CHECK(room(105, 113, -1) == Approx(0.8));
    CHECK(room(113, 118, -1) == 0);
    CHECK(room(118, 120, std::nan("")) == 0);
    CHECK(room(120, 125, 7) == 1);
}

TEST_CASE("A sentence is counted once, with its place in the session")
{
    CueMap map{{}};
    Snapshot now = snapshot_of(trusted(1, 1));
    CHECK(map(now, {}, {}, kStep).audio.sentence.count == 0);
    now.session.step = 2;
    now.session.prompt = 1;
    map(now, {}, {}, kStep);
    now.session.step = 3;
    now.session.prompt = SessionState::kNone;
    const Sentence sentence = map(now, {}, {}, kStep).audio.sentence;
    CHECK(sentence.count == 1);
    CHECK(sentence.step == 2);
    CHECK(sentence.prompt == 1);
}

TEST_CASE("A synthesizer is told of each band that is there, and of the rate once it is known")
{
    CueMap map{{}};
    BreathState breath = trusted(0.8, 0.4);
    MidiCue cue = after(map, 1, breath).midi;
    CHECK(cue.abdominal == Approx(0.6));
    CHECK(cue.thoracic == MidiCue::kUnknown);
    CHECK(cue.breath_time_s == 0);
    CHECK(cue.guide == MidiCue::kUnknown);
    CHECK(cue.agreement == MidiCue::kUnknown);

    breath[Band::thoracic].valid = true;
    breath[Band::thoracic].displacement = 0.2;
    breath.breath_rate_bpm = {6, 0.1, true};
    breath.cycle_position = 0.3;
    cue = after(map, 1, breath).midi;
    CHECK(cue.thoracic == Approx(0.15));
    CHECK(cue.breath_time_s == Approx(10));
    CHECK(cue.cycle_position == Approx(0.3));
}

namespace {

// A guide that breathes in for 4 s and out for 6, at this time.
Target guide_at(double time_s)
{
    Target target;
    target.level = 1;
    target.inspiratory_time_s = 4;
    target.expiratory_time_s = 6;
    const double at_s = std::fmod(time_s, 10);
    target.cycle_position = at_s / 10;
    target.phase = at_s < 4 ? Phase::inspiration : Phase::expiration;
    target.displacement = at_s < 4 ? at_s / 4 : (10 - at_s) / 6;
    return target;
}

} // namespace

TEST_CASE("The guide's turns have their moments exactly, and its expiration falls to its end")
{
    CueMap map{{}};
    std::uint32_t in = 0, out = 0;
    for (double t = 0; t < 39.99; t += kStep) {
        Snapshot now = snapshot_of(trusted(1, 1), true, guide_at(t));
        now.time = time_from_seconds(t);
        const AudioCue cue = map(now, {}, {}, kStep).audio;
        if (cue.guide_inspiration.count != in)
            CHECK(to_seconds(cue.guide_inspiration.due) == Approx(10. * in).margin(0.011));
        if (cue.guide_expiration.count != out) {
            CHECK(to_seconds(cue.guide_expiration.due) == Approx(10. * out + 4).margin(0.001));
            CHECK(to_seconds(cue.guide_expiration.due) - t == Approx(0.25).margin(0.011));
        }
        in = cue.guide_inspiration.count;
        out = cue.guide_expiration.count;
        const double at_s = std::fmod(t, 10);
        CHECK(cue.guide_falling == Approx(at_s < 4 ? 0 : (10 - at_s) / 6).margin(0.01));
    }
    CHECK(in == 4);
    CHECK(out == 4);

    Snapshot paused = snapshot_of(trusted(1, 1), false, guide_at(0));
    CHECK(map(paused, {}, {}, kStep).audio.guide_inspiration.count == 4);
}

TEST_CASE("Agreement is one for whoever goes along, less for who does not, unknown for a breath")
{
    const auto agreement = [](double behind_s, double until_s) {
        CueMap map{{}};
        MidiCue cue;
        for (double t = 20; t < 20 + until_s; t += kStep) {
            const double own = guide_at(t - behind_s).displacement;
            cue = map(snapshot_of(trusted(own, own), true, guide_at(t)), {}, {}, kStep).midi;
        }
        return cue.agreement;
    };
    CHECK(agreement(0, 9.9) == MidiCue::kUnknown);
    CHECK(agreement(0, 30) == Approx(1).margin(0.001));
    CHECK(agreement(1, 30) == Approx(0.83).margin(0.04));
    CHECK(agreement(5, 30) < 0.6);
}

TEST_CASE("What is felt is the guide's breath where there is one, and nothing without trust")
{
    CueMap map{{}};
    int felt = 0;
    for (double t = 0; t < 10; t += kStep) {
        Snapshot now = snapshot_of(trusted(0, 0), true, guide_at(t));
        now.time = time_from_seconds(t);
        const Cues cues = map(now, {}, {}, kStep);
        CHECK(cues.touch.level == cues.audio.touch);
        CHECK(cues.touch.level <= cues.audio.presence);
        if (t > 3 && t < 4)
            felt += cues.touch.level > 0.1;
        if (t > 5.5)
            CHECK(cues.touch.level == 0);
    }
    CHECK(felt > 50);

    CueMap silent{{}};
    BreathState doubtful = trusted(0, 0);
    doubtful.confidence = 0.2;
    for (double t = 0; t < 10; t += kStep) {
        Snapshot now = snapshot_of(doubtful, true, guide_at(t));
        now.time = time_from_seconds(t);
        REQUIRE(silent(now, {}, {}, kStep).touch.level == 0);
    }
}
