#pragma once

#include "core/health.hpp"
#include "core/result.hpp"
#include "core/sink.hpp"

#include <cstdint>
#include <future>
#include <memory>
#include <string>
#include <vector>

namespace crura::midi {

// [runtime] The MIDI inputs of other programs and devices, to which MidiOut can connect; empty
// when there are none or this computer has no MIDI.
std::vector<std::string> list_midi_outputs();

struct MidiOptions {
    std::string port; // a name of list_midi_outputs() or a part of it; empty: a virtual port, Crura
};

// The session's MIDI, through RtMidi: over JACK when a JACK server runs, else as the system does
// it. MidiEncoder says what is sent. A thread of its own sends it, so accept() never waits.
class MidiOut : public Sink {
public:
    // [runtime] Does not start a sound server.
    static Result<std::unique_ptr<MidiOut>> open(const MidiOptions& options);

    // Closes, see close().
    ~MidiOut() override;

    // [engine]
    void accept(const Snapshot& snapshot, std::span<const Sample> samples) noexcept override;

    // [runtime] Sends every note off and ends the port, within 3 s; at once when it is lost.
    // state() is `off` afterwards.
    void close();

    // [any] `lost` for good once the JACK server has gone, or the system refuses what is sent.
    Output state() const;

    // [any] What a person calls it.
    const std::string& name() const;

    // [any] Cues that found the ring full.
    std::uint64_t refused() const;

private:
    struct Port;
    explicit MidiOut(std::shared_ptr<Port> port);
    static void send_cues(const std::shared_ptr<Port>& port);
    static void leave_behind(std::shared_ptr<Port> port);

    std::shared_ptr<Port> port_;
    std::future<void> ended_; // the sending thread
};

} // namespace crura::midi
