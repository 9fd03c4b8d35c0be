#pragma once

#include "breath/sensors/vector.hpp"
#include "devices/body_random.hpp"
#include "support/imu_frame.hpp"

#include <cmath>
#include <cstdint>
#include <functional>
#include <vector>

namespace crura::test {

// A person who sits, stands, gets up, bows and walks, with an accelerometer on the chest, 0.35 m
// above the hips, of whom all is known. The hips move in the plane from back to front, the trunk
// leans about them; what the sensor feels is the second difference of where it is. Everything is
// smooth (least jerk). Sizes as people who get up from a chair have them: 1.4 to 3 s, hips 0.3 to
// 0.5 m up and 0.2 to 0.35 m forward, a lean of 20 to 45 degrees; how this one does it is drawn.
class RisingTrunk {
public:
    explicit RisingTrunk(std::uint64_t seed)
        : random_(seed * 104729 + 3), takes_s_(random_.uniform(1.4, 3)),
          rise_m_(random_.uniform(0.3, 0.5)), forward_m_(random_.uniform(0.2, 0.35)),
          bow_deg_(random_.uniform(20, 45)), slope_deg_(random_.uniform(-5, 25)),
          mounted_deg_(random_.uniform(-180, 180)), scale_(1 + 0.01 * random_.normal())
    {
    }

    // Which way the head is, in the sensor's axes.
    breath::Vector head() const { return in_sensor({0, 1, 0}); }
    breath::Vector side() const { return in_sensor({1, 0, 0}); }

    void rest(double for_s) { move(for_s, 0, 0, 0, 0); }
    void stand_up() { move(takes_s_, rise_m_, forward_m_, bow_deg_, 0); }
    void sit_down() { move(takes_s_, -rise_m_, -forward_m_, bow_deg_, 0); }
    void stand_up_slowly(double for_s) { move(for_s, rise_m_, forward_m_, bow_deg_, 0); }
    void lean_and_return(double deg) { move(takes_s_, 0, 0, deg, 0); }
    void bump() { move(0.5, 0.04, 0, 0, 0); }
    // From lying (lean -90) up, or down to lying.
    void lie_down(double for_s) { move(for_s, 0, 0, 0, -90 - lean_deg_); }
    void sit_up(double for_s) { move(for_s, 0, 0, 0, -lean_deg_); }
    void bow(double for_s) { move(for_s, 0, 0, 0, 85 - lean_deg_); }

    // The chest bobs at the pace of the steps.
    void walk(double for_s, double steps_hz, double rms_g)
    {
        const double height_m = height_m_;
        const double w = 2 * M_PI * steps_hz, size_m = rms_g * std::sqrt(2.) * 9.80665 / (w * w);
        stretch(for_s, [&](double t) {
            const double in = std::min(1., std::min(t, for_s - t));
            height_m_ = height_m + in * size_m * std::sin(w * t);
        });
        height_m_ = height_m;
    }

    // What the sensor felt so far, 100 times a second [g].
    const std::vector<breath::Vector>& forces() const { return forces_; }

    // Each frame holds the force as a sensor of a slower rate would say it.
    std::vector<Frame> frames(double rate_hz = 100)
    {
        std::vector<Frame> frames;
        const auto step = std::size_t(std::lround(100 / rate_hz));
        for (std::size_t i = 0; i < forces_.size(); ++i) {
            const std::size_t at = i - i % step, next = std::min(at + step, forces_.size() - 1);
            const double share = double(i % step) / double(step);
            Frame frame = frame_at(0.01 * double(i));
            set(frame, Band::thoracic, Quantity::acceleration_x,
                breath::sum(breath::scaled(forces_[at], 1 - share), forces_[next], share));
            frames.push_back(frame);
        }
        return frames;
    }
    double now_s() const { return 0.01 * double(forces_.size()); }

private:
    static double eased(double u) { return u * u * u * (10 + u * (6 * u - 15)); }

    // The lean comes before the lift when somebody rises, and the other way round.
    void move(double for_s, double rise_m, double forward_m, double bow_deg, double turn_deg)
    {
        const double height_m = height_m_, along_m = along_m_, lean_deg = lean_deg_;
        stretch(for_s, [&](double t) {
            const double u = t / for_s;
            const double lift = eased(std::clamp(rise_m < 0 ? u / 0.7 : (u - 0.3) / 0.7, 0., 1.));
            const double there = u < 0.5 ? eased(2 * u) : eased(2 - 2 * u);
            height_m_ = height_m + rise_m * lift;
            along_m_ = along_m + forward_m * eased(u);
            lean_deg_ = lean_deg + bow_deg * there + turn_deg * eased(u);
        });
        height_m_ = height_m + rise_m;
        along_m_ = along_m + forward_m;
        lean_deg_ = lean_deg + turn_deg;
    }

    void stretch(double for_s, const std::function<void(double)>& go_to)
    {
        const auto ticks = std::size_t(std::lround(for_s * 100));
        for (std::size_t i = 1; i <= ticks; ++i) {
            go_to(0.01 * double(i));
            sway_deg_ += 0.03 * random_.normal() - 0.002 * sway_deg_;
            feel();
        }
    }

    void feel()
    {
        const double t = now_s();
        const double lean = (lean_deg_ + sway_deg_ * 0.3 + std::sin(1.6 * t)) / breath::kDegrees;
        const double up_m = height_m_ + kAboveHips_m * std::cos(lean);
        const double on_m = along_m_ + kAboveHips_m * std::sin(lean);
        place_[2] = place_[1], place_[1] = place_[0];
        place_[0] = {0, on_m, up_m};
        if (forces_.empty())
            place_[1] = place_[2] = place_[0];
        breath::Vector force{0, 0, 1}; // side, forward, up [g]
        for (std::size_t i = 1; i < 3; ++i)
            force[i] += (place_[0][i] - 2 * place_[1][i] + place_[2][i]) * 1e4 / 9.80665;
        // The sternum slopes back.
        const double tilt = lean - slope_deg_ / breath::kDegrees;
        const breath::Vector head{0, std::sin(tilt), std::cos(tilt)};
        const breath::Vector front{0, std::cos(tilt), -std::sin(tilt)};
        breath::Vector felt =
            in_sensor({force[0], breath::dot(force, head), breath::dot(force, front)});
        for (double& each : felt)
            each = scale_ * each + 0.003 * random_.normal();
        forces_.push_back(felt);
    }

    breath::Vector in_sensor(const breath::Vector& body) const // side, head, front
    {
        const double c = std::cos(mounted_deg_ / breath::kDegrees),
                     s = std::sin(mounted_deg_ / breath::kDegrees);
        return {c * body[0] + s * body[1], -s * body[0] + c * body[1], body[2]};
    }

    static constexpr double kAboveHips_m = 0.35;

    devices::Random random_;
    double takes_s_, rise_m_, forward_m_, bow_deg_, slope_deg_, mounted_deg_, scale_;
    double height_m_ = 0, along_m_ = 0, lean_deg_ = 0, sway_deg_ = 0;
    std::array<breath::Vector, 3> place_{};
    std::vector<breath::Vector> forces_;
};

} // namespace crura::test
