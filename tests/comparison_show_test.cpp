#include "app/comparison_show.hpp"

#include "support/comparing_person.hpp"

#include <catch2/catch.hpp>

using namespace crura;

namespace {

bool has(const std::string& text, const std::string& words)
{
    return text.find(words) != std::string::npos;
}

} // namespace

TEST_CASE("A comparison under way says how far it is, and neither result nor next side")
{
    test::ComparingPerson person({.b_higher = 9}, 20, 2);
    for (int i = 0; i < 7; ++i)
        person.practise();
    const auto text = app::show_comparison(person.row(), person.sessions());
    INFO(text);
    CHECK(has(text, "Comparison 1: A is sea, B is bowl; what is compared is breaths a minute"));
    CHECK(has(text, "7 of 20 sessions are done."));
    CHECK(has(text, "told when"));
    CHECK_FALSE(has(text, "+-"));
    CHECK_FALSE(has(text, "aster"));
    CHECK_FALSE(has(text, "next is A"));
    CHECK_FALSE(has(text, "next is B"));
}

TEST_CASE("A finished comparison says the difference with its interval, either way")
{
    const double b_higher = GENERATE(-9., 9.);
    test::ComparingPerson person({.b_higher = b_higher}, 20, 2);
    person.finish();
    const auto text = app::show_comparison(person.row(), person.sessions());
    INFO(text);
    CHECK(has(text, b_higher > 0 ? "With B faster by 1" : "With B slower by 1"));
    CHECK(has(text, " breaths a minute. It rests on 10 pairs; "));
    CHECK_FALSE(has(text, "by -"));
}

TEST_CASE("Where a difference cannot be told that is what is said")
{
    test::ComparingPerson person({.autocorrelation = 0}, 12, 3);
    person.finish();
    const auto text = app::show_comparison(person.row(), person.sessions());
    INFO(text);
    CHECK(has(text, "No clear difference: B less A is "));
    CHECK(has(text, "could not be told"));
}

TEST_CASE("Sessions that came again are told by side")
{
    test::ComparingPerson person({.broken_off = 0.5}, 12, 4);
    person.finish();
    CHECK(has(app::show_comparison(person.row(), person.sessions()), "came again: "));
}

TEST_CASE("A comparison that was ended too early has no result, and says so")
{
    test::ComparingPerson person({}, 20, 4);
    person.practise();
    auto row = person.row();
    row.ended = history::WallTime{};
    CHECK(has(app::show_comparison(row, person.sessions()), "too few pairs for a result"));
}

TEST_CASE("A comparison by something that is not measured here says what it is about")
{
    history::ComparisonRow row;
    row.outcome = "glow";
    CHECK(has(app::show_comparison(row, {}), "'glow'"));
}
