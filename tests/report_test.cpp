#include "report/report.hpp"

#include "report/flow.hpp"
#include "report/html.hpp"
#include "report/text.hpp"
#include "support/pixels.hpp"
#include "support/stories.hpp"
#include "support/tool.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cctype>

using namespace crura;
using namespace crura::report;
using Catch::Matchers::Contains;

namespace {

std::string made(Result<std::string> (*make)(const Story&), const Story& story)
{
    auto bytes = make(story);
    REQUIRE(bytes);
    return *bytes;
}

int pages_in(const std::string& pdf)
{
    const auto info = test::info_of_pdf(pdf);
    const auto at = info.find("Pages:");
    return std::atoi(info.c_str() + at + 6);
}

// Runs the checks of support/check_html.py.
test::ToolRun checked(const std::string& html)
{
    const test::BytesFile file(html, "some.html");
    return test::run_tool("/usr/bin/python3 " CRURA_ROOT "/tests/support/check_html.py '"
                          + file.path() + "'");
}

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return char(std::tolower(c)); });
    return text;
}

// What a person reads, or hears, of a page, in small letters.
std::string read_of(std::string page)
{
    const auto drop = [&page](const char* from, const char* to) {
        const auto at = page.find(from);
        page.erase(at, page.find(to, at) - at);
    };
    drop("<style>", "</style>");
    drop("<defs>", "</svg>");
    return lower(page);
}

} // namespace

TEST_CASE("A report's PDF is A4, has a title, and says everything that the story tells")
{
    auto story = test::some_story(600);
    story.care = test::some_care();
    const auto pdf = made(report::pdf, story);
    CHECK_THAT(test::info_of_pdf(pdf), Contains("A4") && Contains("Constructive rest, Linden"));
    const auto text = test::text_of_pdf(pdf);
    for (const char* words : {"Constructive rest",
                              "Sunday 22 November 2026, 09:30",
                              "Linden",
                              "therapist's copy",
                              "A session, told in short.",
                              "6.2 a minute",
                              "±0.1",
                              "--",
                              "one sensor tells no share",
                              "Ease",
                              "a little",
                              "much",
                              "sigh",
                              "1:40",
                              "12 s",
                              "Settle at 0:00",
                              "paused at 1:10 for 10 s",
                              "a mark at 0:42",
                              "held for 11.2 s (limit 11.0)",
                              "Asked for a blanket.",
                              "Chest: motion sensor.",
                              "not a medical device",
                              "page 1 of"})
        CHECK_THAT(text, Contains(words));
}

TEST_CASE("A report without care holds no decision, limit or note in any format")
{
    const auto story = test::some_story(120);
    for (const auto& text :
         {lower(test::text_of_pdf(made(report::pdf, story))), read_of(made(html, story))})
        CHECK_THAT(text,
                   !Contains("therapist") && !Contains("limit") && !Contains("blanket")
                       && !Contains("decided nothing"));
}

TEST_CASE("No word of ours measures air, names an illness or judges")
{
    auto story = test::some_story(3600);
    story.care = test::some_care();
    for (const auto& text :
         {lower(test::text_of_pdf(made(report::pdf, story))), read_of(made(html, story))})
        for (const char* word : {"volume", "litre", "liter", "diagnos", "treat", "patient", "score",
                                 "normal", "healthy", "well done", "goal", "streak"})
            CHECK_THAT(text, !Contains(word));
}

TEST_CASE("A report is one or two pages, however long the session was")
{
    auto brief = test::some_story(30);
    brief.course.occurrences.clear();
    CHECK(pages_in(made(report::pdf, brief)) == 1);
    CHECK(pages_in(made(report::pdf, test::some_story(1200))) <= 2);
    CHECK(pages_in(made(report::pdf, test::some_story(3600))) <= 2);
}

TEST_CASE("A report of nothing at all is still a report")
{
    Story story;
    story.title = "A breathing session";
    for (const auto make : {report::pdf, report::png, report::svg, html})
        CHECK(made(make, story).size() > 500);
    CHECK_THAT(test::text_of_pdf(made(report::pdf, story)),
               Contains("no sensor") && Contains("not known"));
    const auto run = checked(made(html, story));
    INFO(run.output);
    CHECK(run.status == 0);
}

TEST_CASE("The PNG of a report is the page, with ink from top to bottom")
{
    const test::Pixels pixels(made(report::png, test::some_story(300)));
    CHECK(pixels.width() == 1190);
    CHECK(pixels.height() > 1000);
    for (int band = 1; band < 9; ++band)
        CHECK(pixels.inked(84, pixels.height() * band / 10, 1100, pixels.height() * (band + 1) / 10)
              > 500);
    CHECK(pixels.inked(0, 0, 60, pixels.height()) == 0); // the margin
}

