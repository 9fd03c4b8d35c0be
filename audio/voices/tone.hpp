#pragma once

#include <cmath>
#include <numbers>

namespace crura::audio {

// Two notes closer than this are rough together, for they lie within half a critical band, 100 Hz
// wide below 500 Hz, and come and go too quickly to be heard as a beat. Of two such notes a voice
// leaves the upper out. Plomp and Levelt, J Acoust Soc Am 1965;38:548.
inline constexpr double kRoughHz = 43;

// A sine, by turning a unit vector: a few products a frame, and its cosine for nothing.
class Tone {
public:
    Tone() = default;
    Tone(double frequency_hz, double sample_rate_hz, double start_turns)
    {
        const double turn = 2 * std::numbers::pi * frequency_hz / sample_rate_hz;
        const double start = 2 * std::numbers::pi * start_turns;
        cosine_ = float(std::cos(start));
        sine_ = float(std::sin(start));
        turn_cosine_ = float(std::cos(turn));
        turn_sine_ = float(std::sin(turn));
    }

    // [audio] As if it had begun here: the sine at 0, on its way up.
    void restart() noexcept
    {
        cosine_ = 1;
        sine_ = 0;
    }

    float sine() const noexcept { return sine_; }
    float cosine() const noexcept { return cosine_; }

    // [audio] One frame on.
    void operator++() noexcept
    {
        const float cosine = cosine_ * turn_cosine_ - sine_ * turn_sine_;
        sine_ = sine_ * turn_cosine_ + cosine_ * turn_sine_;
        cosine_ = cosine;
    }

    // [audio] Once a block: takes rounding back, so that the vector keeps its length for ever.
    void tidy() noexcept
    {
        const float unit = 1.5f - 0.5f * (cosine_ * cosine_ + sine_ * sine_);
        cosine_ *= unit;
        sine_ *= unit;
    }

private:
    float cosine_ = 1;
    float sine_ = 0;
    float turn_cosine_ = 1; // by how much the vector turns in one frame
    float turn_sine_ = 0;
};

} // namespace crura::audio
