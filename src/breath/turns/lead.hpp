#pragma once

#include "breath/turns/band_sum.hpp"
#include "breath/turns/turn_rate.hpp"
#include "core/sample.hpp"
#include "dsp/asynchrony.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace crura::breath {

// Which band says when the breath turns, while chest and belly move against each other.
//
// Bands that move together are summed. The sum of bands that oppose each other is small and has two
// humps a breath, from their overtones, so then the larger one alone is followed: larger in volume
// where the gains are known, or else in sensor units, for bands of a pair are of one make.
// Any thread; a plain value.
class Lead {
public:
    struct Params {
        double from = -0.5;  // correlation of the bands' speeds below which they oppose
        double to = -0.1;    // and above which they no longer do
        double moving = 0.3; // of its largest width: bands that lie still oppose nothing
        double larger = 1.4; // times as large has the other one to be to take over,
        double size_s = 8;   // on the mean over so long: within a breath they take turns
    };

    explicit Lead(Params params) : params_(params) {}

    // Every kTurnEvery-th frame in which both bands are measured: signed, smoothed levels.
    void operator()(const Levels& level)
    {
        apart_(level[0], level[1]);
        const double correlation = apart_.correlation();
        const double part = std::max(1 / ++heard_, 1 / (params_.size_s * kTurnRateHz));
        bool moving = true;
        for (std::size_t b = 0; b < kBands; ++b) {
            usual_[b] = std::max(usual_[b] * kForget, apart_.width(b));
            size_[b] += part * (apart_.width(b) - size_[b]);
            moving = moving && apart_.width(b) > params_.moving * usual_[b];
        }
        opposed_ = apart_.known() && correlation < (opposed_ ? params_.to : params_.from)
            && (opposed_ || moving);
    }

    void restart()
    {
        apart_.restart();
        opposed_ = false;
        heard_ = 0;
    }

    // The band to follow alone, if any.
    std::optional<Band> choose(const Levels& gain)
    {
        const Levels height{gain[0] * size_[0], gain[1] * size_[1]};
        if (!opposed_) {
            chosen_.reset();
            return chosen_;
        }
        const std::size_t now = chosen_ ? std::size_t(*chosen_) : height[0] > height[1] ? 0 : 1;
        const bool other = height[1 - now] > params_.larger * height[now];
        chosen_ = Band(other ? 1 - now : now);
        return chosen_;
    }

    bool opposed() const { return opposed_; }
    const dsp::Asynchrony& asynchrony() const { return apart_; }

private:
    static constexpr double kForget = 1 - 1 / (60 * kTurnRateHz);

    Params params_;
    dsp::Asynchrony apart_{{.sample_rate_hz = kTurnRateHz}};
    Levels usual_{};
    Levels size_{};
    double heard_ = 0; // frames in the size
    bool opposed_ = false;
    std::optional<Band> chosen_;
};

} // namespace crura::breath
