#include "breath/events/breath_events.hpp"
#include "devices/body_model.hpp"
#include "support/hearing.hpp"
#include "support/labelled_recordings.hpp"
#include "support/shared_data.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

using namespace crura;
using namespace crura::test;
using breath::BreathEvents;

namespace {

// A breath as it is told: how long, how much of it inspiration, how deep.
struct Told {
    double breath_time_s = 4;
    double inspiratory_s = 1.5;
    double amplitude = 10;
    double rest = 100; // level at its end
};

// The events of breaths that follow each other, each known when it ends. The phase is unknown, so
// that nothing is heard of holds.
class Teller {
public:
    void operator()(const Told& told, int times = 1)
    {
        for (int i = 0; i < times; ++i)
            tell(told);
    }

    void silence(double length_s)
    {
        for (double s = 0; s < length_s; s += 0.5)
            tick(now_s_ + s, {});
        now_s_ += length_s;
    }

    std::vector<Event> of(EventKind kind) const
    {
        std::vector<Event> found;
        for (const auto& event : events_)
            if (event.kind == kind)
                found.push_back(event);
        return found;
    }

    std::size_t size() const { return events_.size(); }
    double now_s() const { return now_s_; }

private:
    void tell(const Told& told)
    {
        Breath breath;
        breath.inspiration_onset = time_from_seconds(now_s_);
        breath.expiration_onset = time_from_seconds(now_s_ + told.inspiratory_s);
        now_s_ += told.breath_time_s;
        breath.end = time_from_seconds(now_s_);
        breath.breath_rate_bpm = 60 / told.breath_time_s;
        breath.inspiratory_time_s = told.inspiratory_s;
        breath.expiratory_time_s = told.breath_time_s - told.inspiratory_s;
        breath.amplitude[0] = {told.amplitude, 0, true};
        breath.confidence = 0.9;
        auto& band = state_.band[0];
        band.valid = true;
        band.tidal_amplitude = 10;
        band.end_expiratory_level = told.rest;
        tick(now_s_ + 1, &breath);
    }

    void tick(double time_s, const Breath* breath)
    {
        state_.events.clear();
        state_.breaths.clear();
        if (breath)
            state_.breaths.push_back(*breath);
        detect_(time_from_seconds(time_s), state_);
        detect_(time_from_seconds(time_s), state_); // the next frame of the same tick
        events_.insert(events_.end(), state_.events.begin(), state_.events.end());
    }

    BreathEvents detect_{{}};
    BreathState state_;
    std::vector<Event> events_;
    double now_s_ = 0;
};

std::vector<Event> heard(const std::vector<Sample>& samples)
{
    Hearing hearing;
    BreathEvents detect({});
    std::vector<Event> events;
    hearing(samples, samples.back().time, [&](Time now, const BreathState& tracked) {
        BreathState state = tracked;
        state.events.clear();
        detect(now, state);
        events.insert(events.end(), state.events.begin(), state.events.end());
    });
    return events;
}

struct Body {
    std::vector<Sample> samples;
    std::vector<devices::TrueBreath> truth;
};

Body body(const devices::BodyModel::Params& params, unsigned seed, double until_s)
{
    Body body;
    devices::BodyModel model(params, seed);
    for (auto reading = model.next(); reading.time_s <= until_s; reading = model.next())
        for (const Band band : {Band::thoracic, Band::abdominal})
            body.samples.push_back({time_from_seconds(reading.time_s),
                                    reading.level[std::size_t(band)],
                                    {band, Quantity::displacement}});
    body.truth = model.truth();
    return body;
}

devices::BodyModel::Params person(double rate_bpm)
{
    return {.breath_rate_bpm = rate_bpm,
            .time_variability = 0.1,
            .amplitude_variability = 0.1,
            .share_variability = 0.05,
            .heartbeat_ripple = 0.02,
            .drift = 0.1,
            .gain = {30, 12},
            .rest_level = {1800, 500},
            .noise = 0.2};
}

} // namespace

TEST_CASE("A sigh is one breath of twice the usual depth, told when the next has ended")
{
    Teller tell;
    tell({}, 10);
    const double start_s = tell.now_s();
    tell({.breath_time_s = 7, .inspiratory_s = 2.5, .amplitude = 24});
    CHECK(tell.of(EventKind::sigh).empty());
    tell({});
    const auto sighs = tell.of(EventKind::sigh);
    REQUIRE(sighs.size() == 1);
    CHECK(to_seconds(sighs[0].start) == Approx(start_s));
    CHECK(to_seconds(sighs[0].end) == Approx(start_s + 7));
    CHECK(sighs[0].evidence == Approx(2.4));
    CHECK(sighs[0].over);
    tell({}, 10);
    tell({.amplitude = 19}); // not twice
    tell({}, 3);
    CHECK(tell.size() == 1);
}

