#include "app/session_table.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using namespace std::chrono_literals;

namespace {

const Time kOrigin{100s};

std::vector<record::Said> some_said()
{
    const Decision brake{DecisionKind::brake, Ground::hold_s, kOrigin + 20s, 20.5, 20};
    const Answer ease{Question::ease, CheckInTime::before, AnsweredBy::breath, 3, kOrigin + 5s};
    const Answer passed{Question::tension, CheckInTime::before, AnsweredBy::nobody, 0,
                        kOrigin + 9s};
    return {{kOrigin + 20s, brake},
            {kOrigin + 5s, ease},
            {kOrigin + 9s, passed},
            {kOrigin + 1s, SessionState{}}};
}

} // namespace

TEST_CASE("A therapist's table has decisions with their evidence, answers and notes, by time")
{
    const std::vector<record::Note> notes = {{kOrigin + 7s, "left, \"warm\""}};
    CHECK(app::session_table(some_said(), notes, kOrigin, true)
          == "time_s,what,which,why,value,limit\n"
             "5.00,answer,ease,before,3,\n"
             "7.00,note,\"left, \"\"warm\"\"\",,,\n"
             "9.00,answer,tension,before,,\n"
             "20.00,decision,brake,hold_s,20.500,20.000\n");
}

TEST_CASE("A client's table has their answers and nothing else")
{
    const std::vector<record::Note> notes = {{kOrigin + 7s, "not for them"}};
    CHECK(app::session_table(some_said(), notes, kOrigin, false)
          == "time_s,what,which,why,value,limit\n"
             "5.00,answer,ease,before,3,\n"
             "9.00,answer,tension,before,,\n");
}
