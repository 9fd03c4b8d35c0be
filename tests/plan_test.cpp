#include "sessions/plan.hpp"

#include "sessions/loader.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

using namespace crura;
using namespace crura::sessions;
namespace fs = std::filesystem;

namespace {

const std::string kPlan = R"(format = 1
[plan]
name = "Three weeks"
summary = "A little every day."
days = 21
[[day]]
from = 1
to = 3
program = "constructive-rest"
minutes = 10
note = "Start with ten minutes."
[[day]]
from = 5
program = "breath-break"
[[day]]
from = 5
to = 21
program = "constructive-rest"
)";

std::string with(std::string text, const std::string& old, const std::string& replacement)
{
    const auto at = text.find(old);
    REQUIRE(at != std::string::npos);
    return text.replace(at, old.size(), replacement);
}

} // namespace

TEST_CASE("A plan is read as it is written")
{
    const auto plan = parse_plan(kPlan, "folder/three-weeks.toml");
    INFO((plan ? "" : plan.error().message));
    REQUIRE(plan);
    CHECK(plan->id == "three-weeks");
    CHECK(plan->name == "Three weeks");
    CHECK(plan->summary == "A little every day.");
    CHECK(plan->days == 21);
    REQUIRE(plan->entries.size() == 3);
    CHECK(plan->entries[0].from == 1);
    CHECK(plan->entries[0].to == 3);
    CHECK(plan->entries[0].program == "constructive-rest");
    CHECK(plan->entries[0].minutes == 10);
    CHECK(plan->entries[0].note == "Start with ten minutes.");
    CHECK(plan->entries[1].to == 5); // one day
    CHECK(plan->entries[1].minutes == 0);
    CHECK(plan->entries[1].note.empty());
}

TEST_CASE("Each day has what the plan names for it, and a free day nothing")
{
    const auto plan = parse_plan(kPlan, "x.toml");
    REQUIRE(plan);
    const auto days = days_of(*plan);
    REQUIRE(days.size() == 21);
    CHECK(days[0].day == 1);
    CHECK(days[20].day == 21);
    CHECK(days[0].entries.size() == 1);
    CHECK(days[2].entries.size() == 1);
    CHECK(days[3].entries.empty());
    REQUIRE(days[4].entries.size() == 2);
    CHECK(days[4].entries[0].program == "breath-break");
    CHECK(days[4].entries[1].program == "constructive-rest");
    CHECK(days[20].entries.size() == 1);
}

TEST_CASE("A mistake of a plan is named where it stands")
{
    const auto [old, replacement, where, what] =
        GENERATE(table<std::string, std::string, std::string, std::string>({
            {"format = 1", "format = 2", "1:10", "reads format = 1 only"},
            {"days = 21", "", "2:1", "[plan] has no days"},
            {"days = 21", "days = 400", "5:8", "permitted is 1 .. 365"},
            {"days = 21", "days = 20.5", "5:8", "days is 20.5; write a whole number"},
            {"days = 21", "days = 20", "17:6", "to is 21, but the plan has 20 days"},
            {"to = 3", "to = 0", "8:6", "permitted is 1 .. 365"},
            {"from = 1", "from = 4", "8:6", "to is 3, before from, which is 4"},
            {"from = 1\n", "", "6:1", "[[day]] has no from"},
            {"program = \"breath-break\"", "", "12:1", "[[day]] has no program"},
            {"\"breath-break\"", "\"../x\"", "14:11", "permitted are a .. z, 0 .. 9 and -"},
            {"minutes = 10", "minutes = 61", "10:11", "permitted is 0.5 .. 60"},
            {"note", "nte", "11:1", "did you mean \"note\"?"},
            {"Start with ten minutes.", "Keep your streak.", "11:8", "speak of days and weeks"},
            {"Start with ten minutes.", "Try harder.", "11:8", "note does not say \"try\""},
            {"A little every day.", "You must.", "4:11", "summary does not say \"must\""},
            {"[plan]", "[[plan]]", "2:1", "write [plan] on a line of its own"},
        }));
    const auto plan = parse_plan(with(kPlan, old, replacement), "x.toml");
    REQUIRE_FALSE(plan);
    INFO(plan.error().message);
    CHECK(plan.error().message.starts_with("x.toml:" + where + ": error: "));
    CHECK(plan.error().message.find(what) != std::string::npos);
    CHECK(plan.error().message.find('^') == plan.error().message.rfind('^'));
}

TEST_CASE("A plan without days, or that is not there, says so")
{
    CHECK(parse_plan("", "x.toml").error().message.find("the file has no day")
          != std::string::npos);
    const auto single = parse_plan(kPlan.substr(0, kPlan.find("[[day]]")) + "[day]\nfrom = 1", "x");
    REQUIRE_FALSE(single);
    CHECK(single.error().message.find("write [[day]] in two pairs") != std::string::npos);
    CHECK_FALSE(load_plan("/not/there.toml"));
}

TEST_CASE("The plan that docs/programs.md shows loads")
{
    std::ifstream page(fs::path(CRURA_ROOT) / "docs" / "programs.md");
    const std::string text(std::istreambuf_iterator<char>(page), {});
    const auto begin = text.find("format = 1\n\n[plan]");
    REQUIRE(begin != std::string::npos);
    const auto plan = parse_plan(text.substr(begin, text.find("```", begin) - begin), "x.toml");
    INFO((plan ? "" : plan.error().message));
    REQUIRE(plan);
    CHECK(plan->days == 21);
}

TEST_CASE("Every plan that is shipped loads, and its programs are there at their lengths")
{
    const fs::path sessions = fs::path(CRURA_ROOT) / "sessions";
    for (const auto& found : find_programs(std::array{sessions / "plans"})) {
        const auto plan = load_plan(found.file);
        INFO((plan ? found.id : plan.error().message));
        REQUIRE(plan);
        for (const PlanEntry& entry : plan->entries) {
            INFO(entry.program);
            CHECK(load_session(sessions / "programs" / (entry.program + ".toml")));
        }
    }
}
