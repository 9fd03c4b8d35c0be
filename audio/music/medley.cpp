#include "audio/music/medley.hpp"

#include "audio/music/playlist.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace crura::audio {

Medley::Medley(Params params, Tell tell) : params_(std::move(params)), tell_(std::move(tell)) {}

void Medley::skip(const Error& why)
{
    ++skipped_;
    next_.reset();
    tell_(why);
}

void Medley::open_next()
{
    if (at_ >= files_.size()) {
        auto found = music_at(params_.from);
        at_ = 0;
        files_ = found ? std::move(*found) : std::vector<std::filesystem::path>{};
        if (!found)
            return skip(found.error());
    }
    auto track = Track::open(files_[at_++], params_.target);
    if (!track)
        return skip(track.error());
    next_.emplace(std::move(*track));
}

bool Medley::prepare_some()
{
    const auto everything = std::max<std::size_t>(files_.size(), 1);
    if (next_ready_ || skipped_ >= everything)
        return false;
    if (!next_) {
        open_next();
        return true;
    }
    const auto ready = next_->prepare_some();
    if (!ready)
        skip(ready.error());
    else if (*ready)
        next_ready_ = true;
    return true;
}

bool Medley::finish_next(const std::stop_token& stop)
{
    skipped_ = 0;
    while (!stop.stop_requested() && prepare_some())
        ;
    return next_ready_;
}

void Medley::advance()
{
    current_.reset();
    if (next_ready_)
        current_.swap(next_);
    next_ready_ = false;
    ending_ = false;
    faded_ = 0;
    skipped_ = 0;
}

// Whether the end is so near that it must be known what comes after it.
void Medley::look_ahead(const std::stop_token& stop)
{
    const auto frames = [this](double time_s) {
        return std::size_t(time_s * params_.target.sample_rate_hz);
    };
    const auto longest = frames(params_.cross_fade_s);
    if (ending_ || current_->ahead(longest + 1) > longest)
        return;
    ending_ = true;
    fade_frames_ = std::min(longest, frames(current_->length_s() / 3));
    if (finish_next(stop))
        fade_frames_ = std::min(fade_frames_, frames(next_->length_s() / 3));
}

Track::Frame Medley::frame(const std::stop_token& stop)
{
    if (!current_)
        return {};
    look_ahead(stop);
    const bool fading =
        ending_ && (faded_ > 0 || current_->ahead(fade_frames_ + 1) <= fade_frames_);
    const auto going = current_->next();
    if (!fading)
        return going;
    const auto coming = next_ready_ ? next_->next() : Track::Frame{};
    const float turn = std::numbers::pi_v<float> / 2 * float(faded_) / float(fade_frames_);
    if (++faded_ == fade_frames_)
        advance();
    return {std::cos(turn) * going[0] + std::sin(turn) * coming[0],
            std::cos(turn) * going[1] + std::sin(turn) * coming[1]};
}

bool Medley::read(Block& block, const std::stop_token& stop)
{
    if (!current_) {
        if (!finish_next(stop))
            return false;
        advance();
    }
    for (std::size_t i = 0; i < kBlockFrames; ++i) {
        const auto [left, right] = frame(stop);
        block.left[i] = left;
        block.right[i] = right;
    }
    return true;
}

} // namespace crura::audio