TEST_CASE("The SVG of a report is read by whoever reads XML")
{
    const auto run = test::read_as_xml(made(report::svg, test::some_story(300)));
    INFO(run.output);
    CHECK(run.status == 0);
}

TEST_CASE("The page has its landmarks, headings, tables and a picture with words in its place")
{
    auto story = test::some_story(600);
    story.care = test::some_care();
    const auto page = made(html, story);
    const auto run = checked(page);
    INFO(run.output);
    CHECK(run.status == 0);
    for (const char* words :
         {"<td>6.2 a minute</td>", "<td>±0.1</td>", "2.4 times the usual breath",
          "<th scope=\"row\">1:40</th>", "Asked for a blanket."})
        CHECK_THAT(page, Contains(words));
}

TEST_CASE("The check of a page sees what is missing in it")
{
    const auto page = made(html, test::some_story(60));
    CHECK(checked(page).status == 0);
    for (const auto& [what, instead] : {std::pair{" lang=\"en\"", ""},
                                        {"<main>", "<div>"},
                                        {"role=\"img\"", ""},
                                        {"scope=\"row\"", ""},
                                        {"'sha256-", "'unsafe-inline' 'sha256-"},
                                        {"#595959", "#999999"},
                                        {"<caption>", "<caption></caption><caption>"},
                                        {"<h2 id=\"short\">", "<h2>"}}) {
        auto text = page;
        const auto at = text.find(what);
        REQUIRE(at != text.npos);
        INFO(what);
        CHECK(checked(text.replace(at, std::string(what).size(), instead)).status != 0);
    }
}

TEST_CASE("What a person typed cannot break a report")
{
    const auto name =
        GENERATE(as<std::string>{}, "<script>alert(1)</script>", "\"&'><svg onload=x>",
                 "]]>\x01\xFF", "Ännchen Ōta 小林 \xF0\x9F\x8C\xBF", "\xE2\x80\xAEمريم بنت يوسف",
                 std::string(400, 'W') + " " + std::string(300, 'i'));
    auto story = test::some_story(60);
    story.title = name;
    story.person = name;
    story.care = test::some_care();
    story.care->notes[0].text = name;
    story.course.steps[0].name = name;
    const auto page = made(html, story);
    const auto run = checked(page);
    INFO(run.output);
    CHECK(run.status == 0);
    CHECK_THAT(page, !Contains("<script") && !Contains("<svg onload"));
    CHECK(test::read_as_xml(made(report::svg, story)).status == 0);
    const auto pdf = made(report::pdf, story);
    CHECK(pages_in(pdf) <= 3);
    CHECK_THAT(test::text_of_pdf(pdf), Contains("not a medical device"));
}

TEST_CASE("The same story gives the same bytes")
{
    const auto make = GENERATE(report::pdf, report::png, report::svg, html);
    const auto story = test::some_story(120);
    CHECK(made(make, story) == made(make, story));
}

TEST_CASE("Pages are filled in order, and no heading ends one")
{
    std::vector<Block> blocks;
    for (int i = 0; i < 20; ++i)
        blocks.push_back({30, [](Canvas&, Point) {}, i % 3 == 2});
    const auto pages = pages_of(blocks, 100);
    std::size_t count = 0;
    for (const auto& page : pages) {
        CHECK(height_of(page) <= 100);
        CHECK((!page.back().keep_with_next || &page == &pages.back()));
        count += page.size();
    }
    CHECK(count == blocks.size());
    CHECK(pages_of({{500, [](Canvas&, Point) {}, false}}, 100).size() == 1); // too high, but there
}

TEST_CASE("Text is made clean, and a moment is told as people do")
{
    CHECK(clean("a\xC3\xA4\xF0\x9F\x8C\xBFz") == "a\xC3\xA4\xF0\x9F\x8C\xBFz");
    CHECK(clean("\xC0\xAF") == "\xEF\xBF\xBD\xEF\xBF\xBD"); // too long for what it says
    CHECK(clean("\xED\xA0\x80").size() == 9);               // half a surrogate
    CHECK(clean("a\tb\x7F\xC2\x85") == "a b  ");            // controls
    CHECK(clean("\xE2\x82") == "\xEF\xBF\xBD\xEF\xBF\xBD"); // cut off
    CHECK(escaped("<a href='x'>\"&") == "&lt;a href=&#39;x&#39;&gt;&quot;&amp;");
    CHECK(clock(-3) == "0:00");
    CHECK(clock(59.6) == "1:00");
    CHECK(clock(3725) == "1:02:05");
    CHECK(lasting(2.44) == "2.4 s");
    CHECK(lasting(59.7) == "1 min");
    CHECK(lasting(1203) == "20 min 03 s");
}
