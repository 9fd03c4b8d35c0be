#include "breath/turns/polarity.hpp"
#include "devices/body_model.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <vector>

using namespace crura;
using breath::PolarityVote;

namespace {

// Whole cycles of a breather as a sensor sees them, from minimum to minimum.
struct Cycle {
    std::vector<double> level;
    std::size_t maximum = 0;
};

std::vector<Cycle> cycles(const devices::BodyModel::Params& params, int polarity, double until_s,
                          unsigned seed = 1)
{
    devices::BodyModel body(params, seed);
    body.foresee(until_s + 60);
    std::vector<double> turns;
    for (const auto& breath : body.truth()) {
        // At the end of an inspiration, the upside-down sensor is at its minimum.
        if (breath.end_s < until_s)
            turns.push_back(polarity > 0 ? breath.rise_start_s : breath.expiration_onset_s);
    }
    std::vector<Cycle> all;
    for (std::size_t i = 1; i < turns.size(); ++i) {
        Cycle cycle;
        for (double t = turns[i - 1]; t <= turns[i]; t += 0.01)
            cycle.level.push_back(
                1853
                + polarity * 40
                    * (body.volume(Band::thoracic, t) + body.volume(Band::abdominal, t)));
        const auto& level = cycle.level;
        cycle.maximum = std::size_t(std::max_element(level.begin(), level.end()) - level.begin());
        all.push_back(cycle);
    }
    return all;
}

} // namespace

TEST_CASE("PolarityVote finds out which way up a sensor is within four breaths")
{
    const int polarity = GENERATE(1, -1);
    const double rate_bpm = GENERATE(4., 8., 14., 20.);
    const double inspiratory_share = GENERATE(0.3, 0.38, 0.42);
    const auto all = cycles({.breath_rate_bpm = rate_bpm, .inspiratory_share = inspiratory_share},
                            polarity, 10 * 60 / rate_bpm);
    PolarityVote vote{{}};
    int needed = 0;
    for (const auto& cycle : all) {
        vote.add_cycle(cycle.level, cycle.maximum);
        needed += !vote.decided();
    }
    CHECK(vote.decided());
    CHECK(vote.polarity() == polarity);
    CHECK(needed < 4);
}

TEST_CASE("PolarityVote is right about irregular breathers, and stays so")
{
    const int polarity = GENERATE(1, -1);
    const unsigned seed = GENERATE(range(1u, 11u));
    const auto all = cycles({.breath_rate_bpm = 12,
                             .time_variability = 0.2,
                             .amplitude_variability = 0.2,
                             .sighs_per_hour = 30},
                            polarity, 200, seed);
    REQUIRE(all.size() > 25);
    PolarityVote vote{{}};
    for (const auto& cycle : all) {
        vote.add_cycle(cycle.level, cycle.maximum);
        if (vote.decided())
            REQUIRE(vote.polarity() == polarity);
    }
    CHECK(vote.decided());
}

TEST_CASE("PolarityVote guesses +1, and keeps to it where the breath tells nothing")
{
    PolarityVote vote{{}};
    CHECK(vote.polarity() == 1);
    CHECK_FALSE(vote.decided());
    std::vector<double> even(101);
    for (int i = 0; i <= 100; ++i)
        even[std::size_t(i)] = std::min(i, 100 - i);
    for (int i = 0; i < 1000; ++i) {
        vote.add_cycle(even, 50);
        REQUIRE(vote.polarity() == 1);
    }
}

TEST_CASE("PolarityVote can be turned later, and not by one odd breath")
{
    const auto upright = cycles({}, 1, 60), turned = cycles({}, -1, 120);
    PolarityVote vote{{}};
    for (const auto& cycle : upright)
        vote.add_cycle(cycle.level, cycle.maximum);
    REQUIRE(vote.polarity() == 1);
    vote.add_cycle(turned[0].level, turned[0].maximum);
    CHECK(vote.polarity() == 1);
    for (std::size_t i = 0; i < 10; ++i) // somebody put the sensor on the other way round
        vote.add_cycle(turned[i].level, turned[i].maximum);
    CHECK(vote.polarity() == -1);
}

