#pragma once

#include "app/options.hpp"
#include "app/remark.hpp"
#include "app/runtime.hpp"
#include "audio/audio_out.hpp"
#include "core/sink.hpp"
#include "core/source.hpp"
#include "devices/touch/touch.hpp"
#include "midi/midi_out.hpp"
#include "osc/osc_control.hpp"
#include "osc/osc_out.hpp"
#include "sessions/session.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace crura::app {

// Everything that a session speaks and listens to beside its sensors: sound and voice, MIDI, OSC,
// touch. [main]
class Outputs {
public:
    explicit Outputs(Tell tell = print_remark) : tell_(std::move(tell)) {}

    // `session` may be null. What is not there is a warning, and is waited for; what was asked for
    // and makes no sense is an error. Before the first start of the `sources`: one of them may be
    // the board whose motor is used.
    Result<void> open(const OutputOptions& options, const sessions::Session* session,
                      std::span<const std::shared_ptr<Source>> sources);

    std::vector<Sink*> sinks() const;
    OutputStates states() const;
    std::vector<CommandSource> command_sources() const;

    // What was noted by another program; nothing when there is no more.
    std::optional<std::string> take_note();

    // Sound fades, notes end; while the engine still runs.
    void close();

private:
    Result<void> open_sound(const OutputOptions& options, const sessions::Session* session);
    Result<void> open_midi(const OutputOptions& options);
    Result<void> open_osc(const OutputOptions& options);
    Result<void> open_touch(const OutputOptions& options,
                            std::span<const std::shared_ptr<Source>> sources);

    Tell tell_;
    std::unique_ptr<audio::AudioOut> sound_;
    std::unique_ptr<audio::AudioOut> touch_sound_; // the haptic band on a device of its own
    std::unique_ptr<midi::MidiOut> midi_;
    std::unique_ptr<osc::OscOut> osc_;
    std::unique_ptr<osc::OscControl> osc_control_;
    std::shared_ptr<devices::Touch> touch_;
};

} // namespace crura::app
