#pragma once

#include "core/command.hpp"
#include "core/sample.hpp"
#include "devices/body_random.hpp"
#include "support/hearing.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <numbers>
#include <vector>

namespace crura::test {

// A body of two compartments that is asked to breathe in different ways: what a guided calibration
// has to cope with, and of which every share is known. Each breath is a volume, of which `share`
// moves the belly; each band shows its part by its gain, early or late by half the phase angle, and
// with what belts and bodies add.
struct Compartments {
    double rate_bpm = 12;
    double time_sd = 0.06;   // of the breath time
    double volume_sd = 0.08; // of the volume, on request as in natural breathing
    double share = 0.6;      // natural, of the belly
    double share_sd = 0.03;
    double belly_share = 0.93, chest_share = 0.12; // of breaths on request
    double request_sd = 0.04;
    double phase_angle_deg = 10;
    std::array<double, kBands> gain{1, 1}; // volume for one sensor unit
    double counts = 40;                    // of the larger band's natural breath; 0: not rounded
    double ripple = 0.02;                  // heartbeat, peak to peak, of a breath
    double drift = 0.3;                    // of a breath, to and fro in two minutes
    double jitter_s = 0.002;
    double loss = 0.01; // of the samples
    double tremor = 0;  // of a breath, at 8 Hz
    double sample_rate_hz = 50;
    std::uint64_t seed = 1;

    enum class Way { natural, belly, chest, wandering, opposed };
    struct Part {
        double until_s;
        Way way;
    };
    std::vector<Part> parts{
        {60, Way::natural}, {105, Way::belly}, {150, Way::chest}, {330, Way::wandering}};

    struct Breathed {
        double start_s, time_s, volume, share, phase_angle_deg;
        Way way;

        double peak_s() const { return start_s + 0.4 * time_s; }
        double shape(double time_s_) const // 0 .. 1
        {
            const double u = (time_s_ - start_s) / time_s;
            if (u < 0 || u >= 0.9)
                return 0;
            const double half = u < 0.4 ? u / 0.4 : 1 + (u - 0.4) / 0.5;
            return 0.5 - 0.5 * std::cos(std::numbers::pi * half);
        }
    };
    struct Scene {
        std::vector<Sample> samples;
        std::vector<Breathed> breaths;
    };

    Scene make() const
    {
        devices::Random random(seed);
        Scene scene;
        double wander = share;
        for (double t = 0; t < parts.back().until_s + 20;) {
            const auto part = std::find_if(parts.begin(), parts.end(),
                                           [t](const Part& each) { return t < each.until_s; });
            const Way way = part == parts.end() ? parts.back().way : part->way;
            wander = std::clamp(wander + 0.12 * random.normal(), 0.15, 0.92);
            const double asked = share_of(way, wander);
            const double sd = way == Way::natural ? share_sd
                : way == Way::wandering           ? 0
                                                  : request_sd;
            Breathed breath{t,
                            60 / rate_bpm * (1 + time_sd * random.normal()),
                            1 + volume_sd * random.normal(),
                            std::clamp(asked + sd * random.normal(), 0., 1.),
                            way == Way::opposed ? 170 : phase_angle_deg,
                            way};
            scene.breaths.push_back(breath);
            t += breath.time_s;
        }
        measure(scene, random);
        return scene;
    }

private:
    double share_of(Way way, double wander) const
    {
        switch (way) {
        case Way::belly:
            return belly_share;
        case Way::chest:
            return chest_share;
        case Way::wandering:
            return wander;
        default:
            return share;
        }
    }

    void measure(Scene& scene, devices::Random& random) const
    {
        const double step =
            counts > 0 ? std::max((1 - share) / gain[0], share / gain[1]) / counts : 0;
        const double end_s = parts.back().until_s;
        for (double t = 0; t < end_s; t += 1 / sample_rate_hz) {
            for (std::size_t b = 0; b < kBands; ++b) {
                const double own = volume(scene.breaths, b, t);
                const double more = ripple * 0.5 * std::sin(2 * std::numbers::pi * 1.13 * t)
                    + drift * std::sin(2 * std::numbers::pi * t / 120 + double(b))
                    + tremor * std::sin(2 * std::numbers::pi * 8 * t);
                const double level = (own + 0.5 * more) / gain[b] + 10 / gain[b];
                if (random.uniform() < loss)
                    continue;
                const double seen = step > 0 ? step * std::round(level / step) : level;
                const double when = t + jitter_s * random.uniform();
                scene.samples.push_back(
                    {time_from_seconds(when), seen, {Band(b), Quantity::displacement}});
            }
        }
        std::stable_sort(scene.samples.begin(), scene.samples.end(),
                         [](const Sample& a, const Sample& b) { return a.time < b.time; });
    }

    static double volume(const std::vector<Breathed>& breaths, std::size_t band, double time_s)
    {
        const auto after =
            std::upper_bound(breaths.begin(), breaths.end(), time_s,
                             [](double t, const Breathed& breath) { return t < breath.start_s; });
        double sum = 0;
        for (auto near = after - std::min<std::ptrdiff_t>(2, after - breaths.begin());
             near != breaths.end() && near <= after; ++near) {
            const double lead = near->phase_angle_deg / 720 * near->time_s;
            const double part = band == 0 ? 1 - near->share : near->share;
            sum += part * near->volume * near->shape(band == 0 ? time_s - lead : time_s + lead);
        }
        return sum;
    }
};

// What was heard of it, when the calibration was asked for part by part.
inline void hear(Hearing& hearing, const Compartments& body, const Compartments::Scene& scene)
{
    std::size_t given = 0;
    double from_s = 0;
    bool guided = false;
    const auto ask = [&](Command command) {
        hearing.tracker().obey(command, time_from_seconds(from_s));
    };
    for (const auto& part : body.parts) {
        const bool request =
            part.way == Compartments::Way::belly || part.way == Compartments::Way::chest;
        if (part.way == Compartments::Way::natural && body.parts.size() > 1)
            ask(Command::calibrate_natural);
        if (request)
            ask(part.way == Compartments::Way::belly ? Command::calibrate_belly
                                                     : Command::calibrate_chest);
        if (!request && guided)
            ask(Command::calibrate_finish);
        guided = request;
        const auto until = time_from_seconds(part.until_s);
        const auto first = given;
        while (given < scene.samples.size() && scene.samples[given].time <= until)
            ++given;
        hearing(std::span(scene.samples).subspan(first, given - first), until);
        from_s = part.until_s;
    }
}

} // namespace crura::test
