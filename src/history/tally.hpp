#pragma once

#include "core/snapshot.hpp"
#include "history/rate_spread.hpp"
#include "history/rows.hpp"

#include <cstdint>
#include <optional>

namespace crura::history {

// What a session comes to, snapshot by snapshot. Neither allocates nor waits; may be copied.
//
//  - length_s is the session's own clock, or without a session the time from the first snapshot to
//    the last; heard_s what of it had a confidence of at least half.
//  - breath_rate_bpm is the middle one of the breaths (see rate_spread.hpp).
//  - abdominal_share is the mean over the breaths that have one: over the calibrated ones where
//    there is any, else over the uncalibrated (a trend only). Its doubt is that of one breath, on
//    average: what the gains have wrong does not average out.
//  - slow_minutes sums the time with a rate below 10/min. Its doubt is how far the sum would move
//  if
//    every rate were off by its own doubt, all in one direction.
//  - carry_over is as last said; an answer as last given, one that was let pass is none.
class Tally {
public:
    // [engine]
    void accept(const Snapshot& snapshot) noexcept;

    // [engine] So far; some microseconds.
    SessionFigures figures() const noexcept;

    // [engine] Came to its own end, not ended by hand.
    bool finished() const noexcept { return over_ && !ended_by_hand_; }

private:
    struct Mean { // of the belly's share
        std::uint32_t breaths = 0;
        double share = 0;
        double plus_minus = 0;

        void add(const Estimate& share_of_breath) noexcept;
    };

    void keep_time(const Snapshot& snapshot) noexcept;
    void keep(const Answer& answer) noexcept;
    void count(const Breath& breath) noexcept;

    SessionFigures figures_; // but for rate, share and slow minutes
    RateSpread rates_;
    Mean calibrated_, trend_;
    std::optional<Time> first_, last_;
    Duration elapsed_{};
    double rated_s_ = 0; // with a known rate
    double slow_s_ = 0, surely_slow_s_ = 0, maybe_slow_s_ = 0;
    bool braked_ = false;
    bool over_ = false;
    bool ended_by_hand_ = false;
};

} // namespace crura::history
