#include "trend/comparison.hpp"

#include "support/comparing_person.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>

using namespace crura;
using trend::Outcome;

namespace {

history::ComparisonRow planned(std::uint32_t sessions, std::uint64_t seed = 1)
{
    history::ComparisonRow row;
    row.id = 1;
    row.outcome = "breath_rate";
    row.sessions = sessions;
    row.seed = seed;
    return row;
}

std::string order_of(const history::ComparisonRow& row)
{
    std::string order;
    for (std::size_t place = 0; place < row.sessions; ++place)
        order += trend::side_at(row, place);
    return order;
}

} // namespace

TEST_CASE("Each pair has both sides, and which is first is drawn anew for each")
{
    std::set<std::string> orders;
    int b_first = 0;
    for (std::uint64_t seed = 1; seed <= 500; ++seed) {
        const auto order = order_of(planned(20, seed));
        for (std::size_t place = 0; place < order.size(); place += 2) {
            CHECK(order[place] != order[place + 1]);
            b_first += order[place] == 'b';
        }
        orders.insert(order);
    }
    CHECK(b_first == Approx(2500).margin(150)); // 3 SD
    CHECK(orders.size() > 350);                 // of 1024, 500 throws hit 395 on average
}

TEST_CASE("The lot of a seed is the same wherever and whenever it is drawn")
{
    CHECK(order_of(planned(12, 0)) == order_of(planned(12, 0)));
    CHECK(order_of(planned(12, 7)) == order_of(planned(20, 7)).substr(0, 12));
}

TEST_CASE("A comparison without an outcome, too short, too long or odd is refused in a sentence")
{
    CHECK(trend::check(planned(12)));
    CHECK(trend::check(planned(200)));
    for (const std::uint32_t sessions : {0u, 2u, 10u, 13u, 202u}) {
        const auto refused = trend::check(planned(sessions));
        REQUIRE_FALSE(refused);
        CHECK(refused.error().message.find("12 to 200") != std::string::npos);
    }
    auto unknown = planned(12);
    unknown.outcome = "score";
    REQUIRE_FALSE(trend::check(unknown));
    CHECK(trend::check(unknown).error().message.find("'score'") != std::string::npos);
}

TEST_CASE("Nothing of the result is known before the planned sessions are done")
{
    test::ComparingPerson person({.b_higher = 50}, 20, 3);
    for (std::size_t done = 0; done < 20; ++done) {
        const auto result = trend::compare(person.row(), person.sessions());
        CHECK(result.outcome == Outcome::not_finished);
        CHECK(result.done == done);
        CHECK(result.next == trend::side_at(person.row(), done));
        CHECK_FALSE(result.difference.known);
        CHECK_FALSE(result.a.known);
        CHECK(result.smallest_seen == 0);
        person.practise();
    }
    const auto result = trend::compare(person.row(), person.sessions());
    CHECK(result.outcome == Outcome::b_more);
    CHECK(result.pairs == 10);
    CHECK(result.difference.value == Approx(60).margin(result.difference.plus_minus)); // 50 * 1.2
}

TEST_CASE("A session that does not count leaves its place to the next")
{
    test::ComparingPerson person({}, 12, 5);
    auto sessions = person.sessions();
    person.practise();
    const char side = person.sessions()[0].arm->side;
    sessions = person.sessions();

    SECTION("ended early")
    {
        sessions[0].finished = false;
    }
    SECTION("without the outcome")
    {
        sessions[0].figures.breath_rate_bpm.known = false;
    }
    SECTION("on the side whose turn it was not")
    {
        sessions[0].arm->side = side == 'a' ? 'b' : 'a';
    }
    const char had = sessions[0].arm->side;

    const auto result = trend::compare(person.row(), sessions);
    CHECK(result.done == 0);
    CHECK(result.next == side);
    CHECK(result.repeated_a == (had == 'a' ? 1 : 0));
    CHECK(result.repeated_b == (had == 'b' ? 1 : 0));
}

TEST_CASE("Sessions of another comparison, and more than were planned, change nothing")
{
    test::ComparingPerson person({}, 12, 5);
    person.finish();
    auto sessions = person.sessions();
    const auto before = trend::compare(person.row(), sessions);
    auto more = sessions.back();
    more.figures.breath_rate_bpm.value = 1000;
    sessions.push_back(more);
    more.arm->comparison = 2;
    sessions.insert(sessions.begin(), more);
    CHECK(trend::compare(person.row(), sessions).difference.value == before.difference.value);
}

TEST_CASE("One that was ended early says what its whole pairs say, if there are six of them")
{
    test::ComparingPerson person({.b_higher = 50}, 20, 5);
    for (int i = 0; i < 13; ++i)
        person.practise();
    auto row = person.row();
    row.ended = history::WallTime{};
    const auto sessions = person.sessions();
    const auto result = trend::compare(row, sessions);
    CHECK(result.pairs == 6);
    CHECK(result.outcome == Outcome::b_more);

    const auto fewer = trend::compare(row, std::span(sessions).first(11));
    CHECK(fewer.outcome == Outcome::not_finished);
    CHECK_FALSE(fewer.difference.known);
}

TEST_CASE("The interval of a comparison holds in 95 of 100, and a difference is seldom made up")
{
    const double autocorrelation = GENERATE(0., 0.6);
    const double b_higher = GENERATE(0., 1.);
    const bool answers = GENERATE(false, true);
    const test::Comparing how{
        .b_higher = b_higher, .autocorrelation = autocorrelation, .answers = answers};
    int held = 0, wrong = 0;
    constexpr int kPeople = 300;
    for (int seed = 1; seed <= kPeople; ++seed) {
        test::ComparingPerson person(how, 20, std::uint64_t(seed));
        person.finish();
        const auto result = trend::compare(person.row(), person.sessions());
        held += std::fabs(result.difference.value - person.truth()) <= result.difference.plus_minus;
        wrong += result.outcome == Outcome::b_less
            || (b_higher == 0 && result.outcome == Outcome::b_more);
    }
    INFO("autocorrelation " << autocorrelation << ", B higher by " << b_higher << ", " << answers);
    CHECK(held >= kPeople * 92 / 100); // 95 % less 2.4 SD
    CHECK(wrong <= kPeople * 8 / 100);
}