TEST_CASE("A series of deep breaths, a belt that slips and a posture that shifts are no sighs")
{
    Teller tell;
    tell({}, 10);
    SECTION("deep breaths")
    {
        tell({.inspiratory_s = 2, .amplitude = 25}, 6);
    }
    SECTION("a belt pulled tight")
    {
        tell({.amplitude = 25}, 20);
    }
    SECTION("a step of the level")
    {
        tell({.amplitude = 25, .rest = 130});
    }
    SECTION("the very first breath")
    {
        tell = Teller();
        tell({.amplitude = 25});
    }
    tell({.rest = 130}, 3);
    CHECK(tell.of(EventKind::sigh).empty());
    CHECK(tell.of(EventKind::gasp).empty());
}

TEST_CASE("A gasp is deep and quick, and a deep breath, a shallow start and a jerk are not")
{
    Teller tell;
    tell({}, 10);
    SECTION("a gasp")
    {
        tell({.breath_time_s = 5, .inspiratory_s = 0.5, .amplitude = 18});
        REQUIRE(tell.of(EventKind::gasp).size() == 1);
        CHECK(tell.of(EventKind::gasp)[0].evidence == Approx(0.5));
    }
    SECTION("no gasp")
    {
        tell({.inspiratory_s = 1, .amplitude = 18});
        tell({.inspiratory_s = 0.5, .amplitude = 12});
        tell({.breath_time_s = 1, .inspiratory_s = 0.5, .amplitude = 18});
        tell({.breath_time_s = 5, .inspiratory_s = 0.5, .amplitude = 18, .rest = 110});
        CHECK(tell.of(EventKind::gasp).empty());
    }
}

TEST_CASE("Over-breathing is told after 20 s, with how much more air it moves, and its end")
{
    Teller tell;
    tell({}, 20);
    const double start_s = tell.now_s();
    tell({.breath_time_s = 1.5, .inspiratory_s = 0.7, .amplitude = 9}, 11);
    CHECK(tell.size() == 0); // 16.5 s of it
    tell({.breath_time_s = 1.5, .inspiratory_s = 0.7, .amplitude = 9}, 3);
    auto events = tell.of(EventKind::over_breathing);
    REQUIRE(events.size() == 1);
    CHECK(to_seconds(events[0].start) == Approx(start_s));
    CHECK(events[0].evidence == Approx(4 / 1.5 * 0.9).epsilon(0.1));
    tell({.breath_time_s = 1.5, .inspiratory_s = 0.7, .amplitude = 9}, 80); // two minutes long
    const double end_s = tell.now_s();
    tell({}, 2);
    events = tell.of(EventKind::over_breathing);
    REQUIRE(events.size() == 2);
    CHECK(events[1].over);
    CHECK(to_seconds(events[1].end) == Approx(end_s));
}

TEST_CASE("Quick breathing that is shallow, usual or a few breaths long is no over-breathing")
{
    Teller tell;
    SECTION("shallow")
    {
        tell({}, 20);
        tell({.breath_time_s = 1.5, .inspiratory_s = 0.7, .amplitude = 5}, 40);
        const auto events = tell.of(EventKind::rapid_shallow);
        REQUIRE(events.size() == 1);
        CHECK(events[0].evidence == Approx(4 / 1.5 / 0.5).epsilon(0.1));
        CHECK(to_seconds(events[0].known_at - events[0].start) == Approx(31).margin(1.6));
    }
    SECTION("usual")
    {
        tell({.breath_time_s = 2.2, .inspiratory_s = 0.9}, 60);
    }
    SECTION("a few breaths")
    {
        tell({}, 20);
        tell({.breath_time_s = 1.5, .inspiratory_s = 0.7}, 9);
        tell({}, 5);
        tell({.breath_time_s = 1.5, .inspiratory_s = 0.7}, 9);
        tell({}, 5);
    }
    SECTION("from slow guided breathing back to the usual")
    {
        tell({.breath_time_s = 12, .inspiratory_s = 5, .amplitude = 20}, 30);
        tell({.breath_time_s = 3.5, .inspiratory_s = 1.4, .amplitude = 9}, 60);
        CHECK(tell.of(EventKind::rapid_shallow).empty());
    }
    CHECK(tell.of(EventKind::over_breathing).empty());
}

TEST_CASE("What lasts is over when no breath comes any more")
{
    Teller tell;
    tell({}, 20);
    tell({.breath_time_s = 1.5, .inspiratory_s = 0.7}, 20);
    REQUIRE(tell.of(EventKind::over_breathing).size() == 1);
    tell.silence(40);
    REQUIRE(tell.of(EventKind::over_breathing).size() == 2);
    CHECK(tell.of(EventKind::over_breathing)[1].over);
}

