#include "dsp/low_pass.hpp"
#include "dsp/turn_detector.hpp"
#include "dsp/turn_locator.hpp"
#include "support/breather.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <vector>

using namespace crura;
using dsp::Turn;

namespace {

constexpr double kRateHz = 50;

// The turns of a breather, detected in a signal that is smoothed, and so late, by `cutoff_hz`.
std::vector<Turn> located(test::Breather& breather, double cutoff_hz, double until_s)
{
    dsp::LowPass smooth(cutoff_hz, kRateHz);
    dsp::TurnDetector detect{{.sample_rate_hz = kRateHz}};
    dsp::TurnLocator locate{{.sample_rate_hz = kRateHz}};
    std::vector<Turn> turns;
    for (double t = 0; t < until_s; t += 1 / kRateHz) {
        const double level = breather.level(t);
        locate.push(t, level);
        auto turn = detect(t, smooth(level), 0);
        if (!turn || turn->kind == Turn::Kind::hesitation)
            continue;
        locate(*turn, smooth.group_delay_s(), cutoff_hz < 1 ? 1 : 0, detect.amplitude());
        turns.push_back(*turn);
    }
    return turns;
}

} // namespace

TEST_CASE("TurnLocator finds when the turns were, however late they were detected")
{
    const double rate_bpm = GENERATE(6., 15., 30.);
    const double cutoff_hz = GENERATE(0.7, 1.5, 3.);
    test::Breather breather{.rate_bpm = rate_bpm, .amplitude = 37};
    const auto truth = breather.breaths(14 * breather.period_s());
    const auto turns = located(breather, cutoff_hz, 12 * breather.period_s());
    int checked = 0;
    for (const auto& turn : turns) {
        if (turn.kind != Turn::Kind::expiration_onset || turn.time_s < 3 * breather.period_s())
            continue;
        const auto breath = std::size_t(std::lround(turn.inspiration_time_s / breather.period_s()));
        REQUIRE(breath < truth.size());
        CHECK(turn.time_s == Approx(truth[breath].expiration_onset_s).margin(0.02));
        CHECK(turn.inspiration_time_s == Approx(truth[breath].inspiration_onset_s).margin(0.02));
        CHECK(turn.level - turn.trough_level == Approx(37).epsilon(0.01));
        ++checked;
    }
    CHECK(checked >= 7);
}

TEST_CASE("TurnLocator tells of an inspiration at once, and puts it right at its end")
{
    test::Breather breather{.rate_bpm = 12, .variability = 0.2, .seed = 5};
    const auto turns = located(breather, 3, 120);
    int inspirations = 0, near = 0;
    for (std::size_t i = 3; i + 1 < turns.size(); ++i) {
        if (turns[i].kind != Turn::Kind::inspiration_onset)
            continue;
        ++inspirations;
        near += std::fabs(turns[i].time_s - turns[i + 1].inspiration_time_s) < 0.15;
    }
    CHECK(inspirations > 15);
    CHECK(near > 0.9 * inspirations);
}
