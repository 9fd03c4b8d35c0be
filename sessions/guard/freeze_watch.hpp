#pragma once

#include "core/breath_state.hpp"
#include "core/time.hpp"

namespace crura::sessions {

// Whether a freeze candidate is worth a question. Once answered, the same one is not asked about
// again, nor any other for a while. A plain value. [engine]
class FreezeWatch {
public:
    struct Params {
        double again_s = 120; // after an answer until the next candidate counts; 60 .. 600
    };

    explicit FreezeWatch(Params params) noexcept : params_(params) {}

    // Every tick in which the session runs: true when one begins to be suspected. A candidate that
    // shows while the breath is not heard does not count.
    bool operator()(Duration tick, const BreathState& breath, bool heard) noexcept
    {
        since_answer_ += tick;
        for (const Event& event : breath.events)
            if (event.kind == EventKind::freeze) {
                on_ = !event.over && heard;
                suspected_ = suspected_ && on_;
                stillness_s_ = event.evidence;
            }
        const bool begins =
            on_ && heard && !suspected_ && since_answer_ >= from_seconds(params_.again_s);
        suspected_ = suspected_ || begins;
        return begins;
    }

    // The person is here; or the session stood still.
    void answered() noexcept
    {
        on_ = suspected_ = false;
        since_answer_ = {};
    }

    bool suspected() const noexcept { return suspected_; }
    double stillness_s() const noexcept { return stillness_s_; }

private:
    Params params_;
    Duration since_answer_ = std::chrono::hours(1);
    bool on_ = false;
    bool suspected_ = false;
    double stillness_s_ = 0;
};

} // namespace crura::sessions
