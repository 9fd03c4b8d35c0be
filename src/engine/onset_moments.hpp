#pragma once

#include "core/breath_state.hpp"
#include "core/cues.hpp"
#include "core/time.hpp"

namespace crura::engine {

// When the breath turns, announced a little ahead and once a turn: what follows may be struck on
// time though sound takes its time to come out.
//
//      . . . expected . . . announced |<- lead ->| due
//      . . . certain, and was not announced      | at once
//
// A turn that was announced is not told again when it becomes certain, unless that is more than
// half a breath later: then something else had been announced. After an announcement the next one
// of its kind waits until the breath was seen to turn the other way. What is announced has to be
// likely as well: nobody inhales while half full. Any thread; a plain value.
class OnsetMoments {
public:
    static constexpr double kLead_s = 0.25; // longer than sound takes from here to the ear

    struct Params {               // displacements, as BreathState's
        double nearly_out = 0.15; // no inspiration is expected from higher,
        double half_in = 0.5;     // and no expiration from lower
    };

    explicit OnsetMoments(Params params) : params_(params) {}

    // `trusted`: false tells nothing, and forgets what was expected.
    void operator()(Time now, const BreathState& breath, bool trusted) noexcept;

    const Moment& inspiration() const noexcept { return inspiration_.moment; }
    const Moment& expiration() const noexcept { return expiration_.moment; }

private:
    struct Turn {
        Moment moment;
        bool awaited = false; // the breath has turned the other way since

        void expect(Time now, const Estimate& next_s, Duration half_breath) noexcept;
        void tell_certain(Time now, Duration half_breath) noexcept;
        bool told_within(Time now, Duration half_breath) const noexcept;
        void tell(Time due) noexcept;
    };

    Params params_;
    Turn inspiration_, expiration_;
};

} // namespace crura::engine
