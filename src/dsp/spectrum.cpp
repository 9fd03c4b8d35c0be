#include "dsp/spectrum.hpp"

#include <kiss_fft.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstdlib>
#include <new>
#include <numbers>
#include <vector>

namespace crura::dsp {

namespace {

struct Free {
    void operator()(kiss_fft_cfg plan) const { std::free(plan); }
};

// level + slope * i
struct Line {
    float level = 0, slope = 0;
};

Line line_through(std::span<const float> signal, Spectrum::Params::Remove what)
{
    const double n = double(signal.size()), middle = 0.5 * (n - 1);
    double sum = 0, moment = 0;
    for (std::size_t i = 0; i < signal.size(); ++i) {
        sum += signal[i];
        moment += signal[i] * (double(i) - middle);
    }
    const bool line = what == Spectrum::Params::Remove::line;
    const double slope = line ? 12 * moment / (n * (n * n - 1)) : 0;
    return {float(sum / n - slope * middle), float(slope)};
}

} // namespace

// A real signal is transformed as a complex one of half the length, even samples real, odd ones
// imaginary, and taken apart afterwards. (kiss_fftr does that too, in memory of its own that is
// not for two threads.)
struct Spectrum::Tables {
    std::unique_ptr<kiss_fft_state, Free> half;
    std::vector<float> window;         // scaled for power
    std::vector<kiss_fft_cpx> twiddle; // exp(-2 pi i k / length)
};

Spectrum::Spectrum(Params params) : params_(params)
{
    const std::size_t n = params_.length;
    assert(std::has_single_bit(n) && n >= 8 && n <= kLongest);

    auto tables = std::make_shared<Tables>();
    tables->half.reset(kiss_fft_alloc(int(n / 2), 0, nullptr, nullptr));
    if (!tables->half)
        throw std::bad_alloc();
    const double step = 2 * std::numbers::pi / double(n);
    const double sum_of_squares = 0.375 * double(n); // of the Hann window
    for (std::size_t i = 0; i < n; ++i) {
        const double hann = 0.5 - 0.5 * std::cos(step * double(i));
        tables->window.push_back(float(hann / std::sqrt(double(n) * sum_of_squares)));
    }
    for (std::size_t k = 0; k <= n / 2; ++k)
        tables->twiddle.push_back(
            {float(std::cos(step * double(k))), float(-std::sin(step * double(k)))});
    tables_ = std::move(tables);
}

void Spectrum::operator()(std::span<const float> signal, std::span<float> power) const
{
    assert(signal.size() == length() && power.size() == bins());
    const std::size_t half = length() / 2;
    std::array<kiss_fft_cpx, kLongest / 2> folded, transformed;

    const Line line = line_through(signal, params_.remove);
    const auto windowed = [&](std::size_t i) {
        return (signal[i] - line.level - line.slope * float(i)) * tables_->window[i];
    };
    for (std::size_t i = 0; i < half; ++i)
        folded[i] = {windowed(2 * i), windowed(2 * i + 1)};
    kiss_fft(tables_->half.get(), folded.data(), transformed.data());

    // even + twiddle * odd, both halves of the sum of a bin and the conjugate of its mirror image
    const auto folded_power = [&](std::size_t k) {
        const kiss_fft_cpx here = transformed[k & (half - 1)];
        const kiss_fft_cpx there = transformed[(half - k) & (half - 1)];
        const kiss_fft_cpx even{here.r + there.r, here.i - there.i};
        const kiss_fft_cpx odd{here.i + there.i, there.r - here.r};
        const kiss_fft_cpx turn = tables_->twiddle[k];
        const float real = even.r + turn.r * odd.r - turn.i * odd.i;
        const float imaginary = even.i + turn.r * odd.i + turn.i * odd.r;
        return 0.25f * (real * real + imaginary * imaginary);
    };
    power[0] = folded_power(0);
    power[half] = folded_power(half);
    for (std::size_t k = 1; k < half; ++k)
        power[k] = 2 * folded_power(k);
}

Spectrum::Bins Spectrum::bins_within(double from_hz, double to_hz) const
{
    const double end = double(bins());
    const double first = std::clamp(std::ceil(from_hz / bin_hz() - 1e-9), 0., end);
    const double last = std::clamp(std::floor(to_hz / bin_hz() + 1e-9) + 1, first, end);
    return {std::size_t(first), std::size_t(last)};
}

double Spectrum::band_power(std::span<const float> power, double from_hz, double to_hz) const
{
    const auto [first, last] = bins_within(from_hz, to_hz);
    double sum = 0;
    for (std::size_t k = first; k < last; ++k)
        sum += power[k];
    return sum;
}

std::optional<double> Spectrum::peak_hz(std::span<const float> power, double from_hz,
                                        double to_hz) const
{
    const auto [first, last] = bins_within(from_hz, to_hz);
    const auto band = power.subspan(first, last - first);
    if (band.empty())
        return std::nullopt;
    const auto k = first + std::size_t(std::max_element(band.begin(), band.end()) - band.begin());
    if (!(power[k] > 0) || k == 0 || k + 1 == bins() || power[k - 1] > power[k]
        || power[k + 1] > power[k])
        return std::nullopt;

    constexpr double kFloor = 1e-30; // where a neighbour is nought
    const double below = std::log(power[k - 1] + kFloor), here = std::log(power[k] + kFloor),
                 above = std::log(power[k + 1] + kFloor);
    const double bend = below - 2 * here + above;
    const double offset = bend < 0 ? 0.5 * (below - above) / bend : 0;
    return (double(k) + offset) * bin_hz();
}

} // namespace crura::dsp
