#include "dsp/spectrum.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <complex>
#include <memory>
#include <numbers>
#include <random>
#include <vector>

using namespace crura;
using dsp::Spectrum;

namespace {

constexpr double kTwoPi = 2 * std::numbers::pi;

template <class F>
std::vector<float> sampled(const Spectrum& spectrum, F signal)
{
    std::vector<float> values;
    for (std::size_t i = 0; i < spectrum.length(); ++i)
        values.push_back(
            float(signal(double(i) / (spectrum.bin_hz() * double(spectrum.length())))));
    return values;
}

std::vector<float> power_of(const Spectrum& spectrum, const std::vector<float>& signal)
{
    std::vector<float> power(spectrum.bins());
    spectrum(signal, power);
    return power;
}

template <class F>
std::vector<float> power_of(const Spectrum& spectrum, F signal)
{
    return power_of(spectrum, sampled(spectrum, signal));
}

double sum(const std::vector<float>& power)
{
    double all = 0;
    for (const auto each : power)
        all += each;
    return all;
}

std::vector<float> noise(std::size_t length, unsigned seed, double level = 0)
{
    std::mt19937 random(seed);
    std::normal_distribution<float> normal(float(level), 1);
    std::vector<float> values(length);
    for (auto& each : values)
        each = normal(random);
    return values;
}

} // namespace

TEST_CASE("Spectrum gives a sine of amplitude 1 the power 0.5, in the bins beside its frequency")
{
    const double rate_hz = GENERATE(25., 100.);
    const Spectrum spectrum({.sample_rate_hz = rate_hz});
    const double at_bin = GENERATE(10., 20.25, 20.5, 100.7);
    const double frequency_hz = at_bin * spectrum.bin_hz();
    const double start = GENERATE(0., 1., 2.);
    const auto power =
        power_of(spectrum, [&](double t) { return std::sin(kTwoPi * frequency_hz * t + start); });

    CHECK(sum(power) == Approx(0.5).epsilon(0.01));
    const double near_hz = 2.5 * spectrum.bin_hz();
    CHECK(spectrum.band_power(power, frequency_hz - near_hz, frequency_hz + near_hz)
          == Approx(0.5).epsilon(0.01));
    CHECK(spectrum.peak_hz(power, 0, rate_hz / 2).value()
          == Approx(frequency_hz).margin(0.02 * spectrum.bin_hz()));
}

TEST_CASE("Spectrum is the discrete Fourier transform of the windowed signal")
{
    const Spectrum spectrum({.length = 32, .remove = Spectrum::Params::Remove::mean});
    const std::size_t n = spectrum.length();
    const auto signal = noise(n, 7, 3);
    const auto power = power_of(spectrum, signal);

    const double mean = sum(signal) / double(n);
    for (std::size_t k = 0; k < spectrum.bins(); ++k) {
        std::complex<double> transform;
        double squares = 0;
        for (std::size_t i = 0; i < n; ++i) {
            const double hann = 0.5 - 0.5 * std::cos(kTwoPi * double(i) / double(n));
            transform +=
                hann * (signal[i] - mean) * std::polar(1., -kTwoPi * double(i * k) / double(n));
            squares += hann * hann;
        }
        const double sides = k == 0 || k == n / 2 ? 1 : 2;
        CHECK(power[k]
              == Approx(sides * std::norm(transform) / (double(n) * squares)).margin(1e-6));
    }
}

TEST_CASE("Spectrum spreads noise of variance 1 over all bins so that they sum to 1")
{
    const Spectrum spectrum({.length = 4096});
    const auto power = power_of(spectrum, noise(4096, GENERATE(range(1u, 6u))));
    CHECK(sum(power) == Approx(1).margin(0.12));
    CHECK(spectrum.band_power(power, 0, 25) == Approx(0.5).margin(0.1));
}

TEST_CASE("Spectrum takes off the level, and a drift if told so")
{
    const auto drifting = [](double t) { return 1000 + 20 * t; };
    const Spectrum line({});
    CHECK(sum(power_of(line, drifting)) < 1e-6);

    const Spectrum mean({.remove = Spectrum::Params::Remove::mean});
    CHECK(sum(power_of(mean, [](double) { return 1000.; })) < 1e-6);
    CHECK(sum(power_of(mean, drifting)) > 1);
}

TEST_CASE("Spectrum finds no peak on the flank of what lies outside the band, nor in silence")
{
    const Spectrum spectrum({});
    const auto breath = power_of(spectrum, [](double t) { return std::sin(kTwoPi * 0.5 * t); });
    CHECK(spectrum.peak_hz(breath, 0.7, 13) == std::nullopt);
    CHECK(spectrum.peak_hz(breath, 0.3, 13).value() == Approx(0.5).margin(0.04)); // 2.5 bins
    const auto silence = power_of(spectrum, [](double) { return 0.; });
    CHECK(spectrum.peak_hz(silence, 1, 13) == std::nullopt);
    CHECK(spectrum.peak_hz(breath, 60, 90) == std::nullopt); // above half the sample rate
    CHECK(spectrum.band_power(breath, 60, 90) == 0);
}

TEST_CASE("Spectrum keeps less than 1e-3 of a sine for what lies four bins away or more")
{
    const Spectrum spectrum({});
    const double at_bin = GENERATE(20., 20.3, 20.5);
    const auto power = power_of(
        spectrum, [&](double t) { return std::sin(kTwoPi * at_bin * spectrum.bin_hz() * t); });
    const double bin_hz = spectrum.bin_hz();
    const double near = spectrum.band_power(power, (at_bin - 4) * bin_hz, (at_bin + 4) * bin_hz);
    CHECK(sum(power) - near < 1e-3 * near);
}

TEST_CASE("Spectrum may be copied and outlived, and a call leaves nothing behind for the next")
{
    auto original = std::make_unique<Spectrum>(Spectrum::Params{});
    const auto signal = noise(original->length(), 3);
    const auto expected = power_of(*original, signal);
    const Spectrum copy = *original;
    original.reset();
    power_of(copy, noise(copy.length(), 4));
    CHECK(power_of(copy, signal) == expected);
}
