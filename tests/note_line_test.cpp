#include "app/note_line.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace crura;
using crura::app::NoteLine;

namespace {

NoteLine::Then type(NoteLine& line, const std::string& keys)
{
    auto then = NoteLine::Then::goes_on;
    for (const char key : keys)
        then = line.take(key);
    return then;
}

} // namespace

TEST_CASE("A note is what was typed until Enter, about the moment at which it was begun")
{
    NoteLine line{Time(std::chrono::seconds(7))};
    CHECK(type(line, "legs shake, bq 3") == NoteLine::Then::goes_on);
    CHECK(line.take('\n') == NoteLine::Then::keep);
    CHECK(line.text() == "legs shake, bq 3");
    CHECK(line.about() == Time(std::chrono::seconds(7)));
}

TEST_CASE("Backspace takes back a whole letter, and nothing where there is none")
{
    NoteLine line{Time{}};
    type(line, "a\xC3\xBC\xE2\x80\x93\x7F\x7F");
    CHECK(line.text() == "a");
    type(line, "\b\b\bz");
    CHECK(line.text() == "z");
}

TEST_CASE("Esc drops a note, and so does Enter when nothing was typed")
{
    NoteLine line{Time{}};
    CHECK(line.take('\n') == NoteLine::Then::drop);
    CHECK(type(line, "abc\x1b") == NoteLine::Then::drop);
}

TEST_CASE("The brake is in reach while a note is typed")
{
    NoteLine line{Time{}};
    CHECK(type(line, "abc\x02") == NoteLine::Then::brake);
    CHECK(line.text() == "abc");
}

TEST_CASE("Keys that are no letters are no part of a note, and it does not grow for ever")
{
    NoteLine line{Time{}};
    type(line, "a\t\x01z");
    CHECK(line.text() == "az");
    type(line, std::string(10000, 'x'));
    CHECK(line.text().size() == 500);
}
