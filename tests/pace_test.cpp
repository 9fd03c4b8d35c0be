#include "sessions/guide/pace.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <vector>

using namespace crura;
using namespace crura::sessions;

namespace {

constexpr BreathTimes kNatural{1.8, 2.7}; // 13.3 breaths/min

Pace learned(BreathTimes natural = kNatural, Pace::Params params = {})
{
    Pace pace(params);
    for (int i = 0; i < 5; ++i)
        pace.learn(natural);
    return pace;
}

double rate_bpm(const BreathTimes& times)
{
    return 60 / times.period_s();
}

} // namespace

TEST_CASE("Pace asks for the person's own breath first")
{
    const auto pace = learned();
    CHECK(pace.asked(Intent::invite) == kNatural);
    CHECK(pace.asked(Intent::guide) == kNatural);
}

TEST_CASE("Pace takes the median, so that one sigh changes nothing")
{
    auto pace = learned();
    pace.learn({3.5, 7});
    CHECK(pace.asked(Intent::invite) == kNatural);
}

TEST_CASE("Invite reaches a tenth longer in minutes, and never more, and leaves the inspiration")
{
    auto pace = learned();
    double minutes = 0;
    double reached_at = 0;
    for (int breath = 0; breath < 400; ++breath) {
        const auto asked = pace.asked(Intent::invite);
        REQUIRE(asked.expiratory_time_s <= 1.10 * kNatural.expiratory_time_s * (1 + 1e-12));
        REQUIRE(asked.inspiratory_time_s == Approx(kNatural.inspiratory_time_s));
        if (reached_at == 0 && asked.expiratory_time_s > 1.08 * kNatural.expiratory_time_s)
            reached_at = minutes;
        minutes += asked.period_s() / 60;
        pace.follow(asked, Intent::invite); // as a person who follows exactly
    }
    CHECK(reached_at > 1);
    CHECK(reached_at < 4);
}

TEST_CASE("Invite yields to a person who stays with the own breath")
{
    auto pace = learned();
    double sum = 0;
    for (int breath = 0; breath < 400; ++breath) {
        pace.follow(kNatural, Intent::invite);
        const double asked_s = pace.asked(Intent::invite).expiratory_time_s;
        REQUIRE(asked_s >= kNatural.expiratory_time_s);
        // 6 % may lag, and two steps are taken before the median of five breaths shows it.
        REQUIRE(asked_s <= 1.01 * 1.01 * kNatural.expiratory_time_s / (1 - 0.06));
        sum += asked_s;
    }
    CHECK(sum / 400 < 1.065 * kNatural.expiratory_time_s);
}

TEST_CASE("Invite follows at once when the own expiration becomes shorter")
{
    auto pace = learned();
    for (int breath = 0; breath < 60; ++breath)
        pace.follow(pace.asked(Intent::invite), Intent::invite);
    const BreathTimes hurried{1.2, 1.5};
    for (int breath = 0; breath < 3; ++breath) // then three of five are hurried
        pace.follow(hurried, Intent::invite);
    CHECK(pace.asked(Intent::invite).expiratory_time_s <= 1.10 * hurried.expiratory_time_s + 1e-12);
}

TEST_CASE("Guide leads a person who follows to the floor and no further")
{
    const double slowest_bpm = GENERATE(5.5, 6.5, 8.);
    Pace::Params params;
    params.slowest_bpm = slowest_bpm;
    auto pace = learned(kNatural, params);
    double ratio = 0;
    for (int breath = 0; breath < 400; ++breath) {
        const auto asked = pace.asked(Intent::guide);
        REQUIRE(rate_bpm(asked) >= slowest_bpm - 1e-9);
        ratio = asked.expiratory_time_s / asked.inspiratory_time_s;
        REQUIRE(ratio <= params.expiration_ratio + 1e-9);
        pace.follow(asked, Intent::guide);
    }
    CHECK(rate_bpm(pace.asked(Intent::guide)) < 1.03 * slowest_bpm);
    CHECK(ratio > 1.7);
}

TEST_CASE("No setting lets Pace lead below 4.5 breaths a minute or invite beyond a tenth")
{
    Pace::Params params;
    params.slowest_bpm = 2;
    params.invite_most = 0.5;
    const auto intent = GENERATE(Intent::invite, Intent::guide);
    auto pace = learned(kNatural, params);
    for (int breath = 0; breath < 600; ++breath) {
        const auto asked = pace.asked(intent);
        REQUIRE(rate_bpm(asked) >= kSlowestEverBpm - 1e-9);
        if (intent == Intent::invite)
            REQUIRE(asked.expiratory_time_s <= 1.10 * kNatural.expiratory_time_s * (1 + 1e-12));
        pace.follow(asked, intent);
    }
}

