#pragma once

#include "audio/block.hpp"
#include "audio/gentle_gain.hpp"
#include "core/cues.hpp"
#include "dsp/ramp.hpp"

namespace crura::audio {

// How loud everything is: what is told by the cue, the volume and the sentences becomes one gain
// for each family, and only that gain is held to what startles nobody.
//
//      volume, level of the family, presence, ducking, quiet -> product -> GentleGain
//      volume, level of sentences, quiet or hush             -> product -> GentleGain
//
// A panic silences the families; sentences only where they are hushed, for what grounds a person is
// said in the quiet.
class Master {
public:
    struct Told {
        float volume = 1;   // 0 .. 4
        float speech = 1;   // of sentences beside it
        float presence = 0; // 0 .. 1
        float own_level = 0;
        float guide_level = 0;
        bool panic = false;  // the families are to be silent
        bool hushed = false; // so is the sentence under way
        bool stalled = false;
        bool ending = false;
        bool speaking = false; // the rest steps back
        bool voiced = false;   // a sentence or a chime is heard now
    };

    Master(double sample_rate_hz, float volume);

    // [audio] Makes one block of all; families and sentences are spent.
    void operator()(const Told& told, Block& own, Block& guide, Block& sentences,
                    Block& mix) noexcept;

    // [audio] Both families are shut: they are not heard, whatever sounds.
    bool families_shut() const noexcept { return own_.value() == 0 && guide_.value() == 0; }

    // [audio] Sentences are shut.
    bool speech_shut() const noexcept { return speech_.value() == 0; }

private:
    dsp::Ramp presence_;
    dsp::Ramp ending_;
    dsp::Ramp stall_;
    dsp::Ramp panic_;
    dsp::Ramp hush_;
    dsp::Ramp volume_;
    dsp::Ramp own_level_;
    dsp::Ramp guide_level_;
    dsp::Ramp ducking_;
    GentleGain own_;
    GentleGain guide_;
    GentleGain speech_;
};

} // namespace crura::audio
