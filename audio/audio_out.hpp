#pragma once

#include "audio/audio_options.hpp"
#include "core/health.hpp"
#include "core/result.hpp"
#include "core/sink.hpp"

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
    double preferred_rate_hz = 0;
    bool is_default = false;
    int number = 0; // the sound system's
};

// [runtime] Empty when there is none, or the sound system does not answer. `program` as in
// AudioOptions.
std::vector<AudioOutput> list_audio_outputs(const std::filesystem::path& program = {});

// The session's sound. It is played by a process of its own (docs/outlet.md): a sound server or a
// card may go away at any time, and even hang whoever uses it. Then state() says `lost`, the
// session goes on, and sound is back within 3 s of the device; when the default was asked for, of
// any default. Two of these may live at once, on two devices.
class AudioOut : public Sink {
public:
    // [runtime] Starts to play silence; takes a moment, and at most 5 s. A device that is not there
    // yet is no error: problem() says so, and it is waited for. Does not start a sound server.
    static Result<std::unique_ptr<AudioOut>> open(const AudioOptions& options);

    // Closes, see close().
    ~AudioOut() override;

    // [engine] No system call.
    void accept(const Snapshot& snapshot, std::span<const Sample> samples) noexcept override;

    // [runtime] Fades out and ends the stream: within 4.5 s, at once when it is lost or silent.
    // Nothing sounds afterwards, and state() is `off`.
    void close();

    // [any] `lost` while the device has not asked for sound for 0.7 s; 3 s when it was just opened.
    Output state() const noexcept;

    // [any] Why nothing can be heard, for a person; empty while it can.
    std::string problem() const;

    // [any] The name of the device that was opened last, for a person.
    std::string device() const;

    // [any] 0 before a device was opened.
    double sample_rate_hz() const noexcept;

    // [any] From rendering to the ear, as the system says; 0 when it says nothing believable.
    double output_latency_s() const noexcept;

    // [any] From a measurement to the ear. Sorts; for once a second.
    Latency latency() const noexcept;

    // [any] How often the device ran out of sound.
    std::uint64_t missed_periods() const noexcept;

private:
    struct Outlet;
    explicit AudioOut(std::unique_ptr<Outlet> outlet);

    const std::unique_ptr<Outlet> outlet_;
};

} // namespace crura::audio
