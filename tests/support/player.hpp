#pragma once

#include "audio/mixer.hpp"
#include "support/sound.hpp"

#include <cmath>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

namespace crura::test {

// A mixer, and an engine that gives it a cue every 10 ms of sound. The mixer is asked for `frames`
// at a time, but never over a new cue. What is played now is heard at now(), which begins at 0.
class Player {
public:
    static constexpr double kSampleRateHz = 48000;
    static constexpr std::size_t kTickFrames = 480; // the engine's 100 Hz

    using CueAt = std::function<AudioCue(double time_s)>; // from 0 at every play()

    explicit Player(const audio::Soundscape& soundscape, const audio::Mixer::Params& params = {},
                    audio::Sentences sentences = {}, std::size_t frames = 512)
        : mixer(kSampleRateHz, soundscape, params, std::move(sentences)), frames_(frames)
    {
    }

    Sound play(double seconds, const CueAt& cue_at)
    {
        return run(seconds, [this, &cue_at](double time_s) {
            auto cue = cue_at(time_s);
            cue.tick = ++tick_;
            mixer.hear(cue);
        });
    }

    // Sound goes on but no ticks come.
    Sound stall(double seconds)
    {
        return run(seconds, [](double) {});
    }

    Time now() const { return time_from_seconds(double(played_) / kSampleRateHz); }

    audio::Mixer mixer;
    audio::ChannelMap map = audio::ChannelMap::usual(2); // two channels

private:
    Sound run(double seconds, const std::function<void(double)>& tick)
    {
        Sound sound;
        const auto ticks = std::size_t(std::lround(seconds * kSampleRateHz / kTickFrames));
        for (std::size_t i = 0; i < ticks; ++i) {
            tick(double(i * kTickFrames) / kSampleRateHz);
            for (std::size_t done = 0; done < kTickFrames;) {
                const auto frames = std::min(frames_, kTickFrames - done);
                std::vector<float> out(2 * frames, 99);
                mixer.render(out, map, now());
                sound.add(out);
                done += frames;
                played_ += frames;
            }
        }
        return sound;
    }

    std::size_t frames_;
    std::uint64_t tick_ = 0;
    std::uint64_t played_ = 0; // frames
};

// Everything at its loudest.
inline AudioCue full(double)
{
    return {.presence = 1,
            .own_level = 1,
            .opening = 1,
            .movement = 1,
            .warmth = 0.5,
            .guide_level = 1,
            .guide = 1};
}

// Both ears together, over a stretch.
inline double level_db(const Sound& sound, double from_s, double to_s)
{
    const auto from = std::size_t(from_s * Player::kSampleRateHz);
    const auto frames = std::size_t(to_s * Player::kSampleRateHz) - from;
    return decibels(std::hypot(rms(std::span(sound.left).subspan(from, frames)),
                               rms(std::span(sound.right).subspan(from, frames))));
}

} // namespace crura::test
