#pragma once

#include "core/command.hpp"
#include "core/health.hpp"
#include "core/result.hpp"
#include "core/session_state.hpp"
#include "core/sink.hpp"
#include "midi/map.hpp"
#include "midi/midi_block.hpp"
#include "midi/presses.hpp"
#include "outlet/keeper.hpp"
#include "outlet/shared_block_linux.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace crura::midi {

// [runtime] The MIDI inputs of other programs and devices, which MidiOut can send to, and their
// outputs, which it can hear; empty when there are none or this computer has no MIDI. `program`
// is as in MidiOptions.
std::vector<std::string> list_midi_outputs(const std::filesystem::path& program = {});
std::vector<std::string> list_midi_inputs(const std::filesystem::path& program = {});

struct MidiOptions {
    std::string port{}; // a name of list_midi_outputs() or a part of it; empty: our own, Crura
    bool sends = true;  // false: `port` is not opened
    std::optional<std::string> control{}; // of list_midi_inputs(); empty: our own, Crura control
    Map map = default_map();
    std::filesystem::path program{}; // that sends; empty: crura-outlet beside this program
};

// The session's MIDI. What is sent is what MidiEncoder says, from a process of its own
// (docs/outlet.md): when the sound server dies it is started again, and when we die it sends every
// note off. What a pedal or pad asks for comes back as a Command.
class MidiOut : public Sink {
public:
    // [runtime] Returns within about 2 s. Does not start a sound server.
    static Result<std::unique_ptr<MidiOut>> open(const MidiOptions& options);

    // Closes, see close().
    ~MidiOut() override = default;

    // [engine]
    void accept(const Snapshot& snapshot, std::span<const Sample> samples) noexcept override;

    // [engine] The next thing that a pedal or pad asked for; false when there is none. Whether it
    // means pause or resume is decided by the snapshot that was accepted last.
    bool pop(Command& command) noexcept;

    // [engine] The same before the map is asked: every message that was heard. For learning; what
    // one of the two pops is lost to the other.
    bool pop(TimedMessage& heard) noexcept { return block_->heard.pop(heard); }

    // [runtime] Sends every note off and ends the port, within 5 s. state() is `off` afterwards.
    void close() { keeper_->close(); }

    // [any] `lost` while the port is not there; it is tried again all the time.
    Output state() const { return keeper_->state(); }

    // [any] What a person calls it, and why it is lost.
    std::string name() const { return keeper_->name(); }
    std::string problem() const { return keeper_->problem(); }

    // [any] From a measurement to when the messages that follow from it were given to the system.
    Latency latency() const { return block_->latency.figures(); }

    // [engine] Cues that found the ring full.
    std::uint64_t refused() const { return refused_; }

private:
    using Block = outlet::SharedBlock<MidiBlock>;
    MidiOut(Block block, const Map& map) : block_(std::move(block)), presses_(map) {}

    Block block_;
    Presses presses_;
    SessionState session_; // of the last snapshot
    std::uint64_t refused_ = 0;
    std::unique_ptr<outlet::Keeper> keeper_;
};

// [main] Waits until something is pressed that `control` hears, and returns the rule for it; an
// error when MIDI cannot be used, or nothing was pressed within `patience`.
Result<PressRule> learn_press(const MidiOptions& options, Wish wish, Duration patience);

} // namespace crura::midi
