#pragma once

#include "core/cues.hpp"
#include "core/sample.hpp"
#include "core/snapshot.hpp"
#include "engine/agreement.hpp"
#include "engine/falling.hpp"
#include "engine/guide_cues.hpp"
#include "engine/movement.hpp"
#include "engine/newest_sample.hpp"
#include "engine/onset_moments.hpp"
#include "engine/togetherness.hpp"
#include "engine/touch_pattern.hpp"

#include <span>

namespace crura::engine {

// The whole feel of the instrument on one page: what the breath and the session make heard, sent
// and felt.
//
//   the belly rises         what follows the breath opens with it, three quarters for a usual
//                           inspiration and further for a deep one; with one sensor, whatever that
//                           one sees; movement is silent where the breath turns or rests
//   the belly's share       warms; unknown is half way
//   an expiration           falls to where it is expected to end
//   a turn is expected      a moment, announced a little ahead, once a turn
//   the guide breathes      the same, from what is known of it exactly
//   others breathe          the room comes and goes with how far they do so together
//   the skin                a swell in, two pulses out: the guide's where there is one
//   doubt, a gap, a pause   everything fades, slower back in than out, and nothing repeats itself
//   a person drifts off     the same, very slowly
//   the brake               the same, at once; only the voice may still speak
//
// Any thread; a plain value.
class CueMap {
public:
    struct Params {
        double silent_confidence = 0.3; // at or below: nothing is heard
        double full_confidence = 0.5;   // at or above: everything is
        double fade_in_s = 3;           // silence to full
        double fade_out_s = 1.5;        // full to silence
        double brake_s = 0.25;          // the same, when a person asked for quiet
        double sleep_s = 15;            // the same, when a person drifts off
    };
    struct Levels { // how loud the step of the session has each family of voices, 0 .. 1
        double own = 1;
        double guide = 1;
    };

    explicit CueMap(Params params) : params_(params) {}

    // The cues of this snapshot, whose own are not looked at; `samples` are those it was given and
    // `step_s` is the time since the last call.
    Cues operator()(const Snapshot& now, std::span<const Sample> samples, Levels levels,
                    double step_s) noexcept;

private:
    double fade(const Snapshot& now, double step_s) noexcept;
    AudioCue audio(const Snapshot& now, Levels levels, double step_s) noexcept;
    MidiCue midi(const Snapshot& now, double step_s) noexcept;
    double touch(const Snapshot& now) noexcept;

    Params params_;
    double presence_ = 0;
    NewestSample newest_;
    Movement movement_{{}};
    Falling falling_;
    OnsetMoments turns_{{}};
    GuideCues guide_;
    Agreement agreement_;
    Togetherness together_{{}};
    TouchPattern touch_;
    bool guided_ = false; // what is felt is the guide's
    Sentence sentence_;
};

} // namespace crura::engine
