#include "app/trend_show.hpp"

#include "support/local_zone.hpp"
#include "support/practising_person.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <regex>

using namespace crura;

namespace {

std::vector<history::SessionRow> practised(test::Effect effect, int days, bool calibrated = true)
{
    test::PractisingPerson person({.practises = 1, .silent = 0, .calibrated = calibrated}, effect,
                                  1);
    std::vector<history::SessionRow> rows;
    for (const auto& each : person.practise(days))
        rows.push_back(each.row);
    return rows;
}

bool has(const std::string& text, const std::string& words)
{
    return text.find(words) != std::string::npos;
}

} // namespace

TEST_CASE("A slower breath is said to be slower, by how much, since when, and never better")
{
    const test::LocalZone zone("UTC0");
    const auto text = app::show_trends(practised({.size = -5}, 100));
    INFO(text);
    CHECK(std::regex_search(text,
                            std::regex("Slower by [0-9.]+ \\+-[0-9.]+ breaths a minute, seen "
                                       "from 20[0-9-]+ on\\.")));
    CHECK(has(text, "rest: what 100 sessions show, 2024-10-04 to 2025-01-11"));
    CHECK(has(text, "Belly share\n"));
    CHECK(has(text, "No clear change ("));
    CHECK(has(text, "The smallest change that could be seen is"));
    for (const char* word : {"better", "worse", "improve", "well done", "streak", "score", "missed",
                             "goal", "great", "volume", "trend only"})
        CHECK_FALSE(has(text, word));
}

TEST_CASE("Too few sessions are said to be too few, with how many it takes and what is known")
{
    const auto text = app::show_trends(practised({.size = -5}, 20));
    INFO(text);
    CHECK(has(text, "Too few sessions yet to tell a change: 25 more are needed."));
    CHECK(has(text, "(17 sessions, "));
    CHECK(has(text, "from session to session"));
    CHECK_FALSE(has(text, "lately"));
    CHECK_FALSE(has(text, "lower by"));
    CHECK(has(app::show_trends(practised({}, 1)), "what 1 session show"));
}

TEST_CASE("A share that was not calibrated is a trend only")
{
    const auto text = app::show_trends(practised({}, 60, false));
    CHECK(has(text, "Belly share, trend only\n"));
    CHECK_FALSE(has(text, "Belly share\n"));
}

TEST_CASE("A trend is of one program: the usual one, or the one that is asked for")
{
    auto sessions = practised({}, 60);
    for (std::size_t i = 0; i < 20; ++i)
        sessions[i].program_id = sessions[i].program_name = "sleep";
    CHECK(has(app::show_trends(sessions), "rest: what 40 sessions show"));
    CHECK(has(app::show_trends(sessions), "20 other sessions are not in it."));
    CHECK(has(app::show_trends(sessions, "sleep"), "sleep: what 20 sessions show"));
    CHECK(app::show_trends(sessions, "slep")
          == "There is no session of 'slep'; did you mean 'sleep'?");
}

TEST_CASE("Without sessions, or without one that can be used, a trend says why")
{
    CHECK(app::show_trends({}) == "There are no sessions yet.");
    auto broken_off = practised({}, 1);
    broken_off[0].ended.reset();
    CHECK(has(app::show_trends(broken_off), "No session of 'rest' can be put beside others yet"));
}

TEST_CASE("The table of a trend has a row for each number that counts")
{
    auto sessions = practised({}, 1);
    sessions[0].figures = {};
    sessions[0].figures.heard_s = 600;
    sessions[0].figures.breath_rate_bpm = {6.25, 0.5, true};
    sessions[0].figures.ease_before = std::uint8_t(2);
    CHECK(app::trend_table(sessions)
          == "session,began,program,measure,value,plus_minus\n"
             "1,2024-10-04T07:00:00Z,\"rest\",breath_rate,6.25,0.5\n"
             "1,2024-10-04T07:00:00Z,\"rest\",ease_before,2,0.5\n");
    sessions[0].program_id = "my \"rest\", long";
    CHECK(has(app::trend_table(sessions), ",\"my \"\"rest\"\", long\","));
    CHECK(app::trend_table({}) == "session,began,program,measure,value,plus_minus\n");
}
