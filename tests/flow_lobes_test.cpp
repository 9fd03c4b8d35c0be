#include "dsp/flow_lobes.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

using namespace crura;
using dsp::Turn;

namespace {

constexpr double kRateHz = 50;

// Half a sine of inspiration from 0 to 1.5 s, a rest, a decaying expiration from `expires_s` on,
// and a rest up to the end of the breath, at 6 s.
struct Air {
    double expires_s = 1.5;
    double rests_at = 0;
    double noise = 0;

    double operator()(double time_s) const
    {
        const double t = std::fmod(time_s, 6);
        if (t < 1.5)
            return rests_at + std::sin(std::numbers::pi * t / 1.5);
        const double since = t - expires_s;
        return rests_at - (since > 0 && since < 2.5 ? 4 * since * std::exp(-since / 0.4) : 0);
    }
    // When the lobe that begins at `from_s` leaves a tenth of its peak, by small steps.
    double onset_s(double from_s) const
    {
        double peak = 0, t = from_s;
        for (double at = from_s; at < from_s + 1.5; at += 1e-4)
            peak = std::max(peak, std::fabs((*this)(at)-rests_at));
        while (std::fabs((*this)(t)-rests_at) <= 0.1 * peak)
            t += 1e-4;
        return t;
    }
};

// The turns of ten breaths, as a detector in the volume would report them: late, and at the wrong
// time. Only those from the sixth breath on.
std::vector<Turn> turns(const Air& air, dsp::FlowLobes lobes = dsp::FlowLobes({}),
                        bool hesitates = false)
{
    std::mt19937 generator(7);
    std::normal_distribution<> normal(0, std::max(air.noise, 1e-12));
    std::vector<Turn> all;
    for (int i = 0; i < 60 * kRateHz; ++i) {
        const double t = i / kRateHz, into = std::fmod(t, 6), begun = t - into;
        lobes.push(t, air(t) + normal(generator));
        const auto now = [&](double s) { return std::fabs(into - s) < 0.5 / kRateHz; };
        Turn turn{Turn::Kind::inspiration_onset, t, begun, 0, t, begun, 0};
        if (now(0.4)) {
            lobes(turn);
        } else if (now(air.expires_s + 0.5) || (hesitates && now(0.7))) {
            turn.kind = Turn::Kind::expiration_onset;
            lobes(turn);
            if (now(0.7))
                lobes.take_back();
        } else
            continue;
        if (t > 30 && !now(0.7))
            all.push_back(turn);
    }
    return all;
}

} // namespace

TEST_CASE("FlowLobes finds when the air began to flow, wherever the sensor rests")
{
    const double expires_s = GENERATE(1.5, 2.2); // at once, and after a rest
    const double rests_at = GENERATE(0., -1635.5, 0.3);
    const double noise = GENERATE(0., 0.01);
    const bool hesitates = GENERATE(false, true);
    CAPTURE(expires_s, rests_at, noise, hesitates);
    const Air air{expires_s, rests_at, noise};
    const double in_s = air.onset_s(0), out_s = air.onset_s(expires_s);
    const auto found = turns(air, dsp::FlowLobes({}), hesitates);
    REQUIRE(found.size() == 10);
    for (const auto& turn : found) {
        const double breath_s = 6 * std::floor(turn.trough_time_s / 6 + 0.01);
        CHECK(turn.inspiration_time_s - breath_s == Approx(in_s).margin(0.04));
        if (turn.kind == Turn::Kind::expiration_onset)
            CHECK(turn.time_s - breath_s == Approx(out_s).margin(0.04));
    }
}

TEST_CASE("FlowLobes tells a lobe from the flow at rest, once it has met some")
{
    const Air air{.expires_s = 2.2, .rests_at = 12};
    dsp::FlowLobes lobes{{}};
    CHECK_FALSE(lobes.clearly(true));
    for (int i = 0; i < 30 * kRateHz; ++i) {
        const double t = i / kRateHz, into = std::fmod(t, 6);
        lobes.push(t, air(t));
        Turn turn{Turn::Kind::inspiration_onset, t, t - into, 0, t, t - into, 0};
        if (std::fabs(into - 0.4) < 0.01)
            lobes(turn);
        turn.kind = Turn::Kind::expiration_onset;
        if (std::fabs(into - 2.6) < 0.01)
            lobes(turn);
        if (t < 18)
            continue;
        CAPTURE(into);
        if (into > 0.2 && into < 1.3)
            REQUIRE(lobes.clearly(true));
        if (into > 1.6)
            REQUIRE_FALSE(lobes.clearly(true));
        if (into > 2.4 && into < 3)
            REQUIRE(lobes.clearly(false));
        if (into < 2.1)
            REQUIRE_FALSE(lobes.clearly(false));
    }
}
