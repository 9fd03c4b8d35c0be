#include "app/history_show.hpp"

#include "support/local_zone.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using namespace std::chrono_literals;

namespace {

history::SessionRow session()
{
    history::SessionRow row;
    row.id = 12;
    row.program_id = "rest";
    row.program_name = "Constructive rest";
    row.crura_version = "0.6.0";
    row.sensors = "imu, imu";
    row.began = std::chrono::sys_days(std::chrono::year(2026) / 3 / 1) + 6h + 12min;
    row.ended = row.began + 20min;
    row.finished = true;
    auto& figures = row.figures;
    figures.length_s = 1200;
    figures.heard_s = 1140;
    figures.breaths = 118;
    figures.breath_rate_bpm = {6.2, 0.4, true};
    figures.abdominal_share = {0.58, 0.05, true};
    figures.partition = Partition::calibrated;
    figures.slow_minutes = {12.5, 0.8, true};
    figures.ease_before = std::uint8_t(2);
    figures.ease_after = std::uint8_t(3);
    return row;
}

constexpr const char* kBerlin = "CET-1CEST,M3.5.0,M10.5.0/3";

} // namespace

TEST_CASE("A list has a line a session: local time, numbers with their doubt, -- for what is not "
          "known")
{
    const test::LocalZone zone(kBerlin);
    auto whole = session(), trend = session(), nothing = session();
    trend.id = 13;
    trend.began += 24h * 60; // in summer time
    trend.figures.partition = Partition::uncalibrated;
    trend.figures.ease_after.reset();
    nothing.id = 114;
    nothing.program_name = "Löwe"; // letters, not bytes, are counted
    nothing.ended.reset();
    nothing.figures = {};
    CHECK(
        app::show_sessions(std::vector{whole, trend, nothing})
        == "     when              program             min  breaths a minute  belly share  ease\n"
           " 12  2026-03-01 07:12  Constructive rest    20         6.2 +-0.4     58 % +-5  2 -> 3\n"
           " 13  2026-04-30 08:12  Constructive rest    20         6.2 +-0.4   trend only  2 -> "
           "--\n"
           "114  2026-03-01 07:12  Löwe                  0                --           --  --   "
           "     broken off");
}

TEST_CASE("A share of one sensor is none, whatever stands in the row")
{
    auto one_sensor = session();
    one_sensor.figures.partition = Partition::none;
    CHECK(app::show_sessions(std::vector{one_sensor}).find("58 %") == std::string::npos);
    CHECK(app::show_session({one_sensor, {}}).find("58 %") == std::string::npos);
}

TEST_CASE("An empty list says so")
{
    CHECK(app::show_sessions({}) == "There are no sessions yet.");
}

TEST_CASE("A session is shown with its figures, and with what was answered and marked, by time")
{
    const test::LocalZone zone(kBerlin);
    history::SessionDetail detail{session(), {}};
    detail.rows.markers = {{302, "note", "softer now"}, {20, "mark", ""}};
    detail.rows.answers = {{12, Question::ease, CheckInTime::before, AnsweredBy::hand, 2},
                           {30, Question::tension, CheckInTime::before, AnsweredBy::nobody, 0}};
    CHECK(app::show_session(detail)
          == "Session 12: Constructive rest, 2026-03-01 07:12\n"
             "  length              20 min, a breath was heard in 19 of them\n"
             "  breaths             118\n"
             "  breaths a minute    6.2 +-0.4\n"
             "  belly share         58 % +-5\n"
             "  below 10 a minute   12.5 +-0.8 min\n"
             "  ease before         2 of 4\n"
             "  ease after          3 of 4\n"
             "  sensors             imu, imu\n"
             "  crura               0.6.0\n"
             "\n"
             "     0:12  Ease: some. (before)\n"
             "     0:20  mark\n"
             "     5:02  note: softer now");
}

TEST_CASE("A session that was broken off says so, and shows an uncalibrated share as a trend")
{
    const test::LocalZone zone(kBerlin);
    auto broken = session();
    broken.ended.reset();
    broken.arm = history::Arm{4, 'b'};
    broken.figures.partition = Partition::uncalibrated;
    broken.figures.slow_minutes = {};
    const auto text = app::show_session({broken, {}});
    CHECK(text.find("2026-03-01 07:12, side B of comparison 4, broken off\n") != std::string::npos);
    CHECK(text.find("~58 % +-5 (trend only: not calibrated)") != std::string::npos);
    CHECK(text.find("below 10 a minute   --\n") != std::string::npos);
}
