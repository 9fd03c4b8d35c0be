#include "sessions/guide/pace.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <vector>

using namespace crura;
using namespace crura::sessions;

namespace {

constexpr BreathTimes kNatural{1.8, 2.7}; // 13.3 breaths/min

constexpr GuidePlan kInvite{.intent = Intent::invite};
constexpr GuidePlan kGentle{.intent = Intent::guide};
constexpr GuidePlan kTraining{.intent = Intent::guide, .manner = GuideManner::training};

Pace learned(BreathTimes natural = kNatural, GuideParams params = {})
{
    Pace pace(params);
    for (std::size_t i = 0; i < Pace::kRecognised; ++i)
        pace.learn(natural, true);
    return pace;
}

// One breath of a person who is shown what is asked.
std::optional<Reason> breathe(Pace& pace, BreathTimes own, const GuidePlan& plan)
{
    return pace.lead(own, pace.asked(plan), plan);
}

// As a person who follows exactly.
void keep_up(Pace& pace, const GuidePlan& plan, int breaths)
{
    for (int breath = 0; breath < breaths; ++breath)
        breathe(pace, pace.asked(plan), plan);
}

double rate_bpm(const BreathTimes& times)
{
    return 60 / times.period_s();
}

} // namespace

TEST_CASE("Pace asks for the person's own breath first")
{
    const auto pace = learned();
    CHECK(pace.asked(kInvite) == kNatural);
    CHECK(pace.asked(kGentle) == kNatural);
    CHECK(pace.original() == kNatural);
}

TEST_CASE("Pace takes the median, so that one sigh changes nothing")
{
    auto pace = learned();
    pace.learn({3.5, 7}, true);
    CHECK(pace.asked(kInvite) == kNatural);
    CHECK(pace.natural() == kNatural);
}

TEST_CASE("Pace follows half way to the person in each breath")
{
    auto pace = learned();
    const BreathTimes slower{2.2, 3.1};
    for (int breath = 0; breath < 8; ++breath)
        pace.follow(slower, kGentle);
    CHECK(pace.asked(kGentle).period_s() == Approx(slower.period_s()).epsilon(0.02));
    CHECK(pace.natural() == kNatural);
}

TEST_CASE("Invite reaches a tenth longer in minutes, and never more, and leaves the inspiration")
{
    auto pace = learned();
    double minutes = 0;
    double reached_at = 0;
    for (int breath = 0; breath < 400; ++breath) {
        const auto asked = pace.asked(kInvite);
        REQUIRE(asked.expiratory_time_s <= 1.10 * kNatural.expiratory_time_s * (1 + 1e-12));
        REQUIRE(asked.inspiratory_time_s == Approx(kNatural.inspiratory_time_s));
        if (reached_at == 0 && asked.expiratory_time_s > 1.08 * kNatural.expiratory_time_s)
            reached_at = minutes;
        minutes += asked.period_s() / 60;
        breathe(pace, asked, kInvite);
    }
    CHECK(reached_at > 1);
    CHECK(reached_at < 4);
}

TEST_CASE("Invite yields to a person who stays with the own breath, in the training manner too")
{
    GuidePlan plan = kInvite;
    plan.manner = GENERATE(GuideManner::gentle, GuideManner::training);
    auto pace = learned();
    double sum = 0;
    int lags = 0;
    for (int breath = 0; breath < 400; ++breath) {
        const auto why = breathe(pace, kNatural, plan);
        lags += why && why->ground == Ground::lag;
        const double asked_s = pace.asked(plan).expiratory_time_s;
        REQUIRE(asked_s >= kNatural.expiratory_time_s - 1e-12);
        sum += asked_s;
    }
    CHECK(lags > 3);
    CHECK(sum / 400 < 1.065 * kNatural.expiratory_time_s);
}

TEST_CASE("Invite follows at once when the own expiration becomes shorter")
{
    auto pace = learned();
    keep_up(pace, kInvite, 60);
    const BreathTimes hurried{1.2, 1.5};
    for (int breath = 0; breath < 3; ++breath) // then three of five are hurried
        breathe(pace, hurried, kInvite);
    CHECK(pace.asked(kInvite).expiratory_time_s <= 1.10 * hurried.expiratory_time_s + 1e-12);
}

TEST_CASE("Guide leads a person who follows to the floor and no further, expiration first")
{
    GuidePlan plan = kGentle;
    plan.slowest_bpm = GENERATE(5.5, 6.5, 8.);
    plan.manner = GENERATE(GuideManner::gentle, GuideManner::training);
    auto pace = learned();
    double ratio = 0;
    bool inspiration_waits = true;
    for (int breath = 0; breath < 400; ++breath) {
        const auto asked = pace.asked(plan);
        REQUIRE(rate_bpm(asked) >= plan.slowest_bpm - 1e-9);
        ratio = asked.expiratory_time_s / asked.inspiratory_time_s;
        REQUIRE(ratio <= 1.8 + 1e-9);
        if (ratio < 1.79 && asked.period_s() < 60 / plan.slowest_bpm - 0.01)
            inspiration_waits = inspiration_waits && asked.inspiratory_time_s == Approx(1.8);
        breathe(pace, asked, plan);
    }
    CHECK(inspiration_waits);
    CHECK(rate_bpm(pace.asked(plan)) == Approx(plan.slowest_bpm));
    CHECK(ratio > 1.7);
}

