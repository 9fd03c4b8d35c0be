#include "breath/events/holds.hpp"
#include "devices/body_model.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>
#include <numbers>
#include <vector>

using namespace crura;
using breath::Holds;

namespace {

// A breath of `period_s` that rests for `rest_s` at its end and stands still for a while.
struct Breather {
    double period_s = 5;
    double rest_s = 0.5;
    double hold_from_s = 60, hold_s = 0;
    double ripple = 0; // of the heart, amplitude
    double drift = 0;  // during the hold, of a breath a second

    double operator()(double t) const
    {
        double moved_s = t, leak = 0;
        if (t > hold_from_s) {
            const double held_s = std::min(t - hold_from_s, hold_s);
            moved_s -= held_s;
            leak = t < hold_from_s + hold_s ? drift * held_s : 0;
        }
        const double u = std::fmod(moved_s, period_s) / (period_s - rest_s);
        const double level = u < 1 ? 0.5 - 0.5 * std::cos(2 * std::numbers::pi * u) : 0;
        return level - leak + ripple * std::sin(2 * std::numbers::pi * 1.1 * t);
    }
};

std::vector<Event> heard(const std::function<double(double)>& displacement, double until_s,
                         const std::function<void(double, BreathState&)>& change = {})
{
    Holds detect({});
    BreathState state;
    state.band[0].valid = true;
    state.phase = Phase::expiration;
    std::vector<Event> events;
    for (int i = 0; i < int(until_s * 100); ++i) {
        state.events.clear();
        state.displacement = displacement(i / 100.);
        if (change)
            change(i / 100., state);
        detect(time_from_seconds(i / 100.), state);
        events.insert(events.end(), state.events.begin(), state.events.end());
    }
    return events;
}

} // namespace

TEST_CASE("A hold is known at three seconds, by type, and grows until the breath moves on")
{
    struct Case {
        double where_s; // in the breath
        EventKind kind;
    };
    const auto [where_s, kind] =
        GENERATE(Case{2.25, EventKind::inspiratory_hold}, Case{4.75, EventKind::expiratory_hold},
                 Case{3.3, EventKind::hold});
    const double hold_s = GENERATE(5., 12., 40.);
    const double ripple = GENERATE(0., 0.05);
    const Breather breather{
        .hold_from_s = 60 + where_s, .hold_s = hold_s, .ripple = ripple, .drift = 0.005};
    const auto events = heard(breather, 120);
    CAPTURE(where_s, hold_s, ripple);
    REQUIRE(events.size() == 2);
    const double from_s = breather.hold_from_s;
    CHECK(events[0].kind == kind);
    CHECK_FALSE(events[0].over);
    CHECK(to_seconds(events[0].start) == Approx(from_s).margin(1));
    CHECK(to_seconds(events[0].known_at) == Approx(from_s + 3).margin(1));
    CHECK(events[1].over);
    CHECK(to_seconds(events[1].end) == Approx(from_s + hold_s).margin(0.6));
    CHECK(events[1].evidence == Approx(hold_s).margin(1.5)); // the usual rest is a part of it
    CHECK(to_seconds(events[1].known_at) < from_s + hold_s + 1.5);
}

TEST_CASE("Breathing, however slow, and its own pauses are no holds")
{
    const double period_s = GENERATE(3., 5., 10., 20.);
    const double rest_share = GENERATE(0., 0.2, 0.4);
    const Breather breather{.period_s = period_s, .rest_s = rest_share * period_s};
    CHECK(heard(breather, 240).empty());
}

TEST_CASE("A hold is told of a slow breather as well, once it is longer than the usual pause")
{
    const Breather breather{.period_s = 12, .rest_s = 4, .hold_from_s = 12 * 10 - 2, .hold_s = 15};
    const auto events = heard(breather, 200);
    REQUIRE(events.size() == 2);
    CHECK(events[0].kind == EventKind::expiratory_hold);
    CHECK(to_seconds(events[0].known_at) < 12 * 10 + 10);
}

TEST_CASE("A gap and a dead sensor are no holds, and a hold in which the sensor dies is over")
{
    const Breather still{.hold_from_s = 62.25, .hold_s = 60};
    CHECK(heard(still, 100, [](double t, BreathState& state) {
              if (t > 62.25)
                  state.phase = Phase::unknown;
          }).empty());
    CHECK(heard(still, 100, [](double t, BreathState& state) {
              state.band[0].fault = t > 62.5 ? SensorFault::stuck : SensorFault::none;
          }).empty());
    const auto events =
        heard(still, 100, [](double t, BreathState& state) { state.band[0].valid = t < 75; });
    REQUIRE(events.size() == 2);
    CHECK(events[1].over);
    CHECK(to_seconds(events[1].end) == Approx(75).margin(0.5));
}
