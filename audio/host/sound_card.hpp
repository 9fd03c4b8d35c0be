#pragma once

#include "audio/audio_out.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace crura::audio {

// The sound system of this computer, and one stream to one output: PortAudio's only user. When a
// sound server dies none of its functions can be trusted to return, but active(). [main] but where
// said otherwise.
class SoundCard {
public:
    // A device asks for sound: fill it. `heard_at` is when its first frame reaches the ear, as well
    // as is known; `missed`: it ran out of sound before. [audio]
    using Fill = std::function<void(std::span<float> interleaved, Time heard_at, bool missed)>;

    struct Format {
        double sample_rate_hz = 0;
        unsigned channels = 0;
        unsigned frames = 0; // per callback; 0: what the device prefers
    };

    SoundCard();
    ~SoundCard(); // stops
    SoundCard(const SoundCard&) = delete;
    SoundCard& operator=(const SoundCard&) = delete;

    // Those that can play at all; empty when there is none.
    std::vector<AudioOutput> outputs() const;

    // From now on `fill` is called, by another thread. The error is the system's own word.
    Result<void> play(const AudioOutput& output, const Format& format, Fill fill);

    // False when the device or its server has gone.
    bool active() const;

    // From rendering to the ear, as the system says; 0 when it says nothing believable.
    double latency_s() const;

    void stop();

private:
    struct Stream;
    std::unique_ptr<Stream> stream_;
    bool started_ = false;
};

} // namespace crura::audio
