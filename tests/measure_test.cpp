#include "trend/series.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <set>
#include <string>

using namespace crura;
using namespace std::chrono_literals;

namespace {

const trend::Measure& measure(const char* id)
{
    const auto* found = trend::find_measure(id);
    REQUIRE(found);
    return *found;
}

history::SessionRow session(history::Id id, const std::string& program = "rest")
{
    history::SessionRow row;
    row.id = id;
    row.program_id = program;
    row.began = history::WallTime(std::chrono::hours(24 * id));
    row.ended = row.began + 20min;
    row.finished = true;
    row.figures.heard_s = 1200;
    row.figures.breath_rate_bpm = {6, 0.4, true};
    return row;
}

} // namespace

TEST_CASE("A share that was not calibrated is never taken for one that was")
{
    history::SessionFigures figures;
    figures.abdominal_share = {0.6, 0.05, true};
    const auto& share = measure("abdominal_share");
    const auto& tendency = measure("abdominal_share_trend");

    figures.partition = Partition::calibrated;
    CHECK(share.of(figures).known);
    CHECK_FALSE(tendency.of(figures).known);
    figures.partition = Partition::uncalibrated;
    CHECK_FALSE(share.of(figures).known);
    CHECK(tendency.of(figures).known);
    figures.partition = Partition::none; // one sensor claims none
    CHECK_FALSE(share.of(figures).known);
    CHECK_FALSE(tendency.of(figures).known);
}

TEST_CASE("Ease changes only where both answers were given")
{
    history::SessionFigures figures;
    figures.ease_after = std::uint8_t(1);
    CHECK_FALSE(measure("ease_change").of(figures).known);
    figures.ease_before = std::uint8_t(3);
    CHECK(measure("ease_change").of(figures).known);
    CHECK(measure("ease_change").of(figures).value == -2);
    CHECK(measure("ease_before").of(figures).value == 3);
}

TEST_CASE("Nothing is measured of a session that says nothing")
{
    std::set<std::string> ids;
    for (const auto& each : trend::measures()) {
        INFO(each.id);
        CHECK_FALSE(each.of({}).known);
        ids.insert(each.id);
        CHECK(trend::find_measure(each.id) == &each);
    }
    CHECK(ids.size() == trend::measures().size());
    CHECK_FALSE(trend::find_measure("score"));
}

TEST_CASE("A session whose doubt is too wide, or whose number is none, does not count")
{
    auto good = session(1), vague = session(2), broken = session(3);
    vague.figures.breath_rate_bpm.plus_minus = 3.1;
    broken.figures.breath_rate_bpm.value = std::numeric_limits<double>::quiet_NaN();
    const std::vector sessions = {good, vague, broken};
    const auto series = series_of(measure("breath_rate"), sessions);
    REQUIRE(series.size() == 1);
    CHECK(series[0].session == 1);
}

TEST_CASE("Only sessions that are alike are put beside each other, by begin")
{
    auto late = session(9), early = session(2), broken_off = session(3), short_one = session(4),
         compared = session(5), other = session(6, "slow");
    broken_off.ended.reset();
    short_one.figures.heard_s = 179;
    compared.arm = history::Arm{1, 'b'};
    const std::vector sessions = {late, early, broken_off, short_one, compared, other};
    const auto alike = trend::alike(sessions, "rest");
    REQUIRE(alike.size() == 2);
    CHECK(alike[0].id == 2);
    CHECK(alike[1].id == 9);
}

TEST_CASE("The usual program is what most sessions are of, and of two the later")
{
    CHECK(trend::usual_program({}).empty());
    CHECK(trend::usual_program(std::vector{session(1, "a"), session(2, "b"), session(3, "a")})
          == "a");
    CHECK(trend::usual_program(std::vector{session(1, "b"), session(2, "a")}) == "a");
    CHECK(trend::usual_program(std::vector{session(1, "a"), session(2, "b")}) == "b");
}
