#include "dsp/ramp.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <vector>

using namespace crura;

namespace {

constexpr double kSampleRateHz = 48000;

std::vector<float> follow(dsp::Ramp ramp, std::size_t block, float target, double seconds)
{
    std::vector<float> values;
    while (double(values.size()) < seconds * kSampleRateHz) {
        const auto line = ramp(target);
        for (std::size_t i = 0; i < block; ++i)
            values.push_back(line.from + float(i + 1) * line.step);
    }
    return values;
}

} // namespace

TEST_CASE("A ramp covers 63 % of a step in its time constant and arrives exactly")
{
    const std::size_t block = GENERATE(16, 64, 480);
    const auto values = follow({{.time_s = 0.1}, kSampleRateHz, block}, block, 1, 2);
    CHECK(values[std::size_t(0.1 * kSampleRateHz)] == Approx(1 - std::exp(-1)).margin(0.01));
    CHECK(values.back() == 1);
}

TEST_CASE("A ramp is one unbroken line over the borders of blocks")
{
    const auto values = follow({{.time_s = 0.01}, kSampleRateHz, 64}, 64, 1, 0.5);
    float jump = values.front();
    for (std::size_t i = 1; i < values.size(); ++i)
        jump = std::max(jump, std::fabs(values[i] - values[i - 1]));
    CHECK(jump < 1.01 / (0.01 * kSampleRateHz));
}

TEST_CASE("A ramp goes neither up nor down faster than it may")
{
    const dsp::Ramp::Params params = {.time_s = 0.001, .rise_per_s = 0.5, .fall_per_s = 2};
    SECTION("up")
    {
        const auto values = follow({params, kSampleRateHz, 64}, 64, 1, 3);
        CHECK(values[std::size_t(1.0 * kSampleRateHz)] == Approx(0.5).margin(0.01));
        CHECK(values.back() == 1);
    }
    SECTION("down")
    {
        const auto values = follow({params, kSampleRateHz, 64, 1}, 64, 0, 3);
        CHECK(values[std::size_t(0.25 * kSampleRateHz)] == Approx(0.5).margin(0.01));
        CHECK(values.back() == 0);
    }
}
