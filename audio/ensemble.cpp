#include "audio/ensemble.hpp"

#include <cmath>
#include <cstdint>

namespace crura::audio {

namespace {

constexpr float kFull = 1; // voices sound at full level here, the master decides how loud that is

float gain_of(double level_db)
{
    return float(std::pow(10, level_db / 20));
}

std::uint32_t seed_of(std::size_t sea)
{
    return 0x6c078965u + 0x9e3779b9u * std::uint32_t(sea);
}

void add(const Block& block, float gain, Block& mix)
{
    for (std::size_t i = 0; i < kBlockFrames; ++i) {
        mix.left[i] += gain * block.left[i];
        mix.right[i] += gain * block.right[i];
    }
}

} // namespace

Ensemble::Ensemble(double sample_rate_hz, const Soundscape& soundscape, double trim_db)
{
    if (const auto& pad = soundscape.pad)
        pad_ = {Pad(sample_rate_hz, pad->settings), gain_of(pad->level_db + trim_db)};
    for (const auto& sea : soundscape.seas)
        seas_.push_back({Sea(sample_rate_hz, sea.settings, seed_of(seas_.size())), sea.follows,
                         gain_of(sea.level_db + trim_db)});
    for (const auto& bowl : soundscape.bowls)
        bells_.push_back({Bowl(sample_rate_hz, bowl.settings), bowl, Due(sample_rate_hz),
                          Due(sample_rate_hz), gain_of(bowl.level_db + trim_db)});
    if (const auto& bed = soundscape.room_bed)
        room_bed_ = {RoomBed(sample_rate_hz, bed->settings), gain_of(bed->level_db + trim_db)};
    if (const auto& music = soundscape.music) {
        music_ = std::make_unique<Music>(music->settings, sample_rate_hz);
        music_gain_ = gain_of(music->level_db + trim_db);
    }
}

void Ensemble::await()
{
    if (music_)
        music_->await();
}

std::string Ensemble::problem() const
{
    return music_ ? music_->problem() : "";
}

void Ensemble::strike(Bell& bell, const AudioCue& cue, Time block_at) noexcept
{
    const bool own = bell.role.follows == Follows::own;
    const auto inspiration =
        bell.inspiration(own ? cue.inspiration : cue.guide_inspiration, block_at);
    const auto expiration = bell.expiration(own ? cue.expiration : cue.guide_expiration, block_at);
    if (inspiration && bell.role.inspiration)
        bell.voice.strike(kFull, *inspiration);
    if (expiration && bell.role.expiration)
        bell.voice.strike(kFull, *expiration);
}

void Ensemble::render(const AudioCue& cue, Time block_at, Block& own, Block& guide) noexcept
{
    const auto family = [&own, &guide](Follows follows) -> Block& {
        return follows == Follows::own ? own : guide;
    };
    if (pad_) {
        Block sound;
        pad_->voice.render(kFull, cue.opening, cue.movement, cue.warmth, sound);
        add(sound, pad_->gain, own);
    }
    for (auto& sea : seas_) {
        const bool follows_own = sea.follows == Follows::own;
        Block sound;
        sea.voice.render(kFull, follows_own ? cue.opening : cue.guide,
                         follows_own ? cue.falling : cue.guide_falling, sound);
        add(sound, sea.gain, family(sea.follows));
    }
    for (auto& bell : bells_) {
        strike(bell, cue, block_at);
        Block sound;
        bell.voice.render(sound);
        add(sound, bell.gain, family(bell.role.follows));
    }
    if (room_bed_) {
        Block sound;
        room_bed_->voice.render(kFull, cue.room, sound);
        add(sound, room_bed_->gain, own);
    }
    if (music_) {
        Block sound;
        music_->render(kFull, cue.opening, sound);
        add(sound, music_gain_, own);
    }
}

} // namespace crura::audio
