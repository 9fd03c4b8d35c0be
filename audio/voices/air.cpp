#include "audio/voices/air.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace crura::audio {

namespace {

constexpr double kRumbleHz = 110; // two poles: -3 dB at 170 Hz
constexpr double kFirstShelfHz = 110;
constexpr double kDarkestHz = 100;
constexpr double kBrightestHz = 8000;
constexpr float kDamping = 1.6f; // of the low-pass: no resonance, nothing whistles
constexpr float kSide = 0.6f;    // width

double pole_at(double frequency_hz, double sample_rate_hz)
{
    return std::exp(-2 * std::numbers::pi * frequency_hz / sample_rate_hz);
}

} // namespace

Air::Air(double sample_rate_hz, std::uint32_t seed)
    : sample_rate_hz_(sample_rate_hz), rumble_(float(1 - pole_at(kRumbleHz, sample_rate_hz))),
      unit_(float(std::sqrt(sample_rate_hz / 48000))), state_(seed), brightness_(corner(kDarkestHz))
{
    for (std::size_t i = 0; i < kShelves; ++i) {
        const double at_hz = kFirstShelfHz * std::pow(4, i);
        const double pole = pole_at(at_hz, sample_rate_hz);
        const double zero = pole_at(2 * at_hz, sample_rate_hz);
        shelves_[i] = {float(pole), float(zero), float((1 - pole) / (1 - zero))};
    }
}

// -1 .. 1. G. Marsaglia, Xorshift RNGs (2003).
float Air::white() noexcept
{
    state_ ^= state_ << 13;
    state_ ^= state_ >> 17;
    state_ ^= state_ << 5;
    return float(std::int32_t(state_)) * 0x1p-31f;
}

float Air::coloured(Ear& ear, float x) const noexcept
{
    for (std::size_t i = 0; i < kShelves; ++i) {
        const auto& shelf = shelves_[i];
        const float y = shelf.gain * (x - shelf.zero * ear.in[i]) + shelf.pole * ear.out[i];
        ear.in[i] = x;
        x = ear.out[i] = y;
    }
    for (float& rumble : ear.rumble) {
        rumble += rumble_ * (x - rumble);
        x -= rumble;
    }
    return x;
}

float Air::corner(double cutoff_hz) const noexcept
{
    const double most_hz = std::min(kBrightestHz, 0.4 * sample_rate_hz_);
    const double hz = std::clamp(cutoff_hz, kDarkestHz, most_hz);
    return float(std::tan(std::numbers::pi * hz / sample_rate_hz_));
}

// The low-pass is a trapezoidal state variable filter, stable while its corner moves.
// A. Simper, Linear Trapezoidal Integrated State Variable Filter (2013).
void Air::render(double brightness_hz, dsp::Line left, dsp::Line right, Block& mix) noexcept
{
    const float from = brightness_;
    brightness_ = corner(brightness_hz);
    const float step = (brightness_ - from) / float(kBlockFrames);

    for (std::size_t i = 0; i < kBlockFrames; ++i) {
        const float at = float(i + 1);
        const float g = from + at * step;
        const float a = 1 / (1 + g * (g + kDamping));
        const float middle = unit_ * white();
        const float side = unit_ * kSide * white();
        const auto low_pass = [a, g](Ear& ear, float x) {
            const float v1 = a * (ear.low[0] + g * (x - ear.low[1]));
            const float v2 = ear.low[1] + g * v1;
            ear.low[0] = 2 * v1 - ear.low[0];
            ear.low[1] = 2 * v2 - ear.low[1];
            return v2;
        };
        mix.left[i] +=
            (left.from + at * left.step) * low_pass(left_, coloured(left_, middle + side));
        mix.right[i] +=
            (right.from + at * right.step) * low_pass(right_, coloured(right_, middle - side));
    }
}

} // namespace crura::audio
