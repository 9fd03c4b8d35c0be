#pragma once

#include "exchange/study.hpp"
#include "support/files_there.hpp"

#include <cmath>
#include <limits>
#include <string>

namespace crura::test {

// Two belts, a motion sensor with a clock of its own, holes, words of every kind.
inline exchange::Study some_study()
{
    constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
    exchange::Study study;
    study.started_at = std::chrono::sys_time<std::chrono::nanoseconds>(
        std::chrono::milliseconds(1'795'284'331'250)); // 2026-11-21 18:05:31.250 UTC
    study.program = "constructive-rest";
    study.equipment = "Crura 0.1.0";
    study.facts = {{"program", "Rest, \"slow\""}};
    exchange::Signal chest{"Resp chest", "mm", "strain belt", "none", 49.97, {}};
    exchange::Signal belly{"Resp abdomen", "", "strain belt", "none", 49.97, {}};
    exchange::Signal turn{"Gyro x chest", "deg/s", "motion sensor", "none", 100.02, {}};
    for (int i = 0; i < 3000; ++i) {
        chest.values.push_back(300 + std::sin(0.011 * i) / 3);
        belly.values.push_back(-1e-7 * i * i);
    }
    for (int i = 0; i < 6000; ++i)
        turn.values.push_back(std::cos(0.5 * i) * 1e3);
    for (int i = 0; i < 5; ++i)
        chest.values[std::size_t(i)] = kNothing;
    for (int i = 1000; i < 1100; ++i)
        belly.values[std::size_t(i)] = kNothing;
    turn.values.back() = kNothing;
    study.signals = {chest, belly, turn};
    study.annotations = {{0, 30.5, "step: Settle"},
                         {0.25, 0, "say: Let the floor, \"all of it\", carry you."},
                         {12.0625, 4.5, "sigh: 2.4 times the usual breath"},
                         {13, 0, "mark"},
                         {14, 0, "note: zwei\tSätze\nund – mehr"}};
    return study;
}

inline bool same(double a, double b)
{
    return a == b || (std::isnan(a) && std::isnan(b));
}

} // namespace crura::test
