#pragma once

#include "dsp/history.hpp"

#include <array>
#include <cmath>
#include <cstddef>

namespace crura::dsp {

// Predicts the next interval of an irregular human rhythm: several simple predictors run side by
// side, and the one that has been best lately speaks.
//
// The idea of letting predictors compete is that of the ramp extractor in the "Tides" module of
// the eurorack collection. Any thread; a plain value.
class OnsetPredictor {
public:
    struct Params {
        double forgetting = 0.25; // weight of the newest error, 0 .. 1
    };

    explicit OnsetPredictor(Params params) : params_(params) {}

    // Learns the interval that has just ended [s].
    void learn(double interval_s)
    {
        // The first error counts in full: there is nothing yet to weigh it against.
        const double weight = count() == 1 ? 1 : params_.forgetting;
        for (auto& each : predictors_)
            if (known())
                each.error_s += weight * (std::fabs(interval_s - each.interval_s) - each.error_s);
        intervals_.push(interval_s);
        smooth_s_ += (intervals_.size() == 1 ? 1 : 0.3) * (interval_s - smooth_s_);
        predictors_[0].interval_s = interval_s;
        predictors_[1].interval_s = smooth_s_;
        predictors_[2].interval_s = median(intervals_, 3);
        predictors_[3].interval_s = median_s_ = median(intervals_);
        History<double, kIntervals> distances;
        for (std::size_t i = 0; i < intervals_.size(); ++i)
            distances.push(std::fabs(intervals_[i] - median_s_));
        spread_s_ = 1.48 * median(distances);
    }

    bool known() const { return !intervals_.empty(); }

    // The next interval; 0 while nothing is known [s].
    double interval_s() const { return best().interval_s; }

    // How far off the one that speaks has been lately, on average [s].
    double error_s() const { return best().error_s; }

    // The middle of the last intervals, and the typical distance from it [s].
    double median_s() const { return median_s_; }
    double spread_s() const { return spread_s_; }
    std::size_t count() const { return intervals_.size(); }

    void clear() { *this = OnsetPredictor(params_); }

private:
    static constexpr std::size_t kIntervals = 7;
    struct Predictor {
        double interval_s = 0;
        double error_s = 0;
    };

    const Predictor& best() const
    {
        const Predictor* best = &predictors_[0];
        for (const auto& each : predictors_)
            if (each.error_s < best->error_s)
                best = &each;
        return *best;
    }

    Params params_;
    History<double, kIntervals> intervals_;
    double smooth_s_ = 0, median_s_ = 0, spread_s_ = 0;
    std::array<Predictor, 4> predictors_{};
};

} // namespace crura::dsp
