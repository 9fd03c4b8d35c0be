#pragma once

#include "trend/measure.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace crura::test {

// How a simulated person's sessions differ though nothing changes. Sizes are in units of each
// measure's own spread from session to session.
struct Habits {
    double autocorrelation = 0.3;   // of neighbouring sessions
    double outliers = 0.03;         // share of answers and numbers that are 4 spreads off
    double weekends = 0;            // are so much higher
    double wandering = 0;           // SD of what comes and goes over a month,
    bool wandering_is_true = false; // which is part of the level then, or not
    double learning = 0;            // the first session is off by this, halved every other one
    double steadier = 1;            // the spread after half a year, beside that of the first day
    double practises = 0.85;        // of the days
    double silent = 0.1;            // of the sessions say nothing of a measure
    bool calibrated = true;
};

// What truly changes, in every third measure.
struct Effect {
    double size = 0;   // spreads; 0: nothing
    int from_day = 40; // begins
    int grows_days = 0;
    int until_day = 1'000'000; // is gone again
};

// Sessions of which the truth is known.
struct Practised {
    history::SessionRow row;
    int day = 0;
    std::array<double, 9> level{}; // what each measure is on average, by their order
};

class PractisingPerson {
public:
    PractisingPerson(Habits habits, Effect effect, std::uint64_t seed)
        : habits_(habits), effect_(effect), random_(seed)
    {
        for (auto& each : base_)
            each = 0.7 * normal();
        for (auto& each : noise_)
            each = normal();
        for (auto& each : wander_)
            each = normal();
    }

    std::vector<Practised> practise(int days)
    {
        std::vector<Practised> sessions;
        for (int day = 0; day < days; ++day) {
            for (auto& each : wander_)
                each = 0.967 * each + std::sqrt(1 - 0.967 * 0.967) * normal();
            if (chance(habits_.practises))
                sessions.push_back(session(day, int(sessions.size())));
        }
        return sessions;
    }

    // The measures that have the effect; the others stay as they are.
    static constexpr bool changes(std::size_t measure) { return measure % 3 == 0; }

private:
    struct Kind { // of a number that a session comes to
        double level, spread, low, high, step;
    };
    // In the order of trend::measures(), but for the two shares, of which a session has one, and
    // ease_change, which follows from the two before it.
    static constexpr std::array<Kind, 8> kKinds = {{
        {11, 1.2, 4, 30, 0},
        {0.55, 0.08, 0, 1, 0},
        {0.55, 0.08, 0, 1, 0},
        {6, 2.5, 0, 20, 0},
        {0.5, 0.2, 0, 1, 0},
        {2.4, 0.8, 0, 4, 1},
        {1.8, 0.9, 0, 4, 1},
        {2.4, 0.9, 0, 4, 1},
    }};

    static double shown(const Kind& kind, double value)
    {
        const double stepped = kind.step > 0 ? kind.step * std::round(value / kind.step) : value;
        return std::clamp(stepped, kind.low, kind.high);
    }

    double normal() { return normal_(random_); }
    bool chance(double share) { return std::uniform_real_distribution<>()(random_) < share; }

    double effect_on(int day) const
    {
        if (day < effect_.from_day || day >= effect_.until_day)
            return 0;
        const double grown = effect_.grows_days > 0
            ? std::min(1., double(day - effect_.from_day) / double(effect_.grows_days))
            : 1.;
        return effect_.size * grown;
    }

    // The mean of what is shown, with all that does not last.
    double mean_of(const Kind& kind, double level, double spread) const
    {
        const auto mean_about = [&](double off) {
            double sum = 0, weights = 0;
            for (double z = -4; z <= 4; z += 0.25) {
                const double weight = std::exp(-z * z / 2);
                weights += weight;
                sum += weight * shown(kind, level + spread * z + kind.spread * off);
            }
            return sum / weights;
        };
        const double o = habits_.outliers;
        return (1 - o) * mean_about(0) + o / 2 * (mean_about(4) + mean_about(-4));
    }

    Practised session(int day, int number)
    {
        const double before = habits_.autocorrelation;
        for (auto& each : noise_)
            each = before * each + std::sqrt(1 - before * before) * normal();
        const double steadier = 1 + (habits_.steadier - 1) * std::min(1., day / 180.);
        const double passing =
            (day % 7 >= 5 ? habits_.weekends : 0) + habits_.learning * std::pow(0.5, number / 2.);

        Practised made;
        made.day = day;
        std::array<Estimate, kKinds.size()> numbers{};
        for (std::size_t i = 0; i < kKinds.size(); ++i) {
            const auto& kind = kKinds[i];
            const double own =
                std::sqrt(0.7) * noise_[i] + std::sqrt(0.3) * noise_.back(); // days are good or bad
            const double level =
                kind.level + kind.spread * (0.7 * base_[i] + (changes(i) ? effect_on(day) : 0));
            double off = steadier * own + habits_.wandering * wander_[i] + passing;
            if (chance(habits_.outliers))
                off += chance(0.5) ? 4 : -4;
            const double wandered = habits_.wandering_is_true ? habits_.wandering : 0;
            made.level[i] =
                level_of(i, level + kind.spread * wandered * wander_[i],
                         kind.spread * std::hypot(steadier, habits_.wandering - wandered));
            numbers[i] = {shown(kind, level + kind.spread * off), 0.3 * kind.spread,
                          !chance(habits_.silent)};
        }
        made.level[8] = made.level[7] - made.level[6];
        made.row = row(day, number, numbers);
        return made;
    }

    double level_of(std::size_t i, double level, double spread)
    {
        auto& known = known_[i];
        if (known.level != level || known.spread != spread)
            known = {level, spread, mean_of(kKinds[i], level, spread)};
        return known.mean;
    }

    history::SessionRow row(int day, int number,
                            const std::array<Estimate, kKinds.size()>& numbers) const
    {
        const auto choice = [&](std::size_t i) {
            return numbers[i].known ? std::optional(std::uint8_t(numbers[i].value)) : std::nullopt;
        };
        history::SessionRow row;
        row.id = number + 1;
        row.person = 1;
        row.program_id = row.program_name = "rest";
        row.began = history::WallTime(std::chrono::hours(24 * (20'000 + day) + 7));
        row.ended = row.began + std::chrono::minutes(20);
        row.finished = true;
        auto& figures = row.figures;
        figures.length_s = figures.heard_s = 1200;
        figures.breath_rate_bpm = numbers[0];
        figures.abdominal_share = numbers[habits_.calibrated ? 1 : 2];
        figures.partition = habits_.calibrated ? Partition::calibrated : Partition::uncalibrated;
        figures.slow_minutes = numbers[3];
        figures.carry_over = numbers[4];
        figures.comfort = choice(5);
        figures.ease_before = choice(6);
        figures.ease_after = choice(7);
        return row;
    }

    struct Known {
        double level = 1e9, spread = 0, mean = 0;
    };

    Habits habits_;
    Effect effect_;
    std::mt19937_64 random_;
    std::normal_distribution<> normal_;
    std::array<double, 8> base_{}, wander_{};
    std::array<double, 9> noise_{}; // the last: of the day
    std::array<Known, 8> known_{};
};

} // namespace crura::test
