#include "breath/aligner.hpp"
#include "breath/cycle_phase.hpp"
#include "breath/tracker.hpp"
#include "support/breather.hpp"
#include "support/labels.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <cstring>
#include <functional>
#include <memory>
#include <vector>

using namespace crura;
using namespace crura::test;

namespace {

struct Body {
    std::unique_ptr<breath::Aligner> aligner =
        std::make_unique<breath::Aligner>(breath::Aligner::Params{});
    std::unique_ptr<breath::Tracker> tracker =
        std::make_unique<breath::Tracker>(breath::Tracker::Params{});
    breath::CyclePhase phase{{}};
    BreathState state;
    Time now{};

    void hear(const std::function<std::optional<double>(double time_s)>& level, double until_s,
              const std::function<void(double time_s)>& look = {}, double rate_hz = 100)
    {
        const int every = int(std::lround(100 / rate_hz));
        for (; to_seconds(now) < until_s; now += kFrameStep) {
            if (now.time_since_epoch() / kFrameStep % every == 0)
                if (const auto value = level(to_seconds(now))) {
                    const Sample sample{now, *value, {Band::abdominal, Quantity::displacement}};
                    aligner->add({&sample, 1});
                }
            state.onsets.clear();
            state.breaths.clear();
            while (const auto frame = aligner->next(now)) {
                (*tracker)(*frame, now, state);
                phase(*frame, 0.15, state);
            }
            phase.say(now, state);
            if (look)
                look(to_seconds(now));
        }
    }
};

double apart(double a, double b)
{
    return std::fabs(std::remainder(a - b, 360));
}

} // namespace

TEST_CASE("CyclePhase is near 0 at the end of inspiration and near 180 half a breath later")
{
    const double rate_bpm = GENERATE(5., 12., 25.);
    const double sensor_hz = GENERATE(10., 100.);
    Breather breather{.rate_bpm = rate_bpm, .noise_rms = 0.01};
    Body body;
    std::vector<double> at_top, at_bottom;
    const double from_s = 60 + 2 * breather.period_s(), until_s = from_s + 60;
    const auto breaths = breather.breaths(until_s);
    double before_s = 0;
    body.hear(
        [&](double t) { return breather.level(t); }, until_s,
        [&](double t) {
            for (const auto& each : breaths)
                for (const double part : {0., 0.5}) {
                    const double then = each.expiration_onset_s + part * breather.period_s();
                    if (then > before_s && then <= t && t > from_s) {
                        REQUIRE(body.state.phase_deg.known);
                        (part == 0 ? at_top : at_bottom).push_back(body.state.phase_deg.value);
                    }
                }
            before_s = t;
        },
        sensor_hz);
    REQUIRE(at_top.size() > 3);
    for (const double angle : at_top)
        CHECK(apart(angle, 0) < 25);
    for (const double angle : at_bottom)
        CHECK(apart(angle, 180) < 40);
}

TEST_CASE("CyclePhase goes forward once around a breath")
{
    Breather breather{.rate_bpm = 14, .variability = 0.08, .noise_rms = 0.02};
    Body body;
    double turned = 0, before = 0;
    bool known = false;
    body.hear([&](double t) { return breather.level(t); }, 60);
    body.hear([&](double t) { return breather.level(t); }, 120,
              [&](double) {
                  if (known)
                      turned += std::remainder(body.state.phase_deg.value - before, 360);
                  before = body.state.phase_deg.value;
                  known = body.state.phase_deg.known;
                  REQUIRE(known);
              });
    double breaths = 0;
    for (const auto& each : breather.breaths(120))
        breaths += each.inspiration_onset_s >= 60;
    CHECK(turned / 360 == Approx(breaths).margin(1));
}

TEST_CASE("CyclePhase stands still in a hold and says that it is not sure")
{
    Breather breather{.rate_bpm = 12, .noise_rms = 0.002};
    Body body;
    const auto held = [&](double t) { return breather.level(std::min(t, 62.)); };
    body.hear(held, 68);
    REQUIRE(body.state.phase_deg.known);
    const double value = body.state.phase_deg.value;
    body.hear(held, 72, [&](double) { CHECK(body.state.phase_deg.value == value); });
    CHECK((!body.state.phase_deg.known || body.state.phase_deg.plus_minus >= 60));
}

TEST_CASE("CyclePhase is unknown in a gap, and before and soon after it known")
{
    Breather breather{.rate_bpm = 15, .noise_rms = 0.01};
    Body body;
    const auto with_gap = [&](double t) -> std::optional<double> {
        return t > 60 && t < 65 ? std::nullopt : std::optional(breather.level(t));
    };
    body.hear(with_gap, 60);
    CHECK(body.state.phase_deg.known);
    body.hear(with_gap, 62);
    const double value = body.state.phase_deg.value;
    body.hear(with_gap, 65, [&](double) {
        CHECK_FALSE(body.state.phase_deg.known);
        CHECK(body.state.phase_deg.value == value);
    });
    body.hear(with_gap, 78);
    CHECK(body.state.phase_deg.known);
}

TEST_CASE("CyclePhase claims little of noise")
{
    Breather breather{.rate_bpm = 15, .amplitude = 0, .noise_rms = 1, .seed = 5};
    Body body;
    int sure = 0;
    body.hear([&](double t) { return breather.level(t); }, 90,
              [&](double) {
                  REQUIRE(std::isfinite(body.state.phase_deg.value));
                  sure += body.state.phase_deg.known && body.state.phase_deg.plus_minus < 30;
              });
    CHECK(sure < 90 * 100 / 20);
}

TEST_CASE("CyclePhase goes on from a copy as it would have itself")
{
    Breather breather{.rate_bpm = 11, .variability = 0.1, .noise_rms = 0.02};
    std::vector<double> levels;
    for (int i = 0; i < 6000; ++i)
        levels.push_back(breather.level(i * 0.01));
    const auto level = [&](double t) { return levels.at(std::size_t(std::lround(t * 100))); };
    Body one, other;
    one.hear(level, 40);
    other.hear(level, 40);
    other.phase = breath::CyclePhase(one.phase);
    one.hear(level, 59);
    other.hear(level, 59);
    CHECK(std::memcmp(&one.state.phase_deg.value, &other.state.phase_deg.value, 8) == 0);
}
