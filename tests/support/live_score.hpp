#pragma once

#include "core/breath_state.hpp"
#include "support/labels.hpp"

#include <cmath>
#include <cstddef>
#include <vector>

namespace crura::test {

// How well the numbers that are told live were right. A prediction of the next inspiration counts
// as it was told with the last onset that was known 0.25 s before that inspiration; the rate as it
// is told at the end of a window of 30 s, against the onsets in that window. The rules of what
// counts are those of the labels.
class LiveScore {
public:
    // Every tick.
    void watch(Time now, const BreathState& state)
    {
        const double now_s = to_seconds(now);
        told_onsets_ += state.onsets.size();
        if (!state.onsets.empty() && first_onset_s_ < 0)
            first_onset_s_ = now_s;
        if (!state.onsets.empty() && state.next_inspiration_s.known)
            predictions_.push_back({now_s, now_s + state.next_inspiration_s.value,
                                    state.next_inspiration_s.plus_minus});
        if (now_s >= kSkippedS + 30 + 10 * double(rates_.size()))
            rates_.push_back(state.breath_rate_bpm);
    }

    // |predicted - true| of every inspiration onset that counts.
    std::vector<double> prediction_errors_s(const Labels& labels) const
    {
        std::vector<double> errors;
        std::size_t next = 0;
        double before_s = 0;
        for (const double onset_s : labels.inspiration.time_s) {
            while (next < predictions_.size() && predictions_[next].made_s < onset_s - kAheadS)
                ++next;
            const bool whole = next > 0 && predictions_[next - 1].made_s > before_s
                && !touched(labels, {before_s, onset_s});
            if (whole && before_s > kSkippedS)
                errors.push_back(std::fabs(predictions_[next - 1].for_s - onset_s));
            before_s = onset_s;
        }
        return errors;
    }

    std::vector<double> rate_errors_bpm(const Labels& labels) const
    {
        std::vector<double> errors;
        for (std::size_t i = 0; i < rates_.size(); ++i) {
            const double from_s = kSkippedS + 10 * double(i);
            const Span window{from_s, from_s + 30};
            if (window.to_s > labels.last_s || touched(labels, window))
                continue;
            const auto truth = detail::rate_bpm(labels.inspiration.time_s, window);
            if (truth && rates_[i].known)
                errors.push_back(std::fabs(rates_[i].value - *truth));
        }
        return errors;
    }

    std::size_t told_onsets() const { return told_onsets_; }
    double first_onset_s() const { return first_onset_s_; }

private:
    static constexpr double kAheadS = 0.25; // what is told later is news, not a prediction

    struct Prediction {
        double made_s, for_s, plus_minus_s;
    };

    static bool touched(const Labels& labels, Span span)
    {
        const auto touches = [span](Span other) {
            return other.from_s < span.to_s && other.to_s > span.from_s;
        };
        return std::any_of(labels.excluded.begin(), labels.excluded.end(), touches)
            || std::any_of(labels.inspiration.holes.begin(), labels.inspiration.holes.end(),
                           touches);
    }

    std::vector<Prediction> predictions_;
    std::vector<Estimate> rates_; // at the ends of the windows
    std::size_t told_onsets_ = 0; // taken back or not
    double first_onset_s_ = -1;
};

} // namespace crura::test
