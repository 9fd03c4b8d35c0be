#pragma once

#include "app/options.hpp"

namespace crura::app {

// [main] One function a command; each gives the exit status: 0 done, 1 could not be done.
int run(const RunOptions& options);
int play(const PlayOptions& options);
int list_devices();
int programs(const ProgramsOptions& options);
int plans(const PlansOptions& options);
int rehearse(const RehearseOptions& options);
int list_soundscapes();
int listen_to(ListenOptions options);
int voice(const VoiceOptions& options);
int latency(const LatencyOptions& options);
int learn_midi(const MidiLearnOptions& options);

// Lets a person hear and feel every output for some seconds, softly.
int try_out(const TryOptions& options);

} // namespace crura::app
