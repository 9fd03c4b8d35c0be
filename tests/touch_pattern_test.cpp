#include "engine/touch_pattern.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <vector>

using namespace crura;

namespace {

constexpr double kStep = 0.01;

// The level every 10 ms of so long a time; an inspiration and an expiration begin as told.
std::vector<double> felt(double length_s, double inspiration_s, double expiration_s,
                         double inspiratory_time_s)
{
    engine::TouchPattern pattern;
    Moment in, out;
    std::vector<double> level;
    for (double t = 0; t < length_s; t += kStep) {
        if (t >= inspiration_s - 0.25) // announced
            in = {1, time_from_seconds(inspiration_s)};
        if (t >= expiration_s - 0.25)
            out = {1, time_from_seconds(expiration_s)};
        level.push_back(pattern(time_from_seconds(t), in, out, inspiratory_time_s));
    }
    return level;
}

double at(const std::vector<double>& level, double time_s)
{
    return level[std::size_t(std::lround(time_s / kStep))];
}

// How often the level comes up through a half.
int swells(const std::vector<double>& level)
{
    int count = 0;
    for (std::size_t i = 1; i < level.size(); ++i)
        count += level[i - 1] < 0.5 && level[i] >= 0.5;
    return count;
}

// The steepest way of a raised cosine of 100 ms.
constexpr double kSteepest = 3.1416 / 2 / 0.1 * kStep * 1.02;

double steepest(const std::vector<double>& level)
{
    double most = 0;
    for (std::size_t i = 1; i < level.size(); ++i)
        most = std::max(most, std::fabs(level[i] - level[i - 1]));
    return most;
}

} // namespace

TEST_CASE("An inspiration is one swell as long as it is, from when it is due")
{
    const auto level = felt(4, 1, 100, 2);
    CHECK(at(level, 0.99) == 0);
    CHECK(at(level, 2) == Approx(1).margin(0.01));
    CHECK(at(level, 3.01) == Approx(0).margin(0.001));
    CHECK(swells(level) == 1);
    CHECK(steepest(level) < kSteepest);
}

TEST_CASE("An expiration is two short pulses and then nothing")
{
    const auto level = felt(4, 100, 1, 2);
    CHECK(at(level, 0.99) == 0);
    CHECK(swells(level) == 2);
    CHECK(at(level, 2) == 0);
    CHECK(steepest(level) < kSteepest);
}

TEST_CASE("A swell that the expiration cuts short fades, and no edge is steeper than a pulse's")
{
    const auto level = felt(4, 0, 1, 2); // at its height
    CHECK(at(level, 0.99) > 0.95);
    CHECK(steepest(level) < 2 * kSteepest); // one fades as the other comes
    CHECK(at(level, 2) == 0);
    for (const double each : level)
        CHECK(each <= 1);
}

TEST_CASE("The moments of somebody else that are over are not felt")
{
    engine::TouchPattern pattern;
    const Moment over{7, time_from_seconds(1)};
    pattern.follow(time_from_seconds(2), over, over);
    for (double t = 2; t < 4; t += kStep)
        CHECK(pattern(time_from_seconds(t), over, over, 2) == 0);
}
