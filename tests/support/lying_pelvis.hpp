#pragma once

#include "breath/sensors/vector.hpp"
#include "core/sample.hpp"
#include "devices/body_model.hpp"
#include "devices/body_random.hpp"
#include "support/imu_frame.hpp"

#include <cmath>
#include <cstdint>
#include <functional>

namespace crura::test {

// A person who lies on the back and breathes, with motion sensors on chest and belly that are
// turned as they please on the body. Everything about how they breathe is drawn. The turns are
// about the axis from side to side, as those of the breath are.
class LyingPelvis {
public:
    using At = std::function<double(double time_s)>;

    explicit LyingPelvis(std::uint64_t seed, double rate_bpm = 0)
        : random_(seed * 6151 + 11), abdominal_share_(random_.uniform(0.3, 0.8)),
          body_({.breath_rate_bpm = rate_bpm > 0 ? rate_bpm : random_.uniform(5, 18),
                 .abdominal_share = abdominal_share_,
                 .time_variability = random_.uniform(0.05, 0.2),
                 .amplitude_variability = random_.uniform(0.1, 0.25),
                 .sighs_per_hour = 12},
                seed),
          breath_deg_(random_.uniform(2, 8)),
          lies_deg_(random_.uniform(-12, 12)), mounted_deg_{random_.uniform(-180, 180),
                                                            random_.uniform(-180, 180)}
    {
    }

    // How far the belly's sensor turns with a usual breath [deg].
    double breath_deg() const { return breath_deg_ * abdominal_share_; }

    // How far the belly, the chest, and the whole body are turned [deg], and how much deeper than
    // usual the breath is.
    At belly_deg = [](double) { return 0.; };
    At chest_deg = [](double) { return 0.; };
    At body_deg = [](double) { return 0.; };
    At depth = [](double) { return 1.; };

    Frame at(double time_s)
    {
        if (time_s >= foreseen_s_)
            body_.foresee(foreseen_s_ = time_s + 60);
        Frame frame = frame_at(time_s);
        for (const Band band : {Band::thoracic, Band::abdominal}) {
            const double turned_deg = lies_deg_ + body_deg(time_s)
                + (band == Band::abdominal ? belly_deg : chest_deg)(time_s)
                + depth(time_s) * breath_deg_ * body_.volume(band, time_s);
            const double a = turned_deg / breath::kDegrees,
                         m = mounted_deg_[std::size_t(band)] / breath::kDegrees;
            breath::Vector force{std::sin(m) * std::sin(a), std::cos(m) * std::sin(a), std::cos(a)};
            for (double& each : force)
                each += 0.0015 * random_.normal();
            set(frame, band, Quantity::acceleration_x, force);
        }
        return frame;
    }

private:
    devices::Random random_;
    double abdominal_share_;
    devices::BodyModel body_;
    double breath_deg_; // of a breath of volume 1
    double lies_deg_;
    std::array<double, kBands> mounted_deg_;
    double foreseen_s_ = 0;
};

// From 0 to `to` between two times, and there it stays.
inline LyingPelvis::At goes_to(double to, double from_s, double until_s)
{
    return [=](double t) { return to * std::clamp((t - from_s) / (until_s - from_s), 0., 1.); };
}

} // namespace crura::test
