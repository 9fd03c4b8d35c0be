#pragma once

#include "breath/events/manner.hpp"
#include "breath/events/spread.hpp"
#include "core/breath_state.hpp"
#include "dsp/history.hpp"

#include <cstddef>

namespace crura::breath {

// Slow, even breathing, near the six a minute at which heart and breath swing together. Evidence:
// breaths a minute. Any thread; a plain value.
class SlowSteady {
public:
    struct Params {
        double slowest_bpm = 4.5, fastest_bpm = 7;
        double most_cv = 0.15; // of the last five breath times
        double goes_on = 1.1;  // so much wider once it has begun
        double goes_on_cv = 0.2;
    };

    explicit SlowSteady(Params params) : params_(params) {}

    void operator()(const Breath& breath, Time now, BreathState& state)
    {
        const double breath_time_s = to_seconds(breath.end - breath.inspiration_onset);
        if (to_seconds(breath.inspiration_onset - last_end_) > kJoin * breath_time_s)
            breath_times_s_.clear(); // a gap
        last_end_ = breath.end;
        breath_times_s_.push(breath_time_s);
        const auto [mean_s, cv] = spread(breath_times_s_);
        const double rate_bpm = 60 / mean_s;
        const double wider = manner_.on() ? params_.goes_on : 1;
        const bool keeps = breath_times_s_.size() == kBreaths
            && rate_bpm >= params_.slowest_bpm / wider && rate_bpm <= params_.fastest_bpm * wider
            && cv < (manner_.on() ? params_.goes_on_cv : params_.most_cv);
        const Time start = breath.end - from_seconds(mean_s * double(breath_times_s_.size()));
        manner_.breath(breath, start, keeps, rate_bpm, now, state);
    }

    void tick(Time now, BreathState& state) { manner_.tick(now, state); }

private:
    static constexpr std::size_t kBreaths = 5;
    static constexpr double kJoin = 0.3; // of a breath: more between two is a gap

    Params params_;
    Manner manner_{EventKind::slow_steady, 0};
    dsp::History<double, kBreaths> breath_times_s_;
    Time last_end_{};
};

} // namespace crura::breath
