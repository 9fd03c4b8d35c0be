#include "audio/voices/pad.hpp"

#include "audio/voices/glide.hpp"

#include <algorithm>
#include <cmath>

namespace crura::audio {

namespace {

constexpr float kLevel = 0.056f; // root mean square of one ear, fully open: about -23 LUFS

// The chords, in just intervals to the root: the differences between notes are multiples of one
// low frequency, so nothing beats but what is meant to.
constexpr std::array<std::array<double, 6>, 3> kChords = {{
    {1, 1.5, 2, 3, 4, 6},     // fifths
    {1, 1.5, 2, 2.5, 3, 4.5}, // major, with a ninth on top
    {1, 1.5, 2, 2.4, 3, 4.5}, // minor, the same
}};

struct Voicing {
    double beat_hz;  // between the two tones
    float closed;    // level at warmth 0
    float open;      // level at warmth 1
    float joins;     // at this opening it begins to be heard
    double start[2]; // turns
};
constexpr std::array<Voicing, 6> kVoicings = {{
    {0.071, 1.00f, 1.00f, 0.00f, {0.00, 0.25}},
    {0.113, 0.55f, 0.70f, 0.00f, {0.37, 0.87}},
    {0.089, 0.30f, 0.55f, 0.05f, {0.61, 0.36}},
    {0.149, 0.00f, 0.36f, 0.20f, {0.13, 0.63}},
    {0.127, 0.06f, 0.30f, 0.30f, {0.79, 0.04}},
    {0.193, 0.00f, 0.15f, 0.40f, {0.48, 0.98}},
}};

constexpr float kJoining = 0.4f; // of the opening, until it is heard in full

struct Harmonic {
    float closed;
    float open;
};
constexpr Harmonic kSecond = {0.06f, 0.30f};
constexpr Harmonic kThird = {0.00f, 0.12f};

// How far the two tones of a note are turned between the ears: cosine and sine of 9 degrees.
constexpr float kNear = 0.988f;
constexpr float kFar = 0.156f;

float between(float closed, float open, float warmth)
{
    return closed + warmth * (open - closed);
}

// From here on the pad is as loud as its opening: most of the speed is there within a tenth
// of the breath from its turn, so the silence there is short and the rest mirrors the belly.
constexpr float kMoves = 0.6f;

// 0 .. 1, flat at both ends.
float rounded(float x)
{
    return x * x * (3 - 2 * x);
}

} // namespace

Pad::Pad(double sample_rate_hz, Settings settings)
    : second_(kSecond.closed), third_(kThird.closed),
      level_({.time_s = 0.05}, sample_rate_hz, kBlockFrames),
      opening_({.time_s = 0.015}, sample_rate_hz, kBlockFrames),
      movement_({.time_s = 0.03, .rise_per_s = 5, .fall_per_s = 5}, sample_rate_hz, kBlockFrames),
      warmth_({.time_s = 0.5}, sample_rate_hz, kBlockFrames)
{
    static_assert(kVoicings.size() == kNotes);
    const auto& chord = kChords[std::size_t(settings.chord)];
    double below_hz = 0;
    for (std::size_t n = 0; n < kNotes; ++n) {
        const auto& voicing = kVoicings[n];
        const double pitch_hz = settings.root_hz * chord[n];
        auto& note = notes_[n];
        note.low = {pitch_hz - voicing.beat_hz / 2, sample_rate_hz, voicing.start[0]};
        note.high = {pitch_hz + voicing.beat_hz / 2, sample_rate_hz, voicing.start[1]};
        note.left_out = pitch_hz - below_hz < kRoughHz;
        if (!note.left_out)
            below_hz = pitch_hz;
    }
}

void Pad::add(Tone& tone, dsp::Line level, dsp::Line second, dsp::Line third, Sound& sound) noexcept
{
    Tone turning = tone;
    for (std::size_t i = 0; i < kBlockFrames; ++i) {
        const float at = float(i + 1);
        const float h2 = second.from + at * second.step;
        const float h3 = third.from + at * third.step;
        const float sine = turning.sine();
        // sin 2x = 2 sin x cos x, sin 3x = sin x (3 - 4 sin^2 x)
        const float all = sine * (1 + 2 * h2 * turning.cosine() + h3 * (3 - 4 * sine * sine));
        sound[i] += (level.from + at * level.step) * all;
        ++turning;
    }
    turning.tidy();
    tone = turning;
}

// How loud each note is beside the others: together they are as strong at every opening and warmth.
Pad::Levels Pad::balance(float opening, float warmth) const noexcept
{
    Levels levels;
    float power = 0;
    for (std::size_t n = 0; n < kNotes; ++n) {
        const auto& voicing = kVoicings[n];
        const float joined = std::clamp((opening - voicing.joins) / kJoining, 0.0f, 1.0f);
        const float there = voicing.joins == 0 ? 1 : rounded(joined);
        levels[n] = notes_[n].left_out ? 0 : there * between(voicing.closed, voicing.open, warmth);
        power += levels[n] * levels[n] * (1 + second_ * second_ + third_ * third_) / 2;
    }
    for (float& level : levels)
        level /= std::sqrt(power);
    return levels;
}

void Pad::render(float level, float opening, float movement, float warmth, Block& mix) noexcept
{
    level_(level);
    opening_(opening);
    movement_(movement);
    warmth_(warmth);
    const float open = opening_.value();
    const float warm = warmth_.value();
    const auto second = glide(second_, between(kSecond.closed, kSecond.open, warm));
    const auto third = glide(third_, between(kThird.closed, kThird.open, warm));
    const auto levels = balance(open, warm);
    const float gain = kLevel * level_.value() * open * rounded(std::min(movement_.value() / kMoves, 1.0f));

    Sound low{};
    Sound high{};
    for (std::size_t n = 0; n < kNotes; ++n) {
        auto& note = notes_[n];
        const auto line = glide(note.level, gain * levels[n]);
        add(note.low, line, second, third, low);
        add(note.high, line, second, third, high);
    }
    for (std::size_t i = 0; i < kBlockFrames; ++i) {
        mix.left[i] += kNear * low[i] + kFar * high[i];
        mix.right[i] += kNear * high[i] - kFar * low[i];
    }
}

} // namespace crura::audio
