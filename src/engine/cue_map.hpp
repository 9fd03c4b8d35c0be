#pragma once

#include "core/breath_state.hpp"
#include "core/cues.hpp"
#include "core/target.hpp"

#include <cstdint>

namespace crura::engine {

// The whole feel of the instrument on one page: what the breath and the session make heard.
//
//   the belly rises         the pad opens with it, three quarters for a usual inspiration and
//                           further for a deep one; with one sensor, whatever that one sees
//   the belly's share       warms the pad; unknown is half way
//   the guide breathes      the wave comes and goes with it
//   doubt, a gap, a pause   everything fades, slower back in than out, and nothing repeats itself
//
// Any thread; a plain value.
class CueMap {
public:
    struct Params {
        double silent_confidence = 0.3; // at or below: nothing is heard
        double full_confidence = 0.5;   // at or above: everything is
        double fade_in_s = 3;           // silence to full
        double fade_out_s = 1.5;        // full to silence
    };
    struct Levels { // how loud the step of the session has each family of voices, 0 .. 1
        double own = 1;
        double guide = 1;
    };

    explicit CueMap(Params params) : params_(params) {}

    // `audible` is false when the session is paused or over; `step_s` is the time since the last
    // call.
    Cues operator()(std::uint64_t tick, double step_s, const BreathState& breath,
                    const Target& target, Levels levels, bool audible) noexcept;

private:
    double fade(const BreathState& breath, double step_s, bool audible) noexcept;

    Params params_;
    double presence_ = 0;
};

} // namespace crura::engine
