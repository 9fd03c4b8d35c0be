#pragma once

#include "devices/body_random.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

namespace crura::test {

// What an accelerometer on the sternum of a resting body feels [g]: gravity, the breath's tilt,
// noise, and with every heartbeat a push as the heart throws the blood out and a smaller one as the
// valves shut. Beats come sooner while the breath comes in: known times, known sinus arrhythmia.
struct Chest {
    double heart_bpm = 66;
    double breath_bpm = 12;
    double rsa_s = 0.1;      // peak to trough of the intervals over a breath
    double push_g = 0.015;   // of a beat
    double noise_g = 0.0015; // SD
    std::uint64_t seed = 1;

    std::vector<double> beats_s{};

    // 0 at the end of inspiration [turns].
    double breath_phase(double time_s) const { return time_s * breath_bpm / 60; }

    double interval_s(double time_s) const
    {
        return 60 / heart_bpm - 0.5 * rsa_s * std::cos(2 * std::numbers::pi * breath_phase(time_s));
    }

    void beat_until(double until_s)
    {
        double next_s = 0.3;
        beats_s.clear();
        while (next_s < until_s) {
            beats_s.push_back(next_s);
            double interval = interval_s(next_s);
            interval = interval_s(next_s + 0.5 * interval); // as it is at the interval's middle
            next_s += interval;
        }
    }

    std::array<double, 3> operator()(double time_s, devices::Random& random) const
    {
        const double tilt = 0.02 * std::cos(2 * std::numbers::pi * breath_phase(time_s));
        std::array<double, 3> force{0.2 + tilt, 0.1, 0.97};
        const auto after = std::upper_bound(beats_s.begin(), beats_s.end(), time_s);
        for (auto beat = after - std::min<std::ptrdiff_t>(2, after - beats_s.begin());
             beat != after; ++beat)
            for (std::size_t axis = 0; axis < 3; ++axis)
                force[axis] += push(time_s - *beat, 9 + 4 * double(axis), 1 - 0.3 * double(axis))
                    + push(time_s - *beat - 0.31, 17, 0.4);
        for (auto& each : force)
            each += noise_g * random.normal();
        return force;
    }

private:
    double push(double since_s, double hz, double share) const
    {
        if (since_s < 0)
            return 0;
        return share * push_g * std::exp(-since_s / 0.05)
            * std::sin(2 * std::numbers::pi * hz * since_s);
    }
};

} // namespace crura::test
