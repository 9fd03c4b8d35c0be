// The guide before seeded simulated people, breath by breath. What holds here holds for a model of
// following; bench/guide prints the figures.
#include "devices/simulated_body.hpp"
#include "support/led_session.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace crura;
using namespace crura::sessions;
using namespace crura::test;
using namespace std::chrono_literals;

namespace {

devices::BodyModel::Params body_of(const std::string& kind)
{
    return devices::SimulatedBody::find(kind)->body;
}

LedSession before(const devices::BodyModel::Params& body, std::uint64_t seed,
                  GuideManner manner = GuideManner::gentle)
{
    LedSession session{.person = LedPerson(body, seed)};
    session.plan = {.intent = Intent::guide, .manner = manner};
    session.tick = 100ms;
    return session;
}

double share_of(int part, int all)
{
    return double(part) / double(all);
}

} // namespace

TEST_CASE("A cooperative person goes from 14 to below 10 breaths a minute within 4 minutes")
{
    const auto manner = GENERATE(GuideManner::gentle, GuideManner::training);
    constexpr int kPeople = 101;
    std::vector<double> minutes;
    for (int seed = 1; seed <= kPeople; ++seed) {
        auto session = before(body_of("cooperative"), std::uint64_t(seed), manner);
        session.run(10);
        minutes.push_back(session.minutes_to(10).value_or(10));
    }
    CHECK(median_of(minutes) < 4); // since the first breath, with recognising and following
    CHECK(median_of(minutes) > 2); // and not in haste
}

TEST_CASE("Late in the session a gentle guide is at most 6 % beyond a limited person")
{
    const double stretch = GENERATE(1.2, 1.5);
    auto body = body_of("limited");
    body.traits.longest_stretch = stretch;
    std::vector<double> beyond;
    for (int seed = 1; seed <= 50; ++seed) {
        auto session = before(body, std::uint64_t(seed));
        session.run(15);
        std::vector<double> late;
        for (const auto& breath : session.person.lived())
            if (breath.start_s > 10 * 60 && breath.asked_s > 0)
                late.push_back(breath.asked_s / breath.breath_s);
        beyond.push_back(median_of(late));
    }
    CHECK(median_of(beyond) > 1);
    CHECK(*std::max_element(beyond.begin(), beyond.end()) < 1.06);
}

TEST_CASE("Nobody is driven below their floor, in 1,000 sessions of all kinds")
{
    const std::vector<std::string> kinds{"cooperative", "limited",  "anxious", "distracted",
                                         "sleeping",    "restless", "calm"};
    const double floors_bpm[] = {5.5, 4.5, 6.5, 8, 3.5};
    const GuideStyle styles[] = {GuideStyle::lead, GuideStyle::lead, GuideStyle::personal_tempo,
                                 GuideStyle::fixed};
    int reached = 0;
    for (int seed = 0; seed < 1000; ++seed) {
        auto body = body_of(kinds[std::size_t(seed) % kinds.size()]);
        body.slowest_rate_bpm = 3; // they would go
        auto session = before(body, std::uint64_t(seed), GuideManner(seed % 2));
        session.plan.slowest_bpm = floors_bpm[seed % 5];
        session.plan.style = styles[seed % 4];
        session.plan.breath_rate_bpm = 4;
        const double longest_s = 60 / session.plan.slowest_bpm;
        double slowest_s = 0;
        session.run(10, [&] {
            if (session.target.level > 0 && session.target.stage != GuideStage::sleep)
                slowest_s = std::max(slowest_s, 60 / session.target.breath_rate_bpm);
        });
        CAPTURE(seed, slowest_s);
        REQUIRE(slowest_s <= longest_s + 1e-9);
        std::vector<double> breaths_s;
        for (const auto& breath : session.person.lived()) {
            REQUIRE(breath.meant.pace.breath_s() <= longest_s + 1e-9);
            breaths_s.push_back(breath.breath_s); // with all its unevenness
        }
        REQUIRE(median_of(breaths_s) <= 1.05 * longest_s);
        reached += slowest_s > 0.99 * longest_s;
    }
    CHECK(reached > 200);
}

TEST_CASE("Who falls asleep is left alone within 2 minutes, and it stays silent")
{
    constexpr int kPeople = 100;
    const double asleep_s = 60 * GENERATE(4., 8.);
    auto body = body_of("sleeping");
    body.traits.asleep_after_s = asleep_s;
    int in_time = 0;
    for (int seed = 1; seed <= kPeople; ++seed) {
        auto session = before(body, std::uint64_t(seed), GuideManner(seed % 2));
        session.run(asleep_s / 60 + 2);
        const bool silent = session.target.stage == GuideStage::sleep && session.target.level == 0;
        in_time += silent;
        if (!silent)
            continue;
        session.run(5, [&] { REQUIRE(session.target.level == 0); });
        REQUIRE(session.count(DecisionKind::fall_asleep) == 1);
    }
    CHECK(share_of(in_time, kPeople) >= 0.94);
}

TEST_CASE("Nobody who goes along is taken for asleep")
{
    int sleeps = 0;
    for (int seed = 1; seed <= 100; ++seed) {
        auto session = before(body_of("cooperative"), std::uint64_t(seed), GuideManner(seed % 2));
        session.run(15);
        sleeps += int(session.count(DecisionKind::fall_asleep));
    }
    CHECK(sleeps <= 2);
}

TEST_CASE("The guide goes to a person who does not listen, and leads again when they come back")
{
    constexpr int kPeople = 60;
    auto body = body_of("cooperative");
    int came = 0, led_again = 0;
    for (int seed = 1; seed <= kPeople; ++seed) {
        auto session = before(body, std::uint64_t(seed), GuideManner(seed % 2));
        session.run(6);
        const double led_s = 60 / session.target.breath_rate_bpm;
        session.person.listening = false;
        session.run(1);
        const double met_s = 60 / session.target.breath_rate_bpm;
        const double own_s = 60 / median_of(session.rates_bpm(6.5 * 60, 7 * 60));
        came += std::abs(met_s - own_s) < 0.5 * (led_s - own_s);
        session.person.listening = true;
        session.run(9);
        led_again += median_of(session.rates_bpm(15 * 60, 16 * 60)) < 0.8 * 60 / own_s;
    }
    CHECK(share_of(came, kPeople) > 0.9);
    CHECK(share_of(led_again, kPeople) > 0.85);
}

TEST_CASE("A session of a simulated person is the same for the same seed, and from a copy")
{
    auto original = before(body_of("distracted"), 5);
    auto again = before(body_of("distracted"), 5);
    original.run(4);
    again.run(4);
    auto copy = original;
    original.run(6);
    again.run(6);
    copy.run(6);
    const auto same = [](const LedSession& a, const LedSession& b) {
        return a.target.displacement == b.target.displacement
            && a.target.inspiratory_time_s == b.target.inspiratory_time_s
            && a.target.expiratory_time_s == b.target.expiratory_time_s
            && a.person.onset_s() == b.person.onset_s();
    };
    CHECK(same(original, again));
    CHECK(same(original, copy));
    CHECK_FALSE(same(original, before(body_of("distracted"), 6)));
}
