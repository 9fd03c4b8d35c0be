#pragma once

#include "core/time.hpp"

#include <algorithm>

namespace crura::sessions {

// The minutes of tremor that were agreed on, counted as they are detected and not by the wall
// clock. A plain value. [engine]
class TremorMinutes {
public:
    struct Params {
        double nearly = 0.8;  // of the limit is nearly full, 0.5 .. 1 ...
        double last_s = 60;   // ... or so much less than it, whichever is later; 30 .. 120
        double beyond_s = 30; // more tremor than agreed on, and the therapist should act; 10 .. 120
        double again_s = 120; // until it is said once more, if the tremor goes on; 120 .. 600
    };
    enum class News { none, nearly_full, full, once_more, lasts };

    explicit TremorMinutes(Params params) noexcept : params_(params) {}

    // Every tick in which the session runs. News come one at a time, each once; without a limit (0)
    // there are none.
    News operator()(Duration tick, bool tremor, Duration limit) noexcept
    {
        limit_ = limit;
        tremor_ = tremor;
        if (tremor)
            time_ += tick;
        if (full_)
            since_full_ += tick;
        if (!nearly_ && is_nearly_full())
            return nearly_ = true, News::nearly_full;
        if (!full_ && limit > Duration{} && time_ >= limit)
            return full_ = true, News::full;
        if (!lasts_ && goes_on())
            return lasts_ = true, News::lasts;
        if (!repeated_ && full_ && tremor && since_full_ >= from_seconds(params_.again_s))
            return repeated_ = true, News::once_more;
        return News::none;
    }

    Duration time() const noexcept { return time_; }
    bool full() const noexcept { return full_; }
    Duration nearly_limit() const noexcept
    {
        return std::max(from_seconds(params_.nearly * to_seconds(limit_)),
                        limit_ - from_seconds(params_.last_s));
    }
    Duration lasts_limit() const noexcept { return limit_ + from_seconds(params_.beyond_s); }

    // Trembles, with hardly any of the agreed minutes left; and long after them.
    bool runs_out() const noexcept { return tremor_ && nearly_; }
    bool goes_on() const noexcept { return tremor_ && full_ && time_ >= lasts_limit(); }

private:
    bool is_nearly_full() const noexcept { return limit_ > Duration{} && time_ >= nearly_limit(); }

    Params params_;
    Duration limit_{};
    Duration time_{};
    Duration since_full_{};
    bool tremor_ = false;                                                   // now
    bool nearly_ = false, full_ = false, lasts_ = false, repeated_ = false; // told
};

} // namespace crura::sessions
