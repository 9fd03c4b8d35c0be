#include "app/keys.hpp"

#include <catch2/catch.hpp>

using crura::app::Request;
using crura::app::take_request;

TEST_CASE("Each key asks for one thing, in the order in which they were typed")
{
    std::string typed = "gG bmcq\x1b";
    for (const auto expected :
         {Request::guide, Request::guide, Request::pause_or_resume, Request::brake, Request::mark,
          Request::recalibrate, Request::end, Request::leave})
        CHECK(take_request(typed) == expected);
    CHECK(typed.empty());
    CHECK(take_request(typed) == std::nullopt);
}

TEST_CASE("The keys of those who are watched over and of those who watch ask for one thing each")
{
    std::string typed = "nhdsw06";
    for (const auto expected : {Request::next, Request::here, Request::dizzy, Request::skip,
                                Request::note, Request::answer_0, Request::answer_6})
        CHECK(take_request(typed) == expected);
    typed = "789";
    for (int key = 0; key < 3; ++key)
        CHECK(take_request(typed) == std::nullopt);
}

TEST_CASE("A key that means nothing asks for nothing, and neither does an arrow")
{
    const std::string key = GENERATE("x", "\n", "\x1b[A", "\x1bOP", "\x1b[1;5C", "\x1b[", "\xc3");
    std::string typed = key + "g";
    if (key == "\x1b[") // cut off: what follows belongs to it
        typed = key;
    CHECK(take_request(typed) == std::nullopt);
    if (!typed.empty())
        CHECK(take_request(typed) == Request::guide);
    CHECK(typed.empty());
}
