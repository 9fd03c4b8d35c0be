#include "audio/voices/speaker.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace crura::audio {

namespace {

constexpr double kLeadS = 0.4;
constexpr double kEdgeS = 0.005;
constexpr double kRestS = 0.8;
constexpr double kPatienceS = 10;
constexpr float kEachEar = std::numbers::sqrt2_v<float> / 2; // both together as loud as one was

// Two soft tones a fifth apart: long enough to be noticed, too soft to startle.
std::vector<float> make_chime(double sample_rate_hz)
{
    constexpr double kLengthS = 3;
    constexpr double kAttackS = 0.06;
    constexpr double kDecayS = 0.6; // to 37 %
    constexpr double kReleaseS = 0.3;
    constexpr double kLevel = 0.06;

    std::vector<float> chime;
    for (double i = 0; i < kLengthS * sample_rate_hz; ++i) {
        const double t = i / sample_rate_hz;
        const double attack = 0.5 - 0.5 * std::cos(std::numbers::pi * std::min(1., t / kAttackS));
        const double release = std::min(1., (kLengthS - t) / kReleaseS);
        const double turns = 2 * std::numbers::pi * t;
        const double tones = std::sin(440 * turns) + 0.5 * std::sin(660 * turns);
        chime.push_back(float(kLevel * attack * release * std::exp(-t / kDecayS) * tones));
    }
    return chime;
}

} // namespace

Speaker::Speaker(double sample_rate_hz, Sentences sentences)
    : sentences_(std::move(sentences)), chime_(make_chime(sample_rate_hz)),
      lead_frames_(std::size_t(kLeadS * sample_rate_hz)),
      edge_frames_(std::size_t(kEdgeS * sample_rate_hz)),
      rest_frames_(std::size_t(kRestS * sample_rate_hz)),
      patience_frames_(std::size_t(kPatienceS * sample_rate_hz))
{
}

void Speaker::say(int step, int prompt, bool chimes) noexcept
{
    const auto what = sentences_.at(step, prompt);
    if (what == Sentences::kNothing || (what == Sentences::kChime && !chimes))
        return;
    if (!busy() && rest_ == 0)
        return begin(what);
    waiting_ = what;
    waited_ = 0;
}

void Speaker::begin(std::int32_t what) noexcept
{
    saying_ = what;
    lead_ = lead_frames_;
    at_ = 0;
}

void Speaker::end(std::size_t rest) noexcept
{
    saying_ = Sentences::kNothing;
    leaving_ = false;
    rest_ = rest;
}

void Speaker::hush() noexcept
{
    leaving_ = busy();
    waiting_ = Sentences::kNothing;
    rest_ = 0;
}

void Speaker::drop_leaving() noexcept
{
    if (leaving_)
        end(0);
}

void Speaker::stop() noexcept
{
    end(0);
    waiting_ = Sentences::kNothing;
}

std::span<const float> Speaker::clip() const noexcept
{
    return saying_ == Sentences::kChime ? chime_ : sentences_.clips[std::size_t(saying_)];
}

void Speaker::render(Block& mix) noexcept
{
    rest_ -= std::min(rest_, kBlockFrames);
    waited_ = std::min(waited_ + kBlockFrames, patience_frames_);
    if (waited_ == patience_frames_)
        waiting_ = Sentences::kNothing;
    if (!busy() && rest_ == 0 && waiting_ != Sentences::kNothing)
        begin(std::exchange(waiting_, Sentences::kNothing));
    if (!busy())
        return;

    const auto sound = clip();
    const auto first = std::min(lead_, kBlockFrames);
    lead_ -= first;
    const auto frames = std::min(kBlockFrames - first, sound.size() - at_);
    for (std::size_t i = 0; i < frames; ++i, ++at_) {
        const auto from_end = std::min(at_, sound.size() - 1 - at_);
        const float edge = std::min(1.0f, float(from_end) / float(edge_frames_));
        const float x = kEachEar * edge * sound[at_];
        mix.left[first + i] += x;
        mix.right[first + i] += x;
    }
    if (at_ == sound.size() && lead_ == 0)
        end(leaving_ ? 0 : rest_frames_);
}

} // namespace crura::audio
