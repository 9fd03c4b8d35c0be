#pragma once

#include "core/health.hpp"
#include "core/result.hpp"
#include "core/sink.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace crura::audio {

// A sound output of this computer.
struct AudioOutput {
    std::string name;     // what AudioOptions::device takes
    std::string host_api; // "ALSA", "JACK Audio Connection Kit", ...
    int max_channels = 0;
    bool is_default = false;
};

// [runtime] Those that can play in stereo; empty when there is none.
std::vector<AudioOutput> list_audio_outputs();

struct AudioOptions {
    std::string device;        // a name of list_audio_outputs() or a part of it; empty: the default
    double sample_rate_hz = 0; // 0: what the device prefers
    unsigned frames = 0;       // per callback; 0: what the device prefers
};

// The session's sound, through PortAudio.
//
// A sound server or a card may go away at any time: state() then says `lost`. When JACK dies,
// PortAudio's functions that stop, close or terminate wait for ever; so a lost output is never
// touched again. It is left behind, with the little memory it needs, and the program may end as
// usual: neither a return from main nor std::exit waits for it (audio_out_test.cpp).
class AudioOut : public Sink {
public:
    // [runtime] Starts to play silence. Does not start a sound server. Once an output of this
    // process was lost there is no other: PortAudio does not recover.
    static Result<std::unique_ptr<AudioOut>> open(const AudioOptions& options);

    // Closes, see close().
    ~AudioOut() override;

    // [engine]
    void accept(const Snapshot& snapshot, std::span<const Sample> samples) noexcept override;

    // [runtime] Fades out and ends the stream: within 3.5 s, usually 1 s, at once when it is lost
    // or silent. Nothing sounds afterwards, and state() is `off`.
    void close();

    // [any] `lost` while the device has not asked for sound for 0.7 s, but not in the first 2 s.
    Output state() const;

    // [any] The name of the device, for a person.
    const std::string& device() const;

    // [any]
    double sample_rate_hz() const;

    // [any] From rendering to the ear, as the system says; 0 when it says nothing believable.
    double output_latency_s() const;

    // [any] How often the device ran out of sound.
    std::uint64_t missed_periods() const;

private:
    struct Stream;
    explicit AudioOut(std::shared_ptr<Stream> stream);
    static std::vector<std::shared_ptr<Stream>>& left_behind();

    std::shared_ptr<Stream> stream_;
    std::atomic<bool> closed_{false};
};

} // namespace crura::audio
