#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>

namespace crura::dsp {

// Power spectrum of a stretch of a real signal under a Hann window, one-sided.
//
// Every bin holds power in signal units squared, and all bins together the mean square of the
// stretch, weighted by the window squared: a sine of amplitude 1, wherever its frequency lies,
// sums to 0.5 over its bin and its two neighbours on either side. Bin k is at k * bin_hz().
//
// Not a power density: power in a band is a plain sum. A stretch under a Hann window resolves
// about two bins; less than 1e-3 of a sine leaks further than four.
//
// Construction allocates and computes the tables. Copies share them, so a copy costs nothing; a
// call allocates nothing and changes nothing: any thread, also several at a time.
class Spectrum {
public:
    static constexpr std::size_t kLongest = 4096;

    struct Params {
        std::size_t length = 512; // power of two, 8 .. kLongest [samples]
        double sample_rate_hz = 100;
        enum class Remove { mean, line } remove = Remove::line; // before the window
    };

    explicit Spectrum(Params params);

    // `signal` is length() values, oldest first; `power` takes bins().
    void operator()(std::span<const float> signal, std::span<float> power) const;

    std::size_t length() const { return params_.length; }
    std::size_t bins() const { return params_.length / 2 + 1; }
    double bin_hz() const { return params_.sample_rate_hz / double(params_.length); }

    // Sum of the bins whose centres lie in the band [signal units squared].
    double band_power(std::span<const float> power, double from_hz, double to_hz) const;

    // Where in the band the spectrum is highest, refined between bins by a parabola through the
    // logarithms; a sine is found within 0.02 bins. Nothing where the highest bin is no peak but
    // the flank of something outside the band, or where there is no power.
    std::optional<double> peak_hz(std::span<const float> power, double from_hz, double to_hz) const;

private:
    struct Tables;
    struct Bins {
        std::size_t first, last; // last is one past the end
    };

    Bins bins_within(double from_hz, double to_hz) const;

    Params params_;
    std::shared_ptr<const Tables> tables_;
};

} // namespace crura::dsp
