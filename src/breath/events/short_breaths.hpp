#pragma once

#include "breath/events/spell.hpp"
#include "core/breath_state.hpp"
#include "core/time.hpp"
#include "dsp/history.hpp"

#include <cstddef>
#include <optional>

namespace crura::breath {

// Two short breaths on purpose, as a person who lies with closed eyes may say yes. Breaths are
// whole only when the next one has proved real, which is too late for an answer, so this looks for
// its own turns:
//
//        /\  /\        each takes 60 % of the usual time at most, after a breath that was not;
//       /  \/  \___    no third one follows within `wait_s`: that is when it is known
//
// Evidence: how long both took [s]. By chance it is rare, not impossible: ask, then listen. Any
// thread; a plain value.
class ShortBreaths {
public:
    struct Params {
        double share = 0.6;   // of the usual breath time: each takes less; 0.4 .. 0.75
        double longest_s = 3; // and less than this
        double before = 0.75; // of the usual time: the breath before took more
        double least_height = 0.3, most_height = 1.8; // of the usual breath
        double turn = 0.2;        // of it: so far back from an extreme is a turn
        double fallen = 0.6;      // of its height: after falling so far a short breath is over
        double wait_s = 1;        // for a third one, or as long as a third one rises
        double quick = 0.8;       // so high by then, of the second one's height
        double most_motion = 0.5; // state.motion.level
    };

    explicit ShortBreaths(Params params) : params_(params) {}

    // Every tick, after the tracker.
    void operator()(Time now, BreathState& state);

private:
    static constexpr std::size_t kBreaths = 8;
    static constexpr std::size_t kEnough = 4;

    struct Rise { // one breath, from where it has risen by a turn
        Time begun{};
        double trough = 0, peak = 0;
        double since_last_s = 0; // from where the one before had risen
        double span_s = 0;       // until it had fallen
    };

    struct Answer {
        Time start{}, end{};
        double height = 0; // of its second breath
    };

    void restart(double level);
    void turn(Time now, double level);
    bool over(double level) const;
    void end(Time now);
    bool third_follows(Time now) const;
    bool both_short() const;
    bool is_short(const Rise& rise) const;

    Params params_;
    dsp::History<double, kBreaths> times_s_, spans_s_; // from rise to rise, and to fall
    bool heard_ = false;
    bool rising_ = false;
    bool over_ = true;          // the second one
    double extreme_ = 0;        // since the last turn
    Rise first_, second_;       // the last two
    std::optional<Answer> yes_; // unless a third one follows
};

} // namespace crura::breath
