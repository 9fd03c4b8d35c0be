#pragma once

#include "audio/soundscape.hpp"
#include "core/cues.hpp"

namespace crura::audio {

// Makes all soundscapes equally loud, those that people write too: a calm breath is rendered
// through each when it is loaded, and what it measures is the trim that the mixer is given.

// How loud the reference breath is after levelling, with own_level and guide_level 1 and the volume
// at 0 dB. Spoken prompts are at -23 LUFS.
inline constexpr double kReferenceLufs = -26;

// The reference breath, 6 a minute, the guide breathing with it; time_s: from 0.
AudioCue reference_cue(double time_s);

// Mixer::Params::trim_db for this soundscape, -72 .. 72 dB; 0 for one in which nothing sounds. Of
// music it is taken that it was levelled as Music does; the files are not opened. The same for the
// same soundscape. Takes a small part of a second: [any] but the audio thread and the engine.
double levelling_trim_db(const Soundscape& soundscape);

} // namespace crura::audio
