#pragma once

#include <array>
#include <cmath>
#include <cstddef>

namespace crura::breath {

// How often a sensor sends, as far as its frames tell: the aligner draws straight lines between its
// samples, so frames bend only at a sample. What is slower than `least_hz` cannot show a rhythm of
// half that, whatever the frames look like. Any thread; a plain value.
class SendRate {
public:
    struct Params {
        double least_hz = 27.5; // tells 30 from 25, both as irregular as frames make them
        double forget_s = 2;    // time constant
        double frame_rate_hz = 100;
    };

    explicit SendRate(Params params)
        : params_(params), weight_(1 / (params.forget_s * params.frame_rate_hz))
    {
    }

    // One frame of the sensor's axes.
    void operator()(const std::array<double, 3>& axes)
    {
        bool bent = false;
        for (std::size_t i = 0; i < axes.size(); ++i) {
            const double bend = axes[i] - 2 * last_[i] + before_[i];
            bent = bent || std::fabs(bend) > kRounding * (1 + std::fabs(axes[i]));
        }
        before_ = last_;
        last_ = axes;
        bent_ += weight_ * (bent - bent_);
        bends_ += weight_ * (double(bent && !was_bent_) - bends_);
        was_bent_ = bent;
    }

    // A sample between two frames bends two in a row: below a third of the frame rate each sample
    // is a bend by itself; above, nearly every frame is bent.
    bool enough() const
    {
        return bent_ > kNearlyAll || bends_ * params_.frame_rate_hz > params_.least_hz;
    }

private:
    static constexpr double kRounding = 1e-12;
    static constexpr double kNearlyAll = 0.68;

    Params params_;
    double weight_;
    std::array<double, 3> before_{}, last_{};
    double bent_ = 0;  // share of the frames
    double bends_ = 0; // bends a frame
    bool was_bent_ = false;
};

} // namespace crura::breath
