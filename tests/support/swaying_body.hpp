#pragma once

#include "breath/sensors/vector.hpp"
#include "core/sample.hpp"
#include "devices/body_model.hpp"
#include "devices/body_random.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

namespace crura::test {

// An orientation or a turn: w + x i + y j + z k.
struct Quaternion {
    double w = 1, x = 0, y = 0, z = 0;

    static Quaternion turn(breath::Vector axis, double angle_deg)
    {
        axis = breath::normalised(axis);
        const double half = angle_deg / breath::kDegrees / 2, s = std::sin(half);
        return {std::cos(half), s * axis[0], s * axis[1], s * axis[2]};
    }
    friend Quaternion operator*(const Quaternion& a, const Quaternion& b)
    {
        return {a.w * b.w - a.x * b.x - a.y * b.y - a.z * b.z,
                a.w * b.x + a.x * b.w + a.y * b.z - a.z * b.y,
                a.w * b.y - a.x * b.z + a.y * b.w + a.z * b.x,
                a.w * b.z + a.x * b.y - a.y * b.x + a.z * b.w};
    }
    Quaternion inverse() const { return {w, -x, -y, -z}; }
    breath::Vector turned(const breath::Vector& v) const
    {
        const Quaternion r = *this * Quaternion{0, v[0], v[1], v[2]} * inverse();
        return {r.x, r.y, r.z};
    }
};

// A person who sits or stands and breathes, with a motion sensor on the chest and perhaps one on
// the belly, of whom everything is known. The breath tilts each sensor about the axis from side to
// side; the whole trunk sways in two directions: a random walk that is pulled back (1/f^2 above
// 0.02 Hz), standing also a swing at 0.2 to 0.5 Hz, and now and then a shift of posture by a few
// degrees. How much is drawn for each person.
//
// The sizes of the sway are set so that the method of which figures for real people are known
// errs here as it did there (docs/breath/imu.md).
class SwayingBody {
public:
    enum class Voice : std::uint8_t { quaternion, six_axis, acceleration };
    struct Params {
        bool standing = false;
        bool pair = false;
        bool reference = false; // a third sensor at the sacrum, which only sways
        Voice voice = Voice::quaternion;
        double slowest_bpm = 9, fastest_bpm = 24;
        double shallowest_deg = 0.5, deepest_deg = 3;
        double sway = 1; // factor
        double shifts_per_hour = 40;
    };

    SwayingBody(const Params& params, std::uint64_t seed)
        : params_(params), random_(seed * 7919 + 17),
          rate_bpm_(random_.uniform(params.slowest_bpm, params.fastest_bpm)),
          body_({.breath_rate_bpm = rate_bpm_,
                 .inspiratory_share = random_.uniform(0.34, 0.44),
                 .abdominal_share = random_.uniform(0.3, 0.7),
                 .phase_angle_deg = random_.uniform(0, 25),
                 .time_variability = random_.uniform(0.05, 0.15),
                 .amplitude_variability = random_.uniform(0.08, 0.2),
                 .sighs_per_hour = 10},
                seed)
    {
        const double ratio = params.deepest_deg / params.shallowest_deg;
        for (std::size_t site = 0; site < kSites; ++site) {
            tilt_deg_[site] = 2 * params.shallowest_deg * std::pow(ratio, random_.uniform());
            mount_[site] = Quaternion::turn({random_.normal(), random_.normal(), random_.normal()},
                                            random_.uniform(0, 180));
        }
        tilt_deg_[std::size_t(Band::sacral)] = 0;
        sample_rate_hz_ = params.voice == Voice::quaternion ? 10 : random_.uniform(50, 100);
    }

    // Sizes of the sway [deg / sqrt(s)] and of the swing [deg].
    static constexpr double kSitting = 0.28, kStanding = 0.45, kSwing = 0.15;

