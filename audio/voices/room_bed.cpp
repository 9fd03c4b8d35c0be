#include "audio/voices/room_bed.hpp"

#include "audio/voices/glide.hpp"

#include <algorithm>
#include <cmath>

namespace crura::audio {

namespace {

constexpr float kAirLevel = 0.17f;
constexpr float kToneLevel = 0.014f; // of the root, alone
constexpr double kDimHz = 320;       // brightness of the air when all are apart ...
constexpr double kClearHz = 900;     // ... and when all breathe together

// Octaves and fifths only: they agree with every chord of the pad. A note joins in the upper part
// of the way from apart to together, the later the higher it is.
struct Voicing {
    double ratio;  // to the root
    double off_hz; // of the tone beside it
    float weight;
    float joins; // from here on
    float lean;  // -1 left .. 1 right
    double swell_hz;
};
constexpr std::array<Voicing, 5> kVoicings = {{
    {1.0, 0.83, 1.00f, 0.0f, 0.0f, 0.031},
    {1.5, 1.07, 0.80f, 0.0f, 0.7f, 0.043},
    {2.0, 0.71, 0.60f, 0.1f, -0.7f, 0.053},
    {3.0, 1.27, 0.45f, 0.3f, 0.9f, 0.067},
    {4.0, 0.97, 0.25f, 0.5f, -0.9f, 0.079},
}};
constexpr float kDim = 0.35f;   // the notes when all are apart
constexpr float kOff = 0.4f;    // the tone beside a note, then
constexpr float kSwell = 0.3f;  // of a note's level: a bed that stands still is a drone

} // namespace

RoomBed::RoomBed(double sample_rate_hz, Settings settings, std::uint32_t seed)
    : air_(sample_rate_hz, seed), level_({.time_s = 0.1}, sample_rate_hz, kBlockFrames),
      room_({.time_s = 0.5}, sample_rate_hz, kBlockFrames)
{
    static_assert(kVoicings.size() == kNotes);
    double below_hz = 0;
    for (std::size_t n = 0; n < kNotes; ++n) {
        const auto& voicing = kVoicings[n];
        const double pitch_hz = settings.root_hz * voicing.ratio;
        notes_[n].pure = {pitch_hz, sample_rate_hz, double(n) / kNotes};
        notes_[n].other = {pitch_hz + voicing.off_hz, sample_rate_hz, 0.5};
        notes_[n].swell = {voicing.swell_hz, sample_rate_hz / double(kBlockFrames), 0};
        if (pitch_hz - below_hz < kRoughHz)
            continue;
        notes_[n].weight = voicing.weight;
        below_hz = pitch_hz;
    }
}

void RoomBed::add(Note& note, float gain, float off, float lean, Block& mix) noexcept
{
    ++note.swell;
    note.swell.tidy();
    const float level = gain * note.weight * (1 + kSwell * note.swell.sine());
    const auto pure = glide(note.pure_level, level);
    const auto other = glide(note.other_level, level * off);
    const float left = std::sqrt(0.5f * (1 - lean));
    const float right = std::sqrt(0.5f * (1 + lean));
    for (std::size_t i = 0; i < kBlockFrames; ++i) {
        const float at = float(i + 1);
        const float one = (pure.from + at * pure.step) * note.pure.sine();
        const float two = (other.from + at * other.step) * note.other.sine();
        mix.left[i] += left * one + right * two;
        mix.right[i] += right * one + left * two;
        ++note.pure;
        ++note.other;
    }
    note.pure.tidy();
    note.other.tidy();
}

void RoomBed::render(float level, float room, Block& mix) noexcept
{
    level_(level);
    room_(room);
    const float together = room_.value();
    const float apart = 1 - together;

    const auto air = glide(air_level_, kAirLevel * level_.value() * (0.2f + 0.8f * apart));
    air_.render(kDimHz * std::pow(kClearHz / kDimHz, together), air, air, mix);

    const float tones = kToneLevel * level_.value() * (kDim + (1 - kDim) * together);
    for (std::size_t n = 0; n < kNotes; ++n) {
        const auto& voicing = kVoicings[n];
        const float joined = std::max(0.0f, (together - voicing.joins) / (1 - voicing.joins));
        const float there = voicing.joins == 0 ? 1 : joined;
        add(notes_[n], tones * there, kOff * apart * apart, voicing.lean, mix);
    }
}

} // namespace crura::audio