TEST_CASE("A natural breath that is slower than the floor is neither lengthened nor hurried")
{
    const auto intent = GENERATE(Intent::invite, Intent::guide);
    const BreathTimes slow{4.5, 8}; // 4.8 breaths/min
    auto pace = learned(slow);
    for (int breath = 0; breath < 100; ++breath) {
        CHECK(pace.asked(intent).period_s() == Approx(slow.period_s()));
        pace.follow(pace.asked(intent), intent);
    }
}

TEST_CASE("Guide is never more than a quarter longer than the person's own breath")
{
    auto pace = learned({3, 5.4}); // 7.1 breaths/min, who then hurries
    for (int breath = 0; breath < 40; ++breath)
        pace.follow(pace.asked(Intent::guide), Intent::guide);
    for (int breath = 0; breath < 40; ++breath) {
        pace.follow({1.5, 2}, Intent::guide);
        CHECK(pace.asked(Intent::guide).period_s() <= 1.25 * pace.own().period_s() + 1e-9);
    }
}

TEST_CASE("Guide does not stay out of reach of a person who can slow down only by a fifth")
{
    auto pace = learned();
    const double most_s = 1.2 * kNatural.period_s();
    double over = 0;
    for (int breath = 0; breath < 400; ++breath) {
        auto did = pace.asked(Intent::guide);
        const double share = std::min(1., most_s / did.period_s());
        did.inspiratory_time_s *= share;
        did.expiratory_time_s *= share;
        if (breath >= 200)
            over += pace.asked(Intent::guide).period_s() / most_s / 200;
        pace.follow(did, Intent::guide);
    }
    CHECK(over > 1);
    CHECK(over < 1 / (1 - 0.06)); // what may lag
}

TEST_CASE("Invite after Guide asks for no more than Invite may")
{
    auto pace = learned();
    for (int breath = 0; breath < 100; ++breath)
        pace.follow(pace.asked(Intent::guide), Intent::guide);
    REQUIRE(pace.asked(Intent::guide).period_s() > 1.3 * kNatural.period_s());
    CHECK(pace.asked(Intent::invite).expiratory_time_s
          <= 1.10 * kNatural.expiratory_time_s + 1e-12);
}

TEST_CASE("Invite takes the inspiration as it is, also when it changes")
{
    auto pace = learned();
    const double inspiratory_time_s = GENERATE(1.2, 2.4);
    for (int breath = 0; breath < 5; ++breath)
        pace.follow({inspiratory_time_s, kNatural.expiratory_time_s}, Intent::invite);
    CHECK(pace.asked(Intent::invite).inspiratory_time_s == Approx(inspiratory_time_s));
}

TEST_CASE("Guide goes on more slowly after it had to yield")
{
    auto pace = learned();
    std::vector<int> yielded; // at which breath
    double before_s = 0;
    for (int breath = 0; breath < 200; ++breath) {
        pace.follow(kNatural, Intent::guide); // not at all
        const double asked_s = pace.asked(Intent::guide).period_s();
        if (asked_s < before_s)
            yielded.push_back(breath);
        before_s = asked_s;
    }
    REQUIRE(yielded.size() > 6);
    CHECK(yielded[6] - yielded[5] > yielded[1] - yielded[0]);
}

TEST_CASE("Guide does not take 15 % of noise in a breath that follows for a breath that does not")
{
    std::vector<double> reached_bpm;
    for (unsigned seed = 1; seed <= 41; ++seed) {
        std::mt19937 random{seed};
        std::normal_distribution<double> noise(1, 0.15);
        auto pace = learned();
        for (double minutes = 0; minutes < 15;) {
            auto did = pace.asked(Intent::guide);
            minutes += did.period_s() / 60;
            did.inspiratory_time_s *= noise(random);
            did.expiratory_time_s *= noise(random);
            pace.follow(did, Intent::guide);
        }
        reached_bpm.push_back(rate_bpm(pace.asked(Intent::guide)));
    }
    std::sort(reached_bpm.begin(), reached_bpm.end());
    CHECK(reached_bpm[20] < 9); // the median person; 13.3 at first
}
