#pragma once

#include "app/options.hpp"
#include "app/runtime.hpp"
#include "audio/audio_out.hpp"
#include "core/sink.hpp"
#include "midi/midi_out.hpp"
#include "osc/osc_control.hpp"
#include "osc/osc_out.hpp"

#include <memory>
#include <vector>

namespace crura::app {

// Everything that a session speaks and listens to beside its sensors: sound, MIDI, OSC. [main]
class Outputs {
public:
    // What cannot be opened is a warning and stays away; what was asked for and makes no sense is
    // an error.
    Result<void> open(const OutputOptions& options);

    std::vector<Sink*> sinks() const;
    void report(OutputStates& states) const;
    std::vector<CommandSource> command_sources() const;

    // Sound fades, notes end; while the engine still runs.
    void close();

private:
    std::unique_ptr<audio::AudioOut> audio_;
    std::unique_ptr<midi::MidiOut> midi_;
    std::unique_ptr<osc::OscOut> osc_;
    std::unique_ptr<osc::OscControl> osc_control_;
};

} // namespace crura::app
