#include "app/plan_show.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace crura;
using app::show_plan;
using namespace std::chrono_literals;

namespace {

std::vector<sessions::Session> programs()
{
    std::vector<sessions::Session> programs(2);
    programs[0].id = "rest";
    programs[0].name = "Constructive rest";
    programs[0].steps.resize(1);
    programs[0].steps[0].duration = 20min;
    programs[1].id = "breath-break";
    programs[1].name = "Breath break";
    programs[1].steps = programs[0].steps;
    return programs;
}

sessions::Plan plan()
{
    sessions::Plan plan;
    plan.id = "ten-days";
    plan.name = "Ten days";
    plan.summary = "A little every day.";
    plan.days = 10;
    plan.entries = {{5, 9, "rest", 0, ""},
                    {1, 3, "rest", 10, "Ten minutes are enough."},
                    {4, 4, "breath-break", 3, ""}};
    return plan;
}

} // namespace

TEST_CASE("A plan is shown by weeks, in the order of its days")
{
    const auto text = show_plan(plan(), programs());
    REQUIRE(text);
    CHECK(*text
          == "Ten days, 10 days\n"
             "A little every day.\n"
             "\n"
             "Week 1\n"
             "  days 1 to 3     Constructive rest, 10 min (rest)\n"
             "                  Ten minutes are enough.\n"
             "  day 4           Breath break, 3 min (breath-break)\n"
             "  days 5 to 7     Constructive rest, 20 min (rest)\n"
             "\n"
             "Week 2\n"
             "  days 8 to 9     Constructive rest, 20 min (rest)\n"
             "\n"
             "A day that names no program is free, and whoever leaves one out goes on with the "
             "next.");
}

TEST_CASE("In a week, what goes on from the week before stands where the plan has it")
{
    auto changed = plan();
    changed.entries = {{8, 10, "rest", 0, ""}, {1, 10, "breath-break", 3, ""}};
    const auto text = show_plan(changed, programs());
    REQUIRE(text);
    CHECK_THAT(*text,
               Catch::Contains("Week 2\n"
                               "  days 8 to 10    Constructive rest, 20 min (rest)\n"
                               "  days 8 to 10    Breath break, 3 min (breath-break)\n"));
}

TEST_CASE("A plan that asks for a program that is not there says which was meant")
{
    auto wrong = plan();
    wrong.entries[2].program = "breath-brake";
    const auto text = show_plan(wrong, programs());
    REQUIRE_FALSE(text);
    CHECK(text.error().message
          == "The plan 'ten-days' asks for the program 'breath-brake', which is not there; did you "
             "mean 'breath-break'?");
}
