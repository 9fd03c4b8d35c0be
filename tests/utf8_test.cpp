#include "files/utf8.hpp"

#include <catch2/catch.hpp>

using namespace crura::files;

namespace {

// U+0080, U+07FF, U+0800, U+D7FF, U+E000, U+FFFD, U+10000, U+10FFFF
const std::string kEdges = "\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBD"
                           "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF";

} // namespace

TEST_CASE("Every character of Unicode is text, and nothing else is")
{
    CHECK(is_text(""));
    CHECK(is_text("a\tb\n\x7F"));
    CHECK(is_text(kEdges));
    for (const char* none : {
             "\x80",             // what goes on, without a beginning
             "\xC0\xAF",         // longer than it need be
             "\xC1\xBF",         //
             "\xE0\x9F\xBF",     //
             "\xF0\x8F\xBF\xBF", //
             "\xED\xA0\x80",     // half of a pair
             "\xED\xBF\xBF",     //
             "\xF4\x90\x80\x80", // beyond U+10FFFF
             "\xF5\x80\x80\x80", //
             "\xFF",             //
             "\xC3",             // cut off
             "\xE2\x82",         //
             "\xF0\x9F\x8C",     //
             "\xC3(",            // no end
         }) {
        CAPTURE(none);
        CHECK_FALSE(is_text(none));
        CHECK_FALSE(is_text(std::string("a") + none));
        CHECK_FALSE(is_text(none + std::string("a")));
        CHECK(is_text(as_text(none)));
    }
    CHECK_FALSE(is_text({"a\0b", 3}));
}

TEST_CASE("What is no text becomes text, a question mark for each byte that is none")
{
    CHECK(as_text("a\xFF\xC3 \xE2\x82\xAC") == "a?? \xE2\x82\xAC");
    CHECK(as_text({"a\0b", 3}) == "a?b");
    CHECK(as_text("\xED\xA0\x80") == "???");
    CHECK(as_text("a\nb" + kEdges) == "a\nb" + kEdges);
}

TEST_CASE("A line has no control characters and ends with a whole character")
{
    CHECK(as_line("a\tb\n\x7F\xC2\x85z") == "a b   z");
    CHECK(as_line({"a\0b", 3}) == "a b");
    CHECK(as_line("\xC0\xAF\xEF\xBF\xBE.") == "???.");
    CHECK(as_line("a\xFF", std::string::npos, "\xEF\xBF\xBD") == "a\xEF\xBF\xBD");
    const std::string euros = "\xE2\x82\xAC\xE2\x82\xAC";
    CHECK(as_line(euros, 6) == euros);
    CHECK(as_line(euros, 5) == euros.substr(0, 3));
    CHECK(as_line(euros, 2).empty());
    CHECK(as_line("a\xFF", 3, "\xEF\xBF\xBD") == "a");
}
