#include "audio/voices/pad.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace crura::audio {

namespace {

constexpr double kRootHz = 110;
constexpr float kLevel = 0.056f; // root mean square of one ear, fully open: about -23 LUFS

// Just intervals: every difference between two notes is a multiple of 55 Hz, so nothing is rough.
struct Tuning {
    double ratio;    // to the root
    double beat_hz;  // between the two oscillators
    float closed;    // level at warmth 0
    float open;      // level at warmth 1
    double start[2]; // turns
};
constexpr std::array<Tuning, 6> kChord = {{
    {1.0, 0.071, 1.00f, 1.00f, {0.00, 0.25}}, // A2
    {1.5, 0.113, 0.55f, 0.70f, {0.37, 0.87}}, // E3
    {2.0, 0.089, 0.30f, 0.55f, {0.61, 0.36}}, // A3
    {2.5, 0.149, 0.00f, 0.36f, {0.13, 0.63}}, // C sharp 4
    {3.0, 0.127, 0.06f, 0.30f, {0.79, 0.04}}, // E4
    {4.5, 0.193, 0.00f, 0.15f, {0.48, 0.98}}, // B4
}};

struct Harmonic {
    float closed;
    float open;
};
constexpr Harmonic kSecond = {0.06f, 0.30f};
constexpr Harmonic kThird = {0.00f, 0.12f};

// How far the two oscillators of a note are turned between the ears: cosine and sine of 9 degrees.
constexpr float kNear = 0.988f;
constexpr float kFar = 0.156f;

float between(float closed, float open, float warmth)
{
    return closed + warmth * (open - closed);
}

dsp::Line go(float& value, float to)
{
    const float from = value;
    value = to;
    return {from, (to - from) / float(kBlockFrames)};
}

} // namespace

Pad::Oscillator::Oscillator(double frequency_hz, double start_turns, double sample_rate_hz)
{
    const double turn = 2 * std::numbers::pi * frequency_hz / sample_rate_hz;
    const double start = 2 * std::numbers::pi * start_turns;
    cosine = float(std::cos(start));
    sine = float(std::sin(start));
    turn_cosine = float(std::cos(turn));
    turn_sine = float(std::sin(turn));
}

Pad::Pad(double sample_rate_hz)
    : second_(kSecond.closed), third_(kThird.closed),
      opening_({.time_s = 0.015}, sample_rate_hz, kBlockFrames),
      warmth_({.time_s = 0.5}, sample_rate_hz, kBlockFrames)
{
    static_assert(kChord.size() == kNotes);
    for (std::size_t n = 0; n < kNotes; ++n) {
        const auto& tuning = kChord[n];
        const double pitch_hz = kRootHz * tuning.ratio;
        notes_[n].low = {pitch_hz - tuning.beat_hz / 2, tuning.start[0], sample_rate_hz};
        notes_[n].high = {pitch_hz + tuning.beat_hz / 2, tuning.start[1], sample_rate_hz};
    }
}

void Pad::add(Oscillator& oscillator, dsp::Line level, dsp::Line second, dsp::Line third,
              Sound& sound) noexcept
{
    float cosine = oscillator.cosine;
    float sine = oscillator.sine;
    for (std::size_t i = 0; i < kBlockFrames; ++i) {
        const float at = float(i + 1);
        const float h2 = second.from + at * second.step;
        const float h3 = third.from + at * third.step;
        // sin 2x = 2 sin x cos x, sin 3x = sin x (3 - 4 sin^2 x)
        const float tone = sine * (1 + 2 * h2 * cosine + h3 * (3 - 4 * sine * sine));
        sound[i] += (level.from + at * level.step) * tone;

        const float turned = cosine * oscillator.turn_cosine - sine * oscillator.turn_sine;
        sine = sine * oscillator.turn_cosine + cosine * oscillator.turn_sine;
        cosine = turned;
    }
    const float unit = 1.5f - 0.5f * (cosine * cosine + sine * sine); // takes rounding back
    oscillator.cosine = unit * cosine;
    oscillator.sine = unit * sine;
}

void Pad::render(float opening, float warmth, Block& mix) noexcept
{
    opening_(opening);
    warmth_(warmth);
    const float warm = warmth_.value();
    const auto second = go(second_, between(kSecond.closed, kSecond.open, warm));
    const auto third = go(third_, between(kThird.closed, kThird.open, warm));
    float power = 0;
    for (const auto& tuning : kChord) {
        const float level = between(tuning.closed, tuning.open, warm);
        power += level * level * (1 + second_ * second_ + third_ * third_) / 2;
    }
    const float scale = opening_.value() * kLevel / std::sqrt(power);

    Sound low{};
    Sound high{};
    for (std::size_t n = 0; n < kNotes; ++n) {
        auto& note = notes_[n];
        const auto level = go(note.level, scale * between(kChord[n].closed, kChord[n].open, warm));
        add(note.low, level, second, third, low);
        add(note.high, level, second, third, high);
    }
    for (std::size_t i = 0; i < kBlockFrames; ++i) {
        mix.left[i] += kNear * low[i] + kFar * high[i];
        mix.right[i] += kNear * high[i] - kFar * low[i];
    }
}

} // namespace crura::audio