TEST_CASE("Slow, even breathing is told after five breaths, and uneven or quicker breathing is not")
{
    Teller tell;
    tell({}, 10);
    const double start_s = tell.now_s();
    const auto slow = [&] { return tell.of(EventKind::slow_steady); };
    SECTION("even")
    {
        tell({.breath_time_s = 10, .inspiratory_s = 4}, 5);
        REQUIRE(slow().size() == 1);
        CHECK(to_seconds(slow()[0].start) == Approx(start_s));
        CHECK(slow()[0].evidence == Approx(6));
        tell({.breath_time_s = 10.5, .inspiratory_s = 4}, 10);
        CHECK(slow().size() == 1);
        tell({}, 6);
        CHECK(slow().size() == 2);
    }
    SECTION("uneven")
    {
        for (int i = 0; i < 6; ++i) {
            tell({.breath_time_s = 7, .inspiratory_s = 3});
            tell({.breath_time_s = 13, .inspiratory_s = 4});
        }
        CHECK(slow().empty());
    }
    SECTION("quicker, or slower still")
    {
        tell({.breath_time_s = 8, .inspiratory_s = 3}, 12);
        tell({.breath_time_s = 15, .inspiratory_s = 5}, 12);
        CHECK(slow().empty());
    }
}

TEST_CASE("Speech is quick inspirations between long, uneven expirations")
{
    Teller tell;
    tell({}, 12);
    const double start_s = tell.now_s();
    const auto speech = [&] { return tell.of(EventKind::speech); };
    SECTION("speech")
    {
        for (int i = 0; i < 6; ++i)
            for (const double time_s : {3.2, 6.1, 4.4})
                tell({.breath_time_s = time_s, .inspiratory_s = 0.6, .amplitude = 9});
        REQUIRE(speech().size() == 1);
        CHECK(to_seconds(speech()[0].start) == Approx(start_s));
        CHECK(to_seconds(speech()[0].known_at) < start_s + 30);
        CHECK(speech()[0].evidence < 0.25);
        tell({}, 6);
        CHECK(speech().size() == 2);
    }
    SECTION("even")
    {
        tell({.breath_time_s = 4, .inspiratory_s = 0.6}, 12);
        CHECK(speech().empty());
    }
    SECTION("with usual inspirations")
    {
        for (int i = 0; i < 6; ++i)
            for (const double time_s : {3.2, 6.1, 4.4})
                tell({.breath_time_s = time_s, .inspiratory_s = 1.4});
        CHECK(speech().empty());
    }
}

TEST_CASE("Every sigh of a simulated body is told, and nothing else of a quiet one")
{
    const double rate_bpm = GENERATE(9., 12., 16.);
    const unsigned seed = GENERATE(1u, 2u);
    auto params = person(rate_bpm);
    CHECK(heard(body(params, seed, 300).samples).empty());

    params.sighs_per_hour = 40;
    const auto sighing = body(params, seed, 400);
    const auto events = heard(sighing.samples);
    std::vector<double> true_s, told_s;
    for (const auto& breath : sighing.truth)
        if (breath.kind == devices::BreathKind::sigh && breath.inspiration_onset_s > 40
            && breath.end_s < 380)
            true_s.push_back(breath.inspiration_onset_s);
    for (const auto& event : events)
        if (event.kind == EventKind::sigh)
            told_s.push_back(to_seconds(event.start));
    REQUIRE(told_s.size() == true_s.size());
    for (std::size_t i = 0; i < told_s.size(); ++i)
        CHECK(told_s[i] == Approx(true_s[i]).margin(0.4));
    CHECK(std::none_of(events.begin(), events.end(), [](const Event& event) {
        return event.kind == EventKind::gasp || event.kind == EventKind::over_breathing
            || event.kind == EventKind::rapid_shallow || event.kind == EventKind::speech;
    }));
}

TEST_CASE("Resting recordings have no gasps, over-breathing or speech, and the one sigh")
{
    const auto data = shared_data();
    if (!data) {
        WARN("skipped: the recordings are not here");
        return;
    }
    std::vector<std::string> wrong;
    for (const auto& recording : labelled_recordings())
        for (const auto& event : heard(read_samples(*data, recording)))
            if (event.kind == EventKind::gasp || event.kind == EventKind::over_breathing
                || event.kind == EventKind::speech)
                wrong.push_back(recording.name);
    CHECK(wrong.empty());

    const std::string chest = "hexoskin_dualrip__record_288129__respiration_thoracic";
    const auto events = heard(read_samples(*data, labelled_recording(chest)));
    REQUIRE(events.size() == 1);
    CHECK(events[0].kind == EventKind::sigh);
    CHECK(to_seconds(events[0].start) == Approx(257).margin(1.5));
    CHECK(events[0].evidence == Approx(2.4).margin(0.3));
}
