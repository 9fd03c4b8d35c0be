#pragma once

#include "sessions/guide/guide.hpp"
#include "support/led_person.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace crura::test {

inline double median_of(std::vector<double> values)
{
    if (values.empty())
        return 0;
    const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// A simulated person before the guide, breath by breath.
struct LedSession {
    struct Decided {
        Decision decision;
        GuideStage stage;
    };

    LedPerson person;
    sessions::GuidePlan plan{};
    sessions::Guide guide{sessions::GuideParams{}};
    Duration tick = std::chrono::milliseconds(50);
    AirAdvice air = AirAdvice::none;
    Time now{};
    Target target{};
    BreathState breath{};
    std::vector<Decided> decided{};
    Few<Event, 8> events{}; // told beside the breath's own in the next tick

    const Target& step(std::span<const Command> commands = {})
    {
        now += tick;
        breath = person(now, target);
        for (const Event& each : events)
            breath.events.push_back(each);
        events.clear();
        Decisions decisions;
        target = guide(now, plan, breath, air, commands, decisions);
        for (const Decision& each : decisions)
            decided.push_back({each, target.stage});
        return target;
    }

    template <class Check>
    void run(double minutes, Check check)
    {
        for (const Time until = now + from_seconds(60 * minutes); now < until;) {
            step();
            check();
        }
    }
    void run(double minutes)
    {
        run(minutes, [] {});
    }

    std::size_t count(Ground ground) const
    {
        return std::size_t(
            std::count_if(decided.begin(), decided.end(),
                          [ground](const Decided& d) { return d.decision.ground == ground; }));
    }
    std::size_t count(DecisionKind kind) const
    {
        return std::size_t(std::count_if(decided.begin(), decided.end(), [kind](const Decided& d) {
            return d.decision.kind == kind;
        }));
    }

    // Rates of the breaths that began in a stretch of time, the median of five around each.
    std::vector<double> rates_bpm(double from_s, double to_s) const
    {
        std::vector<double> rates;
        const auto& lived = person.lived();
        for (std::size_t i = 2; i + 2 < lived.size(); ++i)
            if (lived[i].start_s >= from_s && lived[i].start_s < to_s) {
                std::vector<double> five;
                for (std::size_t k = i - 2; k <= i + 2; ++k)
                    five.push_back(lived[k].breath_s);
                rates.push_back(60 / median_of(five));
            }
        return rates;
    }

    // When the median of five breaths was first slower, in minutes.
    std::optional<double> minutes_to(double rate_bpm) const
    {
        const auto& lived = person.lived();
        for (std::size_t i = 4; i < lived.size(); ++i) {
            std::vector<double> five;
            for (std::size_t k = i - 4; k <= i; ++k)
                five.push_back(lived[k].breath_s);
            if (60 / median_of(five) < rate_bpm)
                return (lived[i].start_s + lived[i].breath_s) / 60;
        }
        return std::nullopt;
    }
};

} // namespace crura::test
