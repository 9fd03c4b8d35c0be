#include "dsp/low_pass.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

using namespace crura;

namespace {

struct Response {
    double gain;
    double delay_s;
};

// What a sine comes out as, once it has settled: correlated with sine and cosine over whole cycles.
Response response_at(double frequency_hz, dsp::LowPass filter, double sample_rate_hz)
{
    const double step = 2 * std::numbers::pi * frequency_hz / sample_rate_hz;
    const int cycle = int(std::lround(sample_rate_hz / frequency_hz));
    double in_phase = 0, quadrature = 0;
    for (int i = 0; i < 200 * cycle; ++i) {
        const double y = filter(std::sin(step * i));
        if (i < 100 * cycle)
            continue;
        in_phase += y * std::sin(step * i) / (50 * cycle);
        quadrature += y * std::cos(step * i) / (50 * cycle);
    }
    return {std::hypot(in_phase, quadrature),
            -std::atan2(quadrature, in_phase) / (2 * std::numbers::pi * frequency_hz)};
}

double decibel(double gain)
{
    return 20 * std::log10(gain);
}

} // namespace

TEST_CASE("LowPass is down by 3.01 dB at its corner, whatever the sample rate")
{
    const double sample_rate_hz = GENERATE(10., 50., 100., 1000.);
    const double cutoff_hz = sample_rate_hz / GENERATE(8, 20, 100);
    const dsp::LowPass filter(cutoff_hz, sample_rate_hz);
    CHECK(decibel(response_at(cutoff_hz, filter, sample_rate_hz).gain)
          == Approx(-3.0103).margin(0.002));
}

TEST_CASE("LowPass falls by 12 dB an octave above its corner")
{
    const dsp::LowPass filter(1, 1000);
    const double at_8 = decibel(response_at(8, filter, 1000).gain);
    const double at_16 = decibel(response_at(16, filter, 1000).gain);
    CHECK(at_8 - at_16 == Approx(12.04).margin(0.05));
}

TEST_CASE("LowPass leaves a constant as it is, from the first sample on")
{
    dsp::LowPass filter(1.5, 100);
    for (int i = 0; i < 1000; ++i)
        REQUIRE(filter(1853.25) == Approx(1853.25).epsilon(1e-12));
}

TEST_CASE("LowPass delays slow signals by the group delay it names")
{
    const double sample_rate_hz = GENERATE(10., 50., 100.);
    const dsp::LowPass filter(1.5, sample_rate_hz);
    const double breath_hz = sample_rate_hz / 1000; // divides the rate, well below the corner
    CHECK(response_at(breath_hz, filter, sample_rate_hz).delay_s
          == Approx(filter.group_delay_s()).epsilon(0.003));
    CHECK(dsp::LowPass(1.5, 100).group_delay_s() == Approx(0.150).margin(0.0005));
}

TEST_CASE("LowPass after a reset answers as if it had always been there")
{
    dsp::LowPass used(1.5, 100), fresh(1.5, 100);
    for (int i = 0; i < 77; ++i)
        used(i % 7 - 1000);
    used.reset(5);
    fresh.reset(5);
    CHECK(used(5) == Approx(5).epsilon(1e-12));
    fresh(5);
    for (int i = 0; i < 100; ++i)
        REQUIRE(used(i) == fresh(i));
}
