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
