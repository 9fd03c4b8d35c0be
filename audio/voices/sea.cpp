#include "audio/voices/wave.hpp"

#include <cmath>
#include <numbers>

namespace crura::audio {

namespace {

constexpr float kLevel = 0.35f;   // fully risen: about -29 LUFS
constexpr double kRumbleHz = 120; // less than this is taken off
constexpr double kBodyHz = 350;   // falls by 6 dB an octave from here
constexpr float kDarkHz = 380;    // falls by 18 dB an octave from here when low ...
constexpr float kBrightHz = 2200; // ... and from here when high
constexpr float kDamping = 1.25f; // of the low-pass: no resonance, nothing whistles
constexpr float kSide = 0.6f;     // width

float one_pole(double cutoff_hz, double sample_rate_hz)
{
    return float(1 - std::exp(-2 * std::numbers::pi * cutoff_hz / sample_rate_hz));
}

float brightness_at(float height, double sample_rate_hz)
{
    const float cutoff_hz = kDarkHz * std::pow(kBrightHz / kDarkHz, height);
    return std::tan(std::numbers::pi_v<float> * cutoff_hz / float(sample_rate_hz));
}

} // namespace

Wave::Wave(double sample_rate_hz, std::uint32_t seed)
    : sample_rate_hz_(sample_rate_hz), body_(one_pole(kBodyHz, sample_rate_hz)),
      rumble_(one_pole(kRumbleHz, sample_rate_hz)),
      level_(kLevel * float(std::sqrt(sample_rate_hz / 48000))), middle_{seed}, side_{seed
                                                                                      ^ 0x9e3779b9},
      brightness_(brightness_at(0, sample_rate_hz)),
      height_({.time_s = 0.03}, sample_rate_hz, kBlockFrames)
{
}

float Wave::Noise::operator()() noexcept
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return float(std::int32_t(state)) * 0x1p-31f;
}

// The low-pass is a trapezoidal state variable filter, stable while its cutoff moves.
// A. Simper, Linear Trapezoidal Integrated State Variable Filter (2013).
float Wave::Air::operator()(float white, float body, float rumble, float brightness) noexcept
{
    body_state += body * (white - body_state);
    rumble_state += rumble * (body_state - rumble_state);
    const float x = body_state - rumble_state;

    const float a = 1 / (1 + brightness * (brightness + kDamping));
    const float v3 = x - second;
    const float v1 = a * (first + brightness * v3);
    const float v2 = second + brightness * v1;
    first = 2 * v1 - first;
    second = 2 * v2 - second;
    return v2;
}

void Wave::render(float height, Block& mix) noexcept
{
    const auto level = height_(height);
    const float bright = brightness_at(height_.value(), sample_rate_hz_);
    const float brighter = (bright - brightness_) / float(kBlockFrames);

    for (std::size_t i = 0; i < kBlockFrames; ++i) {
        brightness_ += brighter;
        const float gain = level_ * (level.from + float(i + 1) * level.step);
        const float middle = middle_();
        const float side = kSide * side_();
        mix.left[i] += gain * left_(middle + side, body_, rumble_, brightness_);
        mix.right[i] += gain * right_(middle - side, body_, rumble_, brightness_);
    }
    brightness_ = bright;
}

} // namespace crura::audio
