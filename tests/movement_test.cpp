#include "engine/movement.hpp"

#include "devices/body_random.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>
#include <vector>

using namespace crura;

namespace {

constexpr double kStep = 0.01;
constexpr double kBreath_s = 5;

// A breath of this height, at rest for `pause_s` after each expiration.
double displacement(double time_s, double height, double pause_s = 0)
{
    const double at_s = std::fmod(time_s, kBreath_s + pause_s);
    const double cycle = std::min(at_s, kBreath_s) / kBreath_s;
    return height * (1 - std::cos(2 * std::numbers::pi * cycle)) / 2;
}

// What is said of each tick after the first 20 s, and when.
struct Told {
    double time_s, movement;
};
template <class Displacement>
std::vector<Told> told(Displacement displacement, double until_s = 60)
{
    engine::Movement movement{{}};
    std::vector<Told> all;
    for (double t = 0; t < until_s; t += kStep) {
        const double now = movement(kStep, displacement(t), kBreath_s);
        if (t >= 20)
            all.push_back({t, now});
    }
    return all;
}

} // namespace

TEST_CASE("Movement is nothing where the breath turns and all half way, however deep the breath is")
{
    const double height = GENERATE(0.4, 1., 2.5);
    constexpr double kLate_s = 0.2; // the speed is smoothed
    for (const auto& [time_s, movement] :
         told([height](double t) { return displacement(t, height); })) {
        const double halves = (time_s - kLate_s) / (kBreath_s / 2);
        const double from_turn = std::fabs(halves - std::round(halves)); // 0 .. 0.5
        if (from_turn < 0.005)
            CHECK(movement < 0.03);
        if (from_turn > 0.49)
            CHECK(movement > 0.9);
    }
}

TEST_CASE("Movement goes up and down once between two turns, without a leap")
{
    double before = -1;
    int ups = 0;
    bool up = false;
    const auto all = told([](double t) { return displacement(t, 1); });
    for (const auto& [time_s, movement] : all) {
        if (before >= 0)
            CHECK(std::fabs(movement - before) < 0.05);
        ups += !up && movement > 0.5;
        up = up ? movement > 0.4 : movement > 0.5;
        before = movement;
    }
    CHECK(ups == 16); // in 40 s of 5 s each
}

TEST_CASE("Noise does not move a breath that rests, though it rest for long")
{
    devices::Random random(3);
    const double pause_s = GENERATE(3., 20.);
    double level = 0;
    const auto noisy = [&](double t) {
        level += 0.17 * (random.normal() - level); // as a 3 Hz low-pass leaves it
        return displacement(t, 1, pause_s) + 0.01 * level;
    };
    for (const auto& [time_s, movement] : told(noisy, 120)) {
        const double resting_s = std::fmod(time_s, kBreath_s + pause_s) - kBreath_s;
        if (resting_s > 0.5)
            CHECK(movement < 0.1);
    }
}

TEST_CASE("A band that joins in is not taken for a movement")
{
    const auto all = told([](double t) { return t < 40 ? 0.2 : 0.9; });
    for (const auto& [time_s, movement] : all)
        if (time_s > 41)
            CHECK(movement == 0);
}
