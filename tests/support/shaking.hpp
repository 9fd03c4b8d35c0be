#pragma once

#include "core/sample.hpp"
#include "devices/body_random.hpp"
#include "devices/wobble.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <numbers>
#include <vector>

namespace crura::test {

// What an accelerometer on the trunk feels beside the breath: for tests and benches of whatever
// tells tremor from the rest. All in g, made sample by sample at `rate_hz`, from a seed.
//
// The sizes are those measured on a chest patch (RMS above 1 Hz, medians of 12 people): at rest 6
// to 9 mg, talking 17, hyperventilating 34 to 52, laughing 83, coughing 88 to 104, walking 322,
// running 979.
using Vector3 = std::array<double, 3>;

using devices::kTurn;
using devices::Ringing;
using devices::Wobble;

// What shakes, at one sample after the other.
using Shaking = std::function<Vector3()>;

namespace detail {

inline Vector3 direction(devices::Random& random)
{
    Vector3 axis{random.normal(), random.normal(), random.normal()};
    const double length =
        std::sqrt(axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2]) + 1e-9;
    for (auto& each : axis)
        each /= length;
    return axis;
}

inline Vector3 along(const Vector3& axis, double strength)
{
    return {axis[0] * strength, axis[1] * strength, axis[2] * strength};
}

inline void add(Vector3& sum, const Vector3& other)
{
    for (std::size_t i = 0; i < 3; ++i)
        sum[i] += other[i];
}

} // namespace detail

// A tremor: one tone with a weak overtone, of which the strength comes and goes within a second or
// so (`raggedness` 0 even .. 1), along a direction that turns slowly.
inline Shaking tremor(double frequency_hz, double rms_g, double raggedness, double rate_hz,
                      devices::Random random)
{
    Wobble tone(frequency_hz, 0.005 + 0.045 * raggedness, rate_hz, random.fork());
    const Vector3 axis = detail::direction(random), other = detail::direction(random);
    return [=, swell = 0.]() mutable {
        const double forget = 1 / (0.7 * rate_hz);
        swell += std::sqrt(2 * forget) * random.normal() - forget * swell;
        const double strength =
            std::numbers::sqrt2 * rms_g * std::max(0., 1 + 0.5 * raggedness * swell);
        const double turn = kTurn * tone();
        Vector3 sum = detail::along(axis, strength * std::sin(turn));
        detail::add(sum, detail::along(other, 0.1 * strength * std::sin(2 * turn + 1)));
        return sum;
    };
}

// The heart in the chest's acceleration (seismocardiogram): two sounds a beat, each a burst of 8 to
// 25 Hz, and the slow recoil of the whole body.
inline Shaking heartbeat(double rate_bpm, double peak_g, double rate_hz, devices::Random random)
{
    Wobble beat(rate_bpm / 60, 0.03, rate_hz, random.fork());
    Ringing first(random.uniform(8, 18), 0.05, rate_hz),
        second(random.uniform(12, 25), 0.03, rate_hz), recoil(random.uniform(3, 5), 0.15, rate_hz);
    const Vector3 axis = detail::direction(random), along_spine = detail::direction(random);
    return [=, before = 0., last = 0.]() mutable {
        before = last;
        last = beat();
        const auto passes = [&](double place) {
            return std::floor(last - place) > std::floor(before - place) ? 1. : 0.;
        };
        Vector3 sum =
            detail::along(axis, peak_g * (1.3 * first(passes(0)) + 0.7 * second(passes(0.35))));
        detail::add(sum, detail::along(along_spine, 0.3 * peak_g * recoil(passes(0.05))));
        return sum;
    };
}

// One tone, struck again and again at a steady pace: a heart or a heel that makes the whole chest
// ring.
inline Shaking strikes(double pace_hz, double tone_hz, double decay_s, double peak_g,
                       double rate_hz, devices::Random random)
{
    Wobble pace(pace_hz, 0.03, rate_hz, random.fork());
    Ringing ring(tone_hz, decay_s, rate_hz);
    const Vector3 axis = detail::direction(random);
    return [=, last = 0.]() mutable {
        const double before = last;
        last = pace();
        const bool strikes = std::floor(last) > std::floor(before);
        return detail::along(axis, peak_g * ring(strikes ? 1 + 0.1 * random.normal() : 0));
    };
}

