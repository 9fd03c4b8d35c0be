#include "breath/events/freeze.hpp"
#include "core/breath_state.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>
#include <numbers>
#include <vector>

using namespace crura;

namespace {

// A body at one moment.
struct Now {
    double height = 1; // of the breath, of a usual one
    bool tremor = false;
    double motion = 0; // level
    double share = 0.6;
    Posture posture = Posture::supine;
};

std::vector<Event> heard(const std::function<Now(double)>& body, double until_s)
{
    breath::FreezeWatch watch({});
    BreathState state;
    std::vector<Event> events;
    for (int i = 0; i < int(until_s * 100); ++i) {
        const double t = i / 100.;
        const Now now = body(t);
        state.tremor.on = now.tremor;
        state.motion.level = now.motion;
        state.posture = now.posture;
        state.abdominal_share = {now.share, 0.05, true};
        for (std::size_t b = 0; b < kBands; ++b) {
            state.band[b].valid = true;
            state.band[b].level =
                (b == 0 ? 500 : 20) * now.height * std::sin(2 * std::numbers::pi * t / 5);
        }
        state.events.clear();
        watch(time_from_seconds(t), state);
        events.insert(events.end(), state.events.begin(), state.events.end());
    }
    return events;
}

bool trembles(double t)
{
    return t > 100 && t < 160;
}

} // namespace

TEST_CASE("Stillness with hardly a breath after a tremor may be a freeze, until breath returns")
{
    const auto events = heard(
        [](double t) { return Now{.height = t > 160 && t < 220 ? 0.2 : 1, .tremor = trembles(t)}; },
        300);
    REQUIRE(events.size() == 2);
    CHECK(events[0].kind == EventKind::freeze);
    CHECK(to_seconds(events[0].start) == Approx(160).margin(3));
    CHECK(to_seconds(events[0].known_at) == Approx(183).margin(5));
    CHECK(events[0].evidence == Approx(to_seconds(events[0].known_at) - 160).margin(1));
    CHECK(events[1].over);
    CHECK(to_seconds(events[1].known_at) < 240);
}

TEST_CASE("Quiet rest after a tremor, and quiet without one, is no freeze")
{
    std::function<Now(double)> body;
    SECTION("ordinary breath")
    {
        body = [](double t) { return Now{.tremor = trembles(t)}; };
    }
    SECTION("a little quieter than before")
    {
        body = [](double t) { return Now{.height = t > 160 ? 0.65 : 1, .tremor = trembles(t)}; };
    }
    SECTION("quieter, slowly, into sleep")
    {
        body = [](double t) {
            return Now{.height = t > 160 ? std::exp(-(t - 160) / 300) : 1, .tremor = trembles(t)};
        };
    }
    SECTION("no tremor")
    {
        body = [](double t) { return Now{.height = t > 160 ? 0.2 : 1}; };
    }
    SECTION("a tremor of a moment")
    {
        body = [](double t) {
            return Now{.height = t > 160 ? 0.2 : 1, .tremor = t > 156 && t < 160};
        };
    }
    SECTION("long after it")
    {
        body = [](double t) { return Now{.height = t > 460 ? 0.2 : 1, .tremor = trembles(t)}; };
    }
    SECTION("moving")
    {
        body = [](double t) {
            return Now{.height = t > 160 ? 0.2 : 1,
                       .tremor = trembles(t),
                       .motion = std::fmod(t, 15) < 2 ? 0.6 : 0};
        };
    }
    SECTION("another posture, in which the bands swing less")
    {
        body = [](double t) {
            return Now{.height = t > 165 ? 0.3 : 1,
                       .tremor = trembles(t),
                       .motion = t > 161 && t < 166 ? 0.7 : 0,
                       .posture = t > 165 ? Posture::left_side : Posture::supine};
        };
    }
    SECTION("a pause of ten seconds")
    {
        body = [](double t) {
            return Now{.height = t > 170 && t < 180 ? 0. : 1., .tremor = trembles(t)};
        };
    }
    CHECK(heard(body, 600).empty());
}

TEST_CASE("A lesser collapse is enough where the belly's share has fallen")
{
    const auto body = [](double share) {
        return heard(
            [share](double t) {
                return Now{.height = t > 160 ? 0.5 : 1,
                           .tremor = trembles(t),
                           .share = t > 160 ? share : 0.6};
            },
            220);
    };
    CHECK(body(0.6).empty());
    CHECK(body(0.3).size() == 1);
}