TEST_CASE("PolarityVote passes over what is no cycle")
{
    PolarityVote vote{{}};
    const std::vector<double> flat(100, 5.);
    const std::vector<double> falling{3, 2, 1, 0};
    vote.add_cycle({}, 0);
    vote.add_cycle(std::vector<double>{1., 2.}, 1);
    vote.add_cycle(flat, 50);
    vote.add_cycle(flat, 0);
    vote.add_cycle(flat, 99);
    vote.add_cycle(falling, 2); // its maximum is not above the line between its ends
    CHECK_FALSE(vote.decided());
    CHECK(vote.polarity() == 1);
}

TEST_CASE("PolarityVote finds out which way a flow sensor faces, whatever it says at rest")
{
    const int polarity = GENERATE(1, -1);
    const unsigned seed = GENERATE(range(1u, 9u));
    const double inspiratory_share = GENERATE(0.3, 0.38, 0.44);
    const auto all = cycles({.breath_rate_bpm = 10. + seed,
                             .inspiratory_share = inspiratory_share,
                             .time_variability = 0.1,
                             .amplitude_variability = 0.15,
                             .sighs_per_hour = 20},
                            polarity, 60, seed);
    PolarityVote vote{{.prior = 0}};
    int needed = 0;
    for (const auto& cycle : all) {
        std::vector<double> flow;
        for (std::size_t i = 1; i < cycle.level.size(); ++i)
            flow.push_back(100 * (cycle.level[i] - cycle.level[i - 1]) - 1635.5);
        vote.add_flow_cycle(flow);
        needed += !vote.decided();
    }
    CHECK(vote.decided());
    CHECK(vote.polarity() == polarity);
    CHECK(needed < 6);
}

TEST_CASE("PolarityVote goes by the longer rest where inspiration is slow and weak")
{
    const auto lobe = [](std::vector<double>& flow, double height, double lasts_s) {
        for (double t = 0; t < lasts_s; t += 0.04)
            flow.push_back(height * std::sin(3.14159 * t / lasts_s));
    };
    const auto rest = [](std::vector<double>& flow, double lasts_s) {
        flow.insert(flow.end(), std::size_t(lasts_s / 0.04), 0.);
    };
    std::vector<double> upright, turned;
    rest(upright, 1.6);
    lobe(upright, 48, 3.2);
    rest(upright, 0.7);
    lobe(upright, -77, 2);
    rest(upright, 1.6);
    rest(turned, 0.3);
    lobe(turned, 77, 2);
    rest(turned, 3.2);
    lobe(turned, -48, 3.2);
    rest(turned, 0.4);
    PolarityVote up{{.prior = 0}}, down{{.prior = 0}};
    for (int i = 0; i < 4; ++i) {
        up.add_flow_cycle(upright);
        down.add_flow_cycle(turned);
    }
    CHECK((up.decided() && down.decided()));
    CHECK(up.polarity() == 1);
    CHECK(down.polarity() == -1);
}

TEST_CASE("PolarityVote passes over flow that is no cycle")
{
    PolarityVote vote{{.prior = 0}};
    vote.add_flow_cycle({});
    vote.add_flow_cycle(std::vector<double>(100, 5.));
    std::vector<double> backwards(100), even(100);
    for (std::size_t i = 0; i < 100; ++i) {
        backwards[i] = -std::sin((double(i) + 0.5) * 2 * 3.14159265 / 100);
        even[i] = -backwards[i];
    }
    for (int i = 0; i < 100; ++i) {
        vote.add_flow_cycle(backwards);
        vote.add_flow_cycle(even); // nothing tells which way it goes
    }
    CHECK_FALSE(vote.decided());
    CHECK(vote.polarity() == 1);
}
