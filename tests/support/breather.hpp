#pragma once

#include "devices/body_model.hpp"

#include <array>
#include <optional>
#include <vector>

namespace crura::test {

// A breather for tests of signal processing: devices::BodyModel with few knobs. Even unless
// `variability` is set; breath k then starts to rise at k * period_s().
//
//   test::Breather breather{.rate_bpm = 6, .noise_rms = 0.01, .seed = 3};
//   for (double t = 0; t < 60; t += 0.02)
//       detector(t, breather.level(t));
//   compare(found, breather.breaths(60));
struct Breather {
    double rate_bpm = 12;
    double inspiratory_share = 0.38;
    double expiratory_pause_share = 0.12;
    double amplitude = 1;         // of the sum; 0 does not breathe
    double abdominal_share = 0.5; // of the sum
    double phase_angle_deg = 0;
    double variability = 0; // SD of breath time and volume
    double sighs_per_hour = 0;
    double noise_rms = 0; // fresh with every call of level() or levels()
    unsigned seed = 1;

    struct Running {
        devices::BodyModel body;
        devices::Random noise;
    };
    std::optional<Running> running{}; // begins with the first question

    double period_s() const { return 60 / rate_bpm; }
    double inspiratory_time_s() const { return inspiratory_share * period_s(); }

    // Both bands together, at any time >= 0.
    double level(double time_s)
    {
        const auto [thoracic, abdominal] = clean(time_s);
        return thoracic + abdominal + noise();
    }

    // By Band.
    std::array<double, kBands> levels(double time_s)
    {
        const auto [thoracic, abdominal] = clean(time_s);
        const double first = noise();
        return {thoracic + first, abdominal + noise()};
    }

    // What is true of every breath that ends before until_s.
    std::vector<devices::TrueBreath> breaths(double until_s)
    {
        auto& body = run().body;
        body.foresee(until_s + 3 * period_s());
        auto breaths = body.truth();
        while (!breaths.empty() && breaths.back().end_s >= until_s)
            breaths.pop_back();
        return breaths;
    }

private:
    Running& run()
    {
        if (!running) {
            const devices::BodyModel body({.breath_rate_bpm = rate_bpm,
                                           .inspiratory_share = inspiratory_share,
                                           .expiratory_pause_share = expiratory_pause_share,
                                           .abdominal_share = abdominal_share,
                                           .phase_angle_deg = phase_angle_deg,
                                           .time_variability = variability,
                                           .amplitude_variability = variability,
                                           .sighs_per_hour = sighs_per_hour},
                                          seed);
            running.emplace(Running{body, devices::Random(seed)});
        }
        return *running;
    }

    std::array<double, kBands> clean(double time_s)
    {
        auto& body = run().body;
        body.foresee(time_s);
        return {amplitude * body.volume(Band::thoracic, time_s),
                amplitude * body.volume(Band::abdominal, time_s)};
    }

    double noise() { return noise_rms > 0 ? noise_rms * run().noise.normal() : 0; }
};

} // namespace crura::test
