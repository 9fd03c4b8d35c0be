#pragma once

#include "core/sample.hpp"
#include "devices/body_random.hpp"
#include "support/labels.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

namespace crura::test {

// A chest belt of about 10 Hz on somebody who sits, walks or runs: breaths that vary in length,
// height and rest, and over them the ripple of the steps. No such recording is at hand, so the
// sizes are guesses; they were set so that a plain detector of turns (second-order low-pass of 1.5,
// 1.0 and 0.7 Hz, retreats of 10, 15 and 20 %) errs here about as often as it was measured to do
// on people who walk and run.
struct Treadmill {
    enum class Gait { none, walking, running } gait = Gait::none;
    unsigned seed = 1;
    double length_s = 240;
    double heaviness = 1; // of the steps, beside what was measured

    struct Recording {
        std::vector<Sample> samples;
        Labels labels;
    };

    Recording record() const
    {
        devices::Random random(seed * 7919 + unsigned(gait));
        const Course course = breathe(random);
        const auto steps = step(random, course);
        Recording recording{sample(random, course, steps), {}};
        recording.labels = label(course, steps);
        return recording;
    }

private:
    static constexpr double kStepS = 0.01;

    struct Course {
        std::vector<double> level;  // on a grid of kStepS, a usual breath is about 1 high
        std::vector<double> peak_s; // maxima
        double rate_bpm;
    };

    static double risen(double share) { return 0.5 - 0.5 * std::cos(std::numbers::pi * share); }

    Course breathe(devices::Random& random) const
    {
        Course course;
        const bool quick = gait == Gait::running;
        course.rate_bpm = gait == Gait::none ? random.uniform(9, 22)
            : quick                          ? random.uniform(24, 44)
                                             : random.uniform(16, 28);
        const double variability = gait == Gait::none ? 0.12 : 0.2;
        const double share = random.uniform(0.36, quick ? 0.5 : 0.44);
        const double pause = gait == Gait::none ? random.uniform(0, 0.25) : random.uniform(0, 0.06);
        devices::Wander time_wander(random), height_wander(random);
        double rest = 0, time_s = 0;
        while (time_s < length_s) {
            const double breath_s =
                60 / course.rate_bpm * std::exp(variability * time_wander(random));
            const double height = std::exp(1.5 * variability * height_wander(random));
            const double next_rest = 0.8 * rest + 0.05 * (quick ? 2 : 1) * random.normal();
            const double rise_s = share * breath_s, fall_s = (1 - share - pause) * breath_s;
            course.peak_s.push_back(time_s + rise_s);
            for (double t = 0; t < breath_s; t += kStepS) {
                const double out = std::pow(std::clamp((t - rise_s) / fall_s, 0., 1.), 0.85);
                const double top = rest + height;
                course.level.push_back(t < rise_s ? rest + height * risen(t / rise_s)
                                                  : next_rest + (top - next_rest) * risen(1 - out));
            }
            rest = next_rest;
            time_s = double(course.level.size()) * kStepS;
        }
        return course;
    }

    // The step, and its half, for left and right differ; both wander, and are drawn to a whole
    // number of steps a breath in some.
    std::vector<double> step(devices::Random& random, const Course& course) const
    {
        std::vector<double> ripple(course.level.size(), 0.);
        double step_hz =
            gait == Gait::running ? random.uniform(2.3, 2.9) : random.uniform(1.4, 1.9);
        if (random.uniform() < 0.4) {
            const double breath_hz = course.rate_bpm / 60;
            step_hz = breath_hz * std::round(step_hz / breath_hz);
        }
        const bool runs = gait == Gait::running;
        const double most = runs ? 1.15 : 0.25; // amplitude, in breaths
        const double mean = gait == Gait::none ? 0 : heaviness * most * random.uniform();
        const double half = random.uniform(0.1, 0.7);
        double phase = 0, strength = 1, wander = 0;
        for (std::size_t i = 0; i < ripple.size(); ++i) {
            if (i % 50 == 0) {
                strength += 0.2 * (1 - strength) + 0.2 * random.normal();
                wander += -0.2 * wander + 0.02 * random.normal();
            }
            phase += 2 * std::numbers::pi * step_hz * (1 + wander) * kStepS;
            ripple[i] = mean * strength
                * (std::sin(phase) + half * std::sin(phase / 2 + 1)
                   + 0.3 * std::sin(2 * phase + 2));
        }
        return ripple;
    }

    std::vector<Sample> sample(devices::Random& random, const Course& course,
                               const std::vector<double>& steps) const
    {
        constexpr double kRateHz = 10.2;
        const double height = random.uniform(1, 8); // [N], of a force belt
        const double noise = 0.01 * height;
        std::vector<Sample> samples;
        for (double t = 0; t < double(course.level.size() - 1) * kStepS; t += 1 / kRateHz) {
            const auto at = std::size_t(t / kStepS);
            const double level = 10 + height * (course.level[at] + steps[at]);
            samples.push_back({time_from_seconds(t),
                               std::round(100 * (level + noise * random.normal())) / 100,
                               {Band::thoracic, Quantity::displacement}});
        }
        return samples;
    }

    // Forward and backward, so that nothing is late.
    static std::vector<double> smoothed(std::vector<double> level)
    {
        constexpr double kCutoffHz = 2.5; // of each pass; 2 Hz for both
        const double w = std::tan(std::numbers::pi * kCutoffHz * kStepS);
        const double norm = 1 / (1 + std::numbers::sqrt2 * w + w * w);
        for (int pass = 0; pass < 2; ++pass) {
            double x1 = level[0], x2 = x1, y1 = x1, y2 = x1;
            for (auto& x : level) {
                const double y = norm
                    * (w * w * (x + 2 * x1 + x2) - 2 * (w * w - 1) * y1
                       - (1 - std::numbers::sqrt2 * w + w * w) * y2);
                x2 = x1, x1 = x, y2 = y1, y1 = y;
                x = y;
            }
            std::reverse(level.begin(), level.end());
        }
        return level;
    }

    // Each true maximum goes to the highest point of the smoothed belt within half a second; the
    // onset is the last time below a tenth of the rise between two of these.
    static Labels label(const Course& course, const std::vector<double>& steps)
    {
        std::vector<double> level = course.level;
        for (std::size_t i = 0; i < level.size(); ++i)
            level[i] += steps[i];
        level = smoothed(level);
        Labels labels;
        std::size_t before = 0;
        for (const double peak_s : course.peak_s) {
            const auto from = std::size_t(std::max(peak_s - 0.5, 0.) / kStepS);
            const auto to = std::min(std::size_t((peak_s + 0.5) / kStepS), level.size());
            if (from <= before || to <= from)
                continue;
            const auto peak =
                std::size_t(std::max_element(level.begin() + long(from), level.begin() + long(to))
                            - level.begin());
            if (before > 0) {
                const double lowest =
                    *std::min_element(level.begin() + long(before), level.begin() + long(peak));
                std::size_t onset = peak;
                while (onset > before && level[onset] > lowest + 0.1 * (level[peak] - lowest))
                    --onset;
                labels.inspiration.time_s.push_back(double(onset) * kStepS);
            }
            labels.expiration.time_s.push_back(double(peak) * kStepS);
            before = peak;
        }
        labels.breaths = labels.expiration.time_s.size();
        labels.last_s = labels.expiration.time_s.back();
        return labels;
    }
};

} // namespace crura::test