// Walking or running: the trunk falls and is caught, step by step. Left and right differ a little,
// each footfall rings, and running has flight: the force is nought between the steps.
inline Shaking gait(double steps_hz, double rms_g, bool running, double rate_hz,
                    devices::Random random)
{
    Wobble step(steps_hz, 0.02, rate_hz, random.fork());
    Ringing heel(random.uniform(9, 16), 0.05, rate_hz), sway(random.uniform(4, 7), 0.1, rate_hz);
    const double limp = random.uniform(0.02, 0.15), overtone = random.uniform(0.2, 1.5),
                 third = random.uniform(0.05, 0.3), phase = random.uniform(0, 6);
    const Vector3 up = detail::direction(random), aside = detail::direction(random);
    return [=, before = 0., last = 0., blow = 1.]() mutable {
        before = last;
        last = step();
        const bool lands = std::floor(last) > std::floor(before);
        blow = 1 + 0.2 * random.normal();
        const double turn = kTurn * last;
        double force = std::sin(turn) + overtone * std::sin(2 * turn + phase)
            + third * std::sin(3 * turn + 2 * phase);
        if (running)
            force = 2.2 * std::max(0., std::sin(turn)) - 0.7 + 0.3 * force;
        const double strength = rms_g / (running ? 1. : 0.85);
        Vector3 sum = detail::along(up, strength * (force + heel(lands ? 0.9 * blow : 0)));
        detail::add(
            sum,
            detail::along(
                aside, strength * (limp * 2 * std::sin(turn / 2) + 0.3 * sway(lands ? blow : 0))));
        return sum;
    };
}

// Bursts of noise: coughs and laughs of a few tenths of a second, or, weaker and at the pace of
// syllables, the voice.
inline Shaking bursts(double pace_hz, double length_s, double pause_share, double peak_g,
                      double rate_hz, devices::Random random)
{
    Ringing chest(random.uniform(3, 8), 0.08, rate_hz);
    const Vector3 axis = detail::direction(random);
    return [=, left_s = 0., wait_s = 0., spoken_s = 0.]() mutable {
        const double step_s = 1 / rate_hz;
        left_s -= step_s;
        wait_s -= step_s;
        spoken_s -= step_s;
        if (spoken_s < -3 * pause_share)
            spoken_s = random.uniform(1, 4); // a fit, or a phrase
        if (wait_s <= 0 && spoken_s > 0) {
            wait_s = random.uniform(0.6, 1.4) / pace_hz;
            left_s = length_s * random.uniform(0.6, 1.4);
        }
        const double push = left_s > 0 ? random.normal() : 0;
        Vector3 sum = detail::along(axis, 0.4 * peak_g * chest(0.5 * push) + 0.5 * peak_g * push);
        return sum;
    };
}

// An accelerometer on the front of a trunk that breathes and is shaken. `lying` or upright is where
// gravity points; the breath tilts it by `tilt_deg` a breath, evenly, at `breath_bpm`.
struct ShakenTrunk {
    double breath_bpm = 13;
    double tilt_deg = 2;
    double noise_g = 0.0015;
    double step_g = 1. / 2048;
    double rate_hz = 100;
    Band site = Band::thoracic;
    bool upright = false;
    unsigned seed = 1;

    // `shakings` are all felt, each within its stretch of time, at its strength.
    struct Part {
        Shaking shaking;
        double from_s = 0, to_s = 1e9;
        double strength = 1;
    };

    std::vector<Sample> operator()(std::vector<Part> parts, double until_s) const
    {
        devices::Random random(seed * 7919ull + 5);
        Wobble breath(breath_bpm / 60, 0.03, rate_hz, random.fork());
        std::vector<Sample> samples;
        for (std::size_t i = 0; double(i) / rate_hz < until_s; ++i) {
            const double t = double(i) / rate_hz;
            const double turn = breath();
            const double u = turn - std::floor(turn);
            const double level = u < 0.4 ? 0.5 - 0.5 * std::cos(kTurn * u / 0.8)
                                         : std::exp(-(u - 0.4) / 0.12) * 1.007 - 0.007;
            const double tilt = tilt_deg * level * kTurn / 360 + (upright ? 1.4 : 0.1);
            Vector3 force{0, std::sin(tilt), std::cos(tilt)};
            for (auto& part : parts) {
                const Vector3 felt = part.shaking();
                if (t >= part.from_s && t < part.to_s)
                    detail::add(force, detail::along(felt, part.strength));
            }
            for (std::size_t axis = 0; axis < 3; ++axis) {
                const double value = force[axis] + noise_g * random.normal();
                samples.push_back({time_from_seconds(t),
                                   std::round(value / step_g) * step_g,
                                   {site, Quantity::acceleration_x + axis}});
            }
        }
        return samples;
    }
};

} // namespace crura::test
