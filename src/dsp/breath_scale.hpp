#pragma once

#include <algorithm>
#include <cmath>

namespace crura::dsp {

// Where a signal stands within its usual breath: 0 at the end of expiration, 1 at the end of a
// usual inspiration, beyond 1 in a deep one. This is how drift is removed: the level and the height
// of the breath are taken from its turns, so that nothing is lost of a breath however slow, and no
// phase is turned as a high-pass filter would.
//
// Level and height glide to their new values, so the answer never jumps at a turn, nor does it move
// faster than anybody breathes. While the signal is below its level, the level glides down to it.
// Any thread.
class BreathScale {
public:
    struct Params {
        double sample_rate_hz = 100;
        double glide_s = 0.6; // time constant
        double fastest = 4.5; // usual breaths a second
    };

    explicit BreathScale(Params params)
        : step_(1 - std::exp(-1 / (params.glide_s * params.sample_rate_hz))),
          fastest_(params.fastest / params.sample_rate_hz)
    {
    }

    // The end-expiratory level and the tidal amplitude from now on [signal units].
    void set(double end_expiratory_level, double amplitude)
    {
        target_level_ = end_expiratory_level;
        target_amplitude_ = amplitude;
        if (!known()) {
            level_ = target_level_;
            amplitude_ = target_amplitude_;
        }
    }

    // 0 .. 1 and a little beyond; 0 while nothing is known.
    double operator()(double signal)
    {
        if (!known())
            return 0;
        level_ += step_ * (std::min(target_level_, signal) - level_);
        amplitude_ += step_ * (target_amplitude_ - amplitude_);
        const double place = std::clamp((signal - level_) / amplitude_, -1., 3.);
        place_ = shown_ ? std::clamp(place, place_ - fastest_, place_ + fastest_) : place;
        shown_ = true;
        return place_;
    }

    // The whole scale moves with the signal, after a step that was no breath.
    void shift(double by)
    {
        level_ += by;
        target_level_ += by;
    }

    bool known() const { return target_amplitude_ > 0 && amplitude_ > 0; }
    double level() const { return level_; }
    double amplitude() const { return target_amplitude_; }

private:
    double step_, fastest_;
    double place_ = 0;
    bool shown_ = false;
    double level_ = 0, target_level_ = 0;
    double amplitude_ = 0, target_amplitude_ = 0;
};

} // namespace crura::dsp
