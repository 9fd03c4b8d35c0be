#include "dsp/history.hpp"

#include <catch2/catch.hpp>

using namespace crura;

TEST_CASE("History keeps the last N values, newest first")
{
    dsp::History<int, 4> history;
    CHECK(history.empty());
    for (int i = 1; i <= 11; ++i) {
        history.push(i);
        REQUIRE(history.size() == std::size_t(i < 4 ? i : 4));
        for (std::size_t age = 0; age < history.size(); ++age)
            REQUIRE(history[age] == i - int(age));
    }
    history.clear();
    CHECK(history.empty());
    history.push(7);
    CHECK(history.size() == 1);
    CHECK(history[0] == 7);
}

TEST_CASE("The median of a history is its middle value, or the mean of the two")
{
    dsp::History<double, 5> history;
    CHECK(dsp::median(history) == 0);
    for (const double value : {9., 1., 5.})
        history.push(value);
    CHECK(dsp::median(history) == 5);
    CHECK(dsp::median(history, 2) == 3); // of the newest two
    history.push(100);
    CHECK(dsp::median(history) == 7);
    CHECK(dsp::median(history, 99) == 7);
}
