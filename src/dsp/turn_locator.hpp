#pragma once

#include "dsp/history.hpp"
#include "dsp/turn_detector.hpp"

#include <cstddef>

namespace crura::dsp {

// When exactly a turn was. The detector sees a signal so smooth that the steps of a runner cannot
// mislead it, and late for that; here the turn is looked for in the signal as it was before that.
//
// The trough is the lowest point between two peaks, and the inspiration onset the last time below
// trough + 10 % of the rise. While the rise is not yet known, that of the usual breath counts. Any
// thread; a plain value.
class TurnLocator {
public:
    struct Params {
        double sample_rate_hz = 50;
        double search_s = 0.06;     // how far from where the detector saw it a peak may be
        double search_more_s = 0.4; // and how much further where the signal was smoothed most
    };

    explicit TurnLocator(Params params) : params_(params) {}

    void push(double time_s, double level);

    // Corrects times and levels of `turn`, which was found in a signal that lags by `lag_s`.
    // `doubt`: 0 hardly smoothed .. 1 smoothed most; `usual` is the height of a usual breath there.
    // Not for a hesitation.
    void operator()(Turn& turn, double lag_s, double doubt, double usual);

    // The last expiration onset was none.
    void take_back() { peak_s_ = peak_before_s_; }

    // Of the usual breath, as it was before it was smoothed; 0 while unknown.
    double height() const { return median(heights_); }

    // Forgets where the last breath was.
    void restart();

private:
    static constexpr double kNever = -1e300;
    static constexpr std::size_t kLevels = 2048; // 41 s

    struct Point {
        double time_s;
        double level;
    };
    enum class Side { low, high };

    std::size_t age_of(double time_s) const;
    double level(std::size_t age) const { return origin_ + double(levels_[age]); }
    Point extreme(Side side, double from_s, double to_s) const;
    double last_time_below(double level, double from_s, double to_s) const;
    void locate_inspiration(Turn& turn, double lag_s, double usual);
    void locate_expiration(Turn& turn, double lag_s, double doubt);

    Params params_;
    History<float, kLevels> levels_; // above origin_
    double origin_ = 0;
    double newest_s_ = 0;
    History<double, 5> heights_;
    double peak_s_ = kNever;        // the last that was found,
    double peak_before_s_ = kNever; // and the one before, should that be taken back
};

} // namespace crura::dsp