    std::vector<Sample> samples(double until_s)
    {
        body_.foresee(until_s);
        devices::Random random = random_.fork();
        const double spread = std::exp(0.45 * random.normal());
        const double walk = params_.sway * spread * (params_.standing ? kStanding : kSitting);
        const double swing = params_.sway * (params_.standing ? spread * kSwing : 0);
        const std::array part{1., random.uniform(0.4, 0.9)}; // forward, sideways
        std::array<double, 2> lean{}, smooth{}, at{}, speed{}, shift{}, shifted{};
        const double swing_hz = random.uniform(0.2, 0.5);
        std::array<breath::Vector, kSites> bias;
        for (auto& each : bias)
            each = {random.normal(), random.normal(), random.normal()};
        std::array<Quaternion, kSites> before;
        double yaw_deg = random.uniform(-180, 180), next_s = 0;
        std::vector<Sample> samples;
        const double dt = 0.01;
        for (double t = 0; t < until_s; t += dt) {
            for (std::size_t i = 0; i < 2; ++i) {
                lean[i] += std::sqrt(dt) * walk * part[i] * random.normal() - dt / 8 * lean[i];
                smooth[i] += dt / 0.15 * (lean[i] - smooth[i]);
                const double w = 2 * M_PI * swing_hz; // a resonance of Q about 2
                speed[i] += dt * (-w * w * at[i] - w / 2 * speed[i])
                    + std::sqrt(dt) * std::sqrt(w * w * w / 2) * 1.4 * swing * part[i]
                        * random.normal();
                at[i] += dt * speed[i];
                if (random.uniform() < params_.shifts_per_hour / 3600 * dt)
                    shift[i] = 2.5 * random.normal();
                shifted[i] += dt / 0.4 * (shift[i] - shifted[i]);
            }
            yaw_deg += 0.2 * std::sqrt(dt) * random.normal();
            if (t + 1e-9 < next_s)
                continue;
            const Quaternion trunk = Quaternion::turn({0, 0, 1}, yaw_deg)
                * Quaternion::turn({1, 0, 0}, smooth[0] + at[0] + shifted[0])
                * Quaternion::turn({0, 1, 0}, smooth[1] + at[1] + shifted[1]);
            for (std::size_t site = 0; site < kSites; ++site) {
                const bool there =
                    site == 0 || (site == 1 && params_.pair) || (site == 2 && params_.reference);
                if (!there)
                    continue;
                const double tilt_deg =
                    site < kBands ? tilt_deg_[site] * body_.volume(Band(site), t) : 0;
                const Quaternion q = trunk * Quaternion::turn({1, 0, 0}, tilt_deg) * mount_[site];
                say(samples, Band(site), t, q, before[site], bias[site], random);
                before[site] = q;
            }
            next_s += 1 / sample_rate_hz_;
        }
        return samples;
    }

    std::vector<devices::TrueBreath> breaths(double until_s)
    {
        body_.foresee(until_s + 20);
        auto breaths = body_.truth();
        while (!breaths.empty() && breaths.back().end_s >= until_s)
            breaths.pop_back();
        return breaths;
    }

    double volume(Band band, double time_s) { return body_.volume(band, time_s); }

private:
    void say(std::vector<Sample>& samples, Band site, double t, const Quaternion& q,
             const Quaternion& before, const breath::Vector& bias_dps, devices::Random& random)
    {
        const auto push = [&](Quantity quantity, double value) {
            samples.push_back({time_from_seconds(t), value, {site, quantity}});
        };
        if (params_.voice == Voice::quaternion) {
            push(Quantity::quaternion_w, std::round(q.w * 1000) / 1000);
            push(Quantity::quaternion_x, std::round(q.x * 1000) / 1000);
            push(Quantity::quaternion_y, std::round(q.y * 1000) / 1000);
            push(Quantity::quaternion_z, std::round(q.z * 1000) / 1000);
            return;
        }
        const breath::Vector up = q.inverse().turned({0, 0, 1});
        const Quaternion turn = before.inverse() * q; // small, in the sensor's axes
        const double sign = turn.w < 0 ? -1 : 1;
        const breath::Vector moved{turn.x, turn.y, turn.z};
        for (std::size_t i = 0; i < 3; ++i) {
            push(Quantity::acceleration_x + i, up[i] + 0.003 * random.normal());
            if (params_.voice == Voice::six_axis)
                push(Quantity::angular_rate_x + i,
                     t > 0 ? 2 * sign * moved[i] * breath::kDegrees * sample_rate_hz_ + bias_dps[i]
                             + 0.08 * random.normal()
                           : 0.);
        }
    }

    Params params_;
    devices::Random random_;
    double rate_bpm_;
    devices::BodyModel body_;
    std::array<double, kSites> tilt_deg_{};
    std::array<Quaternion, kSites> mount_{};
    double sample_rate_hz_ = 10;
};

} // namespace crura::test
