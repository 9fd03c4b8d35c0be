#pragma once

#include "report/story.hpp"

#include <cmath>
#include <limits>
#include <numbers>

namespace crura::test {

// Two bands that breathe ten times a minute.
inline report::Course breathing(double seconds, Partition partition = Partition::calibrated,
                                std::array<bool, kBands> worn = {true, true})
{
    const auto known = [](double value, double plus_minus) {
        return Estimate{value, plus_minus, true};
    };
    report::Course course;
    const bool pair = worn[0] && worn[1];
    for (int i = 0; i <= int(10 * seconds); ++i) {
        const double t = 0.1 * i;
        report::Moment moment;
        for (std::size_t band = 0; band < kBands; ++band) {
            moment.bands[band].valid = worn[band];
            moment.bands[band].displacement = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * t / 6);
        }
        moment.partition = pair ? partition : Partition::none;
        if (worn[0] || worn[1])
            moment.breath_rate_bpm = known(10 + std::sin(t), 0.5);
        if (pair) {
            moment.abdominal_share = known(0.6 + 0.1 * std::sin(t / 9), 0.05);
            moment.phase_angle_deg = known(180 * std::sin(t / 20), 5);
        }
        course.add(t, moment);
    }
    if (worn[0] || worn[1])
        for (double t = 0; t + 6 <= seconds; t += 6)
            course.add_breath({t, t + 2}, 10);
    return course;
}

// A story with something of everything.
inline report::Story some_story(double seconds)
{
    report::Story story;
    story.title = "Constructive rest";
    story.date = "Sunday 22 November 2026, 09:30";
    story.person = "Linden";
    story.length = "20 min";
    story.version = "0.1.0";
    story.began = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22);
    story.in_short = {"A session, told in short."};
    story.course = breathing(seconds);
    story.course.occurrences = {
        {EventKind::sigh, "sigh", {60, 65}, "2.4 times the usual breath"},
        {EventKind::expiratory_hold, "held after exhaling", {100, 112}, "still for 11.5 s"}};
    story.course.steps = {{{0, 90}, "Settle"}, {{90, seconds}, "Rest"}};
    story.course.pauses = {{{70, 80}, "paused"}};
    story.course.marks_s = {42};
    story.figures = {{"Breathing rate", "6.2 a minute", "±0.1", "the middle breath"},
                     {"Belly share", "--", "", "one sensor tells no share"}};
    story.check_ins = {{"Ease", "a little", "much"}};
    story.rests_on = {"Chest: motion sensor."};
    story.cannot = {"Crura is not a medical device."};
    return story;
}

inline report::Care some_care()
{
    return {{"Tremor: 2:10, with 5:00 agreed on."},
            {{61, "a soft bowl: the breath is held for 11.2 s (limit 11.0)"}},
            {{95, "Asked for a blanket."}}};
}

} // namespace crura::test
