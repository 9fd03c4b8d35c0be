#include "breath/turns/spectral_rate.hpp"

#include "dsp/spectrum.hpp"

#include <array>

namespace crura::breath {
namespace {

constexpr double kNearBins = 1.5; // a line under a Hann window reaches as far, either side

// All bodies share one set of tables.
const dsp::Spectrum& shared_spectrum(std::size_t length, double sample_rate_hz)
{
    static const dsp::Spectrum spectrum({.length = length, .sample_rate_hz = sample_rate_hz});
    return spectrum;
}

} // namespace

SpectralRate::SpectralRate(Params params)
    : params_(params), spectrum_(&shared_spectrum(kPoints, kPointRateHz))
{
}

void SpectralRate::operator()(std::optional<double> displacement)
{
    if (displacement) {
        last_ = *displacement;
        missing_ = 0;
    } else if (++missing_ > params_.gap_s * kFrameRateHz) {
        *this = SpectralRate(params_);
        return;
    }
    sum_ += last_;
    if (++frames_ < kFrames)
        return;
    points_.push(float(sum_ / kFrames));
    sum_ = 0;
    frames_ = 0;
    if (++unseen_ < unsigned(kPointRateHz) || points_.size() < kPoints)
        return;
    unseen_ = 0;
    look();
}

void SpectralRate::look()
{
    const dsp::Spectrum& spectrum = *spectrum_;
    std::array<float, kPoints> signal;
    for (std::size_t i = 0; i < kPoints; ++i)
        signal[i] = points_[kPoints - 1 - i];
    std::array<float, kPoints / 2 + 1> power;
    spectrum(signal, power);

    rate_bpm_ = {};
    quality_ = 0;
    const auto peak_hz = spectrum.peak_hz(power, params_.slowest_hz, params_.fastest_hz);
    if (!peak_hz)
        return;
    const double near_hz = kNearBins * spectrum.bin_hz();
    quality_ = spectrum.band_power(power, *peak_hz - near_hz, *peak_hz + near_hz)
        / spectrum.band_power(power, 0, kPointRateHz / 2);
    if (quality_ >= params_.doubtful)
        rate_bpm_ = {60 * *peak_hz, 60 * spectrum.bin_hz() / quality_, true};
}

} // namespace crura::breath