TEST_CASE("Guide takes one step of the expiration every other breath in step")
{
    auto pace = learned();
    const double before_s = pace.asked(kTraining).expiratory_time_s;
    keep_up(pace, kTraining, 2);
    CHECK(pace.asked(kTraining).expiratory_time_s == before_s);
    keep_up(pace, kTraining, 1); // the third
    CHECK(pace.asked(kTraining).expiratory_time_s == Approx(before_s * 1.03));
    keep_up(pace, kTraining, 4);
    CHECK(pace.asked(kTraining).expiratory_time_s == Approx(before_s * std::pow(1.03, 3)));
}

TEST_CASE("Only a plan of a therapist leads below 4.5 breaths a minute, and none below 3")
{
    const auto [asked_bpm, floor_bpm] = GENERATE(table<double, double>(
        {{4.5, 4.5}, {4, 4}, {3, 3}, {2, 3}, {0, 5.5}, {-4, 5.5}, {std::nan(""), 5.5}}));
    CAPTURE(asked_bpm);
    GuidePlan plan = kTraining;
    plan.slowest_bpm = asked_bpm;
    auto pace = learned();
    for (int breath = 0; breath < 600; ++breath) {
        REQUIRE(rate_bpm(pace.asked(plan)) >= floor_bpm - 1e-9);
        breathe(pace, pace.asked(plan), plan);
    }
    CHECK(rate_bpm(pace.asked(plan)) == Approx(floor_bpm));
}

TEST_CASE("No setting lets Pace invite beyond a tenth")
{
    GuideParams params;
    params.invite_most = 0.5;
    auto pace = learned(kNatural, params);
    for (int breath = 0; breath < 600; ++breath) {
        REQUIRE(pace.asked(kInvite).expiratory_time_s
                <= 1.10 * kNatural.expiratory_time_s * (1 + 1e-12));
        breathe(pace, pace.asked(kInvite), kInvite);
    }
}

TEST_CASE("A natural breath that is slower than the floor is neither lengthened nor hurried")
{
    const GuidePlan fixed{
        .intent = Intent::guide, .style = GuideStyle::fixed, .breath_rate_bpm = 6.5};
    const GuidePlan plan = std::array{kInvite, kGentle, fixed}[GENERATE(0u, 1u, 2u)];
    const BreathTimes slow{4.5, 8}; // 4.8 breaths/min
    auto pace = learned(slow);
    for (int breath = 0; breath < 100; ++breath) {
        CHECK(pace.asked(plan).period_s() == Approx(slow.period_s()));
        breathe(pace, pace.asked(plan), plan);
    }
}

TEST_CASE("Guide is never more than a quarter longer than the person's own breath")
{
    auto pace = learned({3, 5.4}); // 7.1 breaths/min, who then hurries
    keep_up(pace, kTraining, 40);
    for (int breath = 0; breath < 40; ++breath) {
        breathe(pace, {1.5, 2}, kTraining);
        CHECK(pace.asked(kTraining).period_s() <= 1.25 * pace.own().period_s() + 1e-9);
    }
}

TEST_CASE(
    "A gentle guide stays near a person who can slow down only by a fifth, and training does not")
{
    const auto beyond = [](const GuidePlan& plan) {
        auto pace = learned();
        const double most_s = 1.2 * kNatural.period_s();
        std::vector<double> over;
        for (int breath = 0; breath < 400; ++breath) {
            const auto asked = pace.asked(plan);
            if (breath >= 200)
                over.push_back(asked.period_s() / most_s);
            breathe(pace, std::min(1., most_s / asked.period_s()) * asked, plan);
        }
        std::sort(over.begin(), over.end());
        return over[over.size() / 2];
    };
    CHECK(beyond(kGentle) > 1);
    CHECK(beyond(kGentle) < 1.06);
    CHECK(beyond(kTraining) > 1.1);
}

TEST_CASE("Invite after Guide asks for no more than Invite may")
{
    auto pace = learned();
    keep_up(pace, kGentle, 100);
    REQUIRE(pace.asked(kGentle).period_s() > 1.3 * kNatural.period_s());
    CHECK(pace.asked(kInvite).expiratory_time_s <= 1.10 * kNatural.expiratory_time_s + 1e-12);
}

TEST_CASE("Invite takes the inspiration as it is, also when it changes")
{
    auto pace = learned();
    const double inspiratory_time_s = GENERATE(1.2, 2.4);
    for (int breath = 0; breath < 5; ++breath)
        breathe(pace, {inspiratory_time_s, kNatural.expiratory_time_s}, kInvite);
    CHECK(pace.asked(kInvite).inspiratory_time_s == Approx(inspiratory_time_s));
}

