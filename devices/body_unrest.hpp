#pragma once

#include "core/sample.hpp"
#include "devices/body_random.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace crura::devices {

// What moves the chest wall besides the breath. Each is advanced once a sample and is scaled so
// that 1 means one usual breath.

using PerBand = std::array<double, kBands>;

// A belt that creeps, a body that settles: wanders with a memory of a minute.
class Drift {
public:
    Drift(double rms, double sample_rate_hz)
        : forget_(1 / (kMemoryS * sample_rate_hz)), smooth_(1 / (kSmoothS * sample_rate_hz)),
          push_(rms * std::sqrt(2 * forget_ * (kMemoryS + kSmoothS) / kMemoryS))
    {
    }

    PerBand operator()(Random& random)
    {
        for (std::size_t band = 0; band < kBands; ++band) {
            rough_[band] += push_ * random.normal() - forget_ * rough_[band];
            smoothed_[band] += smooth_ * (rough_[band] - smoothed_[band]);
        }
        return smoothed_;
    }

private:
    static constexpr double kMemoryS = 60;
    static constexpr double kSmoothS = 5;

    double forget_;
    double smooth_;
    double push_;
    PerBand rough_{};
    PerBand smoothed_{};
};

// A person who shifts and stretches: for 1.5 to 5 s both bands are pushed about; where they end
// up is a new baseline, which is forgotten over 40 s.
class Movement {
public:
    Movement(double per_hour, double size, double sample_rate_hz)
        : step_s_(1 / sample_rate_hz), chance_(per_hour / 3600 * step_s_), size_(size)
    {
    }

    PerBand operator()(Random& random)
    {
        if (random.uniform() < chance_)
            left_s_ = random.uniform(1.5, 5);
        left_s_ -= step_s_;
        push_s_ -= step_s_;
        if (left_s_ > 0 && push_s_ <= 0) {
            push_s_ = random.uniform(0.3, 0.8);
            for (auto& goal : goal_)
                goal = size_ * random.normal();
        }
        const double follow = std::min(1., step_s_ / kMuscleS);
        for (std::size_t band = 0; band < kBands; ++band) {
            goal_[band] -= goal_[band] * step_s_ / kForgetS;
            drive_[band] += follow * (goal_[band] - drive_[band]);
            offset_[band] += follow * (drive_[band] - offset_[band]);
        }
        return offset_;
    }

private:
    static constexpr double kMuscleS = 0.15;
    static constexpr double kForgetS = 40;

    double step_s_;
    double chance_; // of a movement to begin with this sample
    double size_;
    double left_s_ = 0; // of this movement
    double push_s_ = 0; // until the next push
    PerBand goal_{};
    PerBand drive_{};
    PerBand offset_{};
};

// The heart shakes both bands a little with every beat, the belly a tenth of a beat after the
// chest, and beats faster while the breath comes in (respiratory sinus arrhythmia).
class Heartbeat {
public:
    struct Pulse {
        PerBand ripple;
        bool began; // a beat began with this sample
    };

    Heartbeat(double rate_bpm, double peak_to_peak, double sample_rate_hz, Random& random)
        : beats_per_sample_(rate_bpm / 60 / sample_rate_hz), peak_to_peak_(peak_to_peak),
          rhythm_(random)
    {
    }

    // `filling`: how full the lungs are, 0 end of expiration .. 1 end of a usual inspiration.
    Pulse operator()(double filling, Random& random)
    {
        const double arrhythmia = 0.06 * (std::min(filling, 2.) - 0.4);
        position_ += beats_per_sample_ * (1 + arrhythmia) * pace_;
        const bool began = position_ >= 1;
        if (began) {
            position_ -= 1;
            pace_ = 1 + 0.03 * rhythm_(random);
        }
        const double later = position_ < 0.1 ? position_ + 0.9 : position_ - 0.1;
        return {{peak_to_peak_ * pulse(position_), peak_to_peak_ * pulse(later)}, began};
    }

private:
    // One beat, 0 .. 1: a quick rise, a slower fall; mean 0, peak to peak 1.
    static double pulse(double u) { return 6.75 * u * (1 - u) * (1 - u) - 0.5625; }

    double beats_per_sample_;
    double peak_to_peak_;
    Wander rhythm_;
    double pace_ = 1;
    double position_ = 0; // in the beat, 0 .. 1
};

} // namespace crura::devices
