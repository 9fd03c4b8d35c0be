#pragma once

#include "core/breath_state.hpp"
#include "core/time.hpp"

namespace crura::sessions {

// Whether a freeze candidate (EventKind::freeze, whose evidence is how long the body is still since
// the tremor ended) is worth a question. Once answered, the same one is not asked about again, nor
// any other for a while. A plain value. [engine]
class FreezeSuspicion {
public:
    struct Params {
        double still_s = 30;  // so long is worth it; 15 .. 120
        double again_s = 120; // after an answer until the next candidate counts; 60 .. 600
    };

    explicit FreezeSuspicion(Params params) noexcept : params_(params) {}

    // Every tick in which the session runs: true when one begins to be suspected. A candidate that
    // shows while the breath is not heard does not count.
    bool operator()(Duration tick, const BreathState& breath, bool heard) noexcept
    {
        since_answer_ += tick;
        still_for_ += tick;
        for (const Event& event : breath.events)
            if (event.kind == EventKind::freeze)
                take(event);
        on_ = on_ && heard;
        const bool suspect = on_ && still_for_ >= from_seconds(params_.still_s)
            && since_answer_ >= from_seconds(params_.again_s);
        const bool begins = suspect && !suspected_;
        suspected_ = suspect;
        return begins;
    }

    // The person is here; or the session stood still.
    void answered() noexcept
    {
        on_ = suspected_ = false;
        since_answer_ = {};
    }

    bool suspected() const noexcept { return suspected_; }
    double still_s() const noexcept { return to_seconds(still_for_); }
    double limit_s() const noexcept { return params_.still_s; }

private:
    void take(const Event& event) noexcept
    {
        on_ = !event.over;
        still_for_ = from_seconds(event.evidence);
    }

    Params params_;
    bool on_ = false; // a candidate that nobody answered for
    bool suspected_ = false;
    Duration still_for_{};
    Duration since_answer_ = std::chrono::hours(1);
};

} // namespace crura::sessions