TEST_CASE("Two breaths out of step bring Guide half way back, and make it slower for good")
{
    auto pace = learned();
    keep_up(pace, kTraining, 41);
    const double asked_s = pace.asked(kTraining).period_s();
    const BreathTimes shorter = 0.7 * pace.asked(kTraining);
    CHECK_FALSE(breathe(pace, shorter, kTraining));
    const auto why = breathe(pace, shorter, kTraining);
    REQUIRE(why);
    CHECK(why->ground == Ground::out_of_step);
    CHECK(why->value == 2);
    CHECK(pace.asked(kTraining).period_s() == Approx(0.85 * asked_s));
    CHECK(pace.yields());

    const auto before = pace.asked(kTraining);
    keep_up(pace, kTraining, 3);
    CHECK_FALSE(pace.yields());
    CHECK(pace.asked(kTraining).expiratory_time_s
          == Approx((1 + 0.7 * 0.03) * before.expiratory_time_s));
}

TEST_CASE("One breath out of step, as a sigh is, changes nothing")
{
    auto pace = learned();
    keep_up(pace, kTraining, 41);
    const auto before = pace.asked(kTraining);
    CHECK_FALSE(breathe(pace, 1.9 * before, kTraining));
    CHECK(pace.asked(kTraining) == before);
    CHECK_FALSE(breathe(pace, before, kTraining));
    CHECK(pace.asked(kTraining) == before);
}

TEST_CASE("A retreat goes back by 15 %, never beyond the natural breath, and holds six breaths")
{
    auto pace = learned();
    keep_up(pace, kTraining, 61);
    const double led_s = pace.asked(kTraining).period_s();
    CHECK(pace.retreat());
    const auto back = pace.asked(kTraining);
    CHECK(back.period_s() == Approx(0.85 * led_s));
    keep_up(pace, kTraining, 5);
    CHECK(pace.asked(kTraining) == back);
    keep_up(pace, kTraining, 1);
    CHECK(pace.asked(kTraining).expiratory_time_s
          == Approx((1 + 0.5 * 0.03) * back.expiratory_time_s));

    for (int time = 0; time < 10; ++time)
        pace.retreat();
    CHECK(pace.asked(kTraining).period_s() == Approx(kNatural.period_s()).epsilon(0.01));
    CHECK_FALSE(pace.retreat());
}

TEST_CASE("Personal tempo goes to three quarters of the natural rate and stays there")
{
    GuidePlan plan = kTraining;
    plan.style = GuideStyle::personal_tempo;
    auto pace = learned();
    keep_up(pace, plan, 200);
    CHECK(rate_bpm(pace.asked(plan)) == Approx(0.75 * rate_bpm(kNatural)));

    SECTION("of what was natural at first, though the person stays slow")
    {
        for (int breath = 0; breath < 20; ++breath)
            pace.learn(pace.asked(plan), true);
        CHECK(rate_bpm(pace.natural()) == Approx(0.75 * rate_bpm(kNatural)));
        keep_up(pace, plan, 200);
        CHECK(rate_bpm(pace.asked(plan)) == Approx(0.75 * rate_bpm(kNatural)));
    }
    SECTION("and never below the floor")
    {
        plan.slowest_bpm = 12;
        breathe(pace, pace.asked(plan), plan);
        CHECK(rate_bpm(pace.asked(plan)) >= 12 - 1e-9);
    }
}

TEST_CASE("A fixed rate is reached within two minutes, from either side, and kept")
{
    GuidePlan plan{.intent = Intent::guide, .style = GuideStyle::fixed, .slowest_bpm = 4.5};
    auto pace = learned();
    for (const double bpm : {6.5, 5., 4.5, 6., 3.}) {
        plan.breath_rate_bpm = bpm;
        double minutes = 0;
        while (minutes < 2) {
            minutes += pace.asked(plan).period_s() / 60;
            breathe(pace, pace.asked(plan), plan);
        }
        CAPTURE(bpm);
        CHECK(rate_bpm(pace.asked(plan)) == Approx(std::max(bpm, 4.5)));
        CHECK(pace.asked(plan).expiratory_time_s
              == Approx(1.5 * pace.asked(plan).inspiratory_time_s).epsilon(0.02));
    }
}

TEST_CASE("A gentle guide does not take 15 % of noise in a breath that follows for one that lags")
{
    std::vector<double> reached_bpm;
    for (unsigned seed = 1; seed <= 41; ++seed) {
        std::mt19937 random{seed};
        std::normal_distribution<double> noise(1, 0.15);
        auto pace = learned();
        for (double minutes = 0; minutes < 15;) {
            auto did = pace.asked(kGentle);
            minutes += did.period_s() / 60;
            did.inspiratory_time_s *= noise(random);
            did.expiratory_time_s *= noise(random);
            breathe(pace, did, kGentle);
        }
        reached_bpm.push_back(rate_bpm(pace.asked(kGentle)));
    }
    std::sort(reached_bpm.begin(), reached_bpm.end());
    CHECK(reached_bpm[20] < 9); // the median person; 13.3 at first
}
