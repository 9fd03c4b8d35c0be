#include "devices/follower.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace crura::devices;

namespace {

constexpr BreathPace kOwn{1.6, 2.4}; // 15 breaths a minute
constexpr HeardGuide kSlow{{4, 6}, 0};

Follower follower(const Follower::Traits& traits = {}, double following = 0.7,
                  double slowest_bpm = 5)
{
    return Follower(kOwn, following, slowest_bpm, traits, Random(1));
}

// Breaths without any unevenness, one after another.
std::vector<MeantBreath> breaths(Follower person, double minutes, const HeardGuide* guide)
{
    std::vector<MeantBreath> all;
    for (double time_s = 0; time_s < 60 * minutes;) {
        all.push_back(person(time_s, guide));
        time_s += all.back().pace.breath_s();
    }
    return all;
}

} // namespace

TEST_CASE("Follower breathes its own breath while it hears nothing, and goes back to it")
{
    for (const auto& breath : breaths(follower(), 5, nullptr))
        REQUIRE(breath.pace.breath_s() == Approx(kOwn.breath_s()));

    auto person = follower();
    for (int breath = 0; breath < 20; ++breath)
        person(10. * breath, &kSlow);
    std::vector<double> back;
    for (int breath = 0; breath < 15; ++breath)
        back.push_back(person(200 + 5. * breath, nullptr).pace.breath_s());
    CHECK(back.front() < 10);
    CHECK(back.front() > 7); // not at once
    CHECK(back.back() == Approx(kOwn.breath_s()).epsilon(0.02));
}

TEST_CASE("Follower comes along by its share in each breath, to the guide's own times")
{
    const auto all = breaths(follower(), 5, &kSlow);
    CHECK(all[0].pace.inspiratory_s == Approx(1.6 + 0.7 * (4 - 1.6)));
    CHECK(all[0].pace.expiratory_s == Approx(2.4 + 0.7 * (6 - 2.4)));
    CHECK(all.back().pace.breath_s() == Approx(10));
    CHECK(all.back().volume == 1);
    CHECK(all.back().listens);
}

TEST_CASE("Follower that does not follow never listens")
{
    for (const auto& breath : breaths(follower({}, 0), 5, &kSlow)) {
        REQUIRE_FALSE(breath.listens);
        REQUIRE(breath.pace.breath_s() == Approx(kOwn.breath_s()));
    }
}

TEST_CASE("Follower is led no further than it can stretch, nor past its slowest")
{
    const double stretch = GENERATE(1.2, 1.5);
    CHECK(breaths(follower({.longest_stretch = stretch}), 5, &kSlow).back().pace.breath_s()
          == Approx(stretch * kOwn.breath_s()));
    CHECK(breaths(follower({}, 0.7, 9), 5, &kSlow).back().pace.breath_s() == Approx(60 / 9.));
    const auto person = follower({.longest_stretch = stretch});
    CHECK(person.toward_onset(0, 1.19 * kOwn.breath_s(), {{4, 6}, 1.5 * kOwn.breath_s()})
          <= stretch * kOwn.breath_s());
}

TEST_CASE("Follower tires at the end of its reach, by half at most, and recovers by itself")
{
    auto person = follower({.tiring = 0.05}, 0.7, 6);
    double time_s = 0;
    const auto after = [&](double minutes, const HeardGuide* guide) {
        double breath_s = 0;
        for (const double until_s = time_s + 60 * minutes; time_s < until_s; time_s += breath_s)
            breath_s = person(time_s, guide).pace.breath_s();
        return breath_s;
    };
    const double fresh_s = after(1, &kSlow);
    const double tired_s = after(5, &kSlow);
    CHECK(tired_s < 0.95 * fresh_s);
    CHECK(after(60, &kSlow) > kOwn.breath_s() + 0.45 * (10 - kOwn.breath_s()));
    after(30, nullptr);
    CHECK(after(1, &kSlow) > tired_s);
}

TEST_CASE("Follower over-breathes and sighs only when led")
{
    const Follower::Traits traits{.over_breathing = 0.4, .sighs_led = 60};
    int sighs = 0;
    for (const auto& breath : breaths(follower(traits), 60, &kSlow))
        sighs += breath.sighs;
    CHECK(sighs == Approx(60 * 1.5).margin(30)); // led to 2.5 times its own
    CHECK(breaths(follower(traits), 5, &kSlow).back().volume == Approx(1 + 0.4 * 1.5));
    for (const auto& breath : breaths(follower(traits), 60, nullptr)) {
        REQUIRE(breath.volume == 1);
        REQUIRE_FALSE(breath.sighs);
    }
}

TEST_CASE("Follower lapses as often and as long as asked, and comes back")
{
    const auto all = breaths(follower({.lapses_per_hour = 20, .lapse_s = 60}), 600, &kSlow);
    double away_s = 0;
    int lapses = 0;
    for (std::size_t i = 1; i < all.size(); ++i) {
        away_s += all[i].listens ? 0 : all[i].pace.breath_s();
        lapses += !all[i].listens && all[i - 1].listens;
    }
    // 20 in an hour of listening, which is three quarters of one.
    CHECK(lapses == Approx(150).margin(30));
    CHECK(away_s / lapses == Approx(60).margin(12));
    CHECK(all.back().pace.breath_s() > kOwn.breath_s() - 1e-9);
}

TEST_CASE("Follower falls asleep when asked, and from then on hears nothing")
{
    double time_s = 0;
    auto person = follower({.asleep_after_s = 300});
    for (int i = 0; i < 200; ++i) {
        const auto breath = person(time_s, &kSlow);
        REQUIRE(breath.asleep == (time_s >= 300));
        REQUIRE(breath.listens == !breath.asleep);
        REQUIRE(breath.unrest == (breath.asleep ? 3 : 1));
        time_s += breath.pace.breath_s();
    }
}

TEST_CASE("Follower goes on from a copy, and another seed lapses at another time")
{
    const Follower::Traits traits{.tiring = 0.02, .lapses_per_hour = 30, .lapse_s = 40};
    const auto times = [](Follower person) {
        std::vector<double> all;
        for (const auto& breath : breaths(person, 30, &kSlow))
            all.push_back(breath.pace.breath_s());
        return all;
    };
    auto person = follower(traits);
    for (int breath = 0; breath < 10; ++breath)
        person(0, &kSlow);
    CHECK(times(person) == times(Follower(person)));
    CHECK(times(Follower(kOwn, 0.7, 5, traits, Random(1)))
          != times(Follower(kOwn, 0.7, 5, traits, Random(2))));
}
