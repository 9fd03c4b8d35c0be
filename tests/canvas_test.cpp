#include "report/canvas.hpp"

#include "support/child.hpp"
#include "support/pixels.hpp"
#include "support/tool.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace crura;
using namespace crura::report;
using Catch::Matchers::Contains;

namespace {

using Format = Canvas::Format;

const Canvas::About kAbout{"Ruhe für Łucja", "A session",
                           std::chrono::sys_days(std::chrono::year(2026) / 11 / 22)
                               + std::chrono::hours(9)};

template <class Draw>
std::string drawn(Format format, Draw draw, Size size = {200, 100})
{
    auto canvas = Canvas::open(format, size, kAbout);
    REQUIRE(canvas);
    draw(*canvas);
    auto bytes = canvas->finish();
    REQUIRE(bytes);
    return *bytes;
}

void some_drawing(Canvas& canvas)
{
    canvas.fill(Box{10, 10, 50, 20}, {0x0A5C96});
    canvas.line({0, 50}, {200, 50}, {{0x000000}, 1, Dash::dashed});
    canvas.text({10, 80}, "belly 71 %", {.size = 12});
}

} // namespace

TEST_CASE("The same drawing becomes a PDF, a PNG and an SVG that others can read")
{
    const auto pdf = drawn(Format::pdf, some_drawing);
    CHECK_THAT(test::text_of_pdf(pdf), Contains("belly 71 %"));

    const auto png = drawn(Format::png, some_drawing);
    CHECK(png.starts_with("\x89PNG\r\n\x1A\n"));
    const test::Pixels pixels(png);
    CHECK(pixels.width() == 400); // two pixels a point
    CHECK(pixels.height() == 200);
    CHECK(pixels.rgb(60, 40) == 0x0A5C96);
    CHECK(pixels.rgb(300, 40) == 0xFFFFFF);
    CHECK(pixels.inked(0, 98, 400, 102) > 300);
    CHECK(pixels.inked(20, 135, 160, 165) > 200); // the words

    const auto svg = drawn(Format::svg, some_drawing);
    CHECK(test::read_as_xml(svg).status == 0);
    CHECK_THAT(svg, Contains("viewBox=\"0 0 200 100\""));
}

TEST_CASE("The same drawing gives the same bytes, whenever it is drawn")
{
    const auto format = GENERATE(Format::pdf, Format::png, Format::svg);
    const auto first = drawn(format, some_drawing);
    drawn(Format::svg, [](Canvas&) {}); // what was drawn meanwhile leaves no trace
    CHECK(drawn(format, some_drawing) == first);
}

TEST_CASE("A PDF says what it is, and when it was made in place of when it was written")
{
    const auto info = test::info_of_pdf(drawn(Format::pdf, [](Canvas& canvas) {
        canvas.next_page();
        some_drawing(canvas);
    }));
    CHECK_THAT(info, Contains("Ruhe für Łucja") && Contains("A session") && Contains("Crura"));
    CHECK_THAT(info, Contains("Nov 22") && Contains("2026"));
    CHECK_THAT(info, Contains("Pages:           2"));
}

TEST_CASE("A drawing that went wrong is no file")
{
    auto canvas = Canvas::open(GENERATE(Format::pdf, Format::png, Format::svg), {100, 100}, {});
    REQUIRE(canvas);
    canvas->unclip(); // what was never clipped
    some_drawing(*canvas);
    const auto bytes = canvas->finish();
    REQUIRE_FALSE(bytes);
    CHECK_THAT(bytes.error().message, Contains("could not be drawn"));
}

TEST_CASE("A PNG that would be too long says to take a PDF")
{
    const auto canvas = Canvas::open(Format::png, {600, 20'000}, {});
    REQUIRE_FALSE(canvas);
    CHECK_THAT(canvas.error().message, Contains("too long") && Contains("PDF"));
}

TEST_CASE("Words stay within their width, in every direction")
{
    const auto words =
        GENERATE(as<std::string>{}, "Constructive rest with the arms across, again",
                 "שלום לכולם, נשימה רגועה ונעימה לכל מי שנח", "WWWWWWWWWWWWWWWWWWWWWWWWW");
    const test::Pixels line(drawn(Format::png, [&](Canvas& canvas) {
        canvas.text({50, 30}, words, {.size = 10}, Anchor::start, 80);
    }));
    CHECK(line.inked(0, 0, 98, 200) == 0);
    CHECK(line.inked(98, 0, 264, 200) > 100);
    CHECK(line.inked(264, 0, 400, 200) == 0);
    const test::Pixels paragraph(drawn(Format::png, [&](Canvas& canvas) {
        const double height = canvas.paragraph({50, 10}, 80, words, {.size = 10});
        CHECK(height == Approx(canvas.height_of(80, words, {.size = 10})));
        CHECK(height > 15); // two lines or more
    }));
    CHECK(paragraph.inked(0, 0, 98, 200) == 0);
    CHECK(paragraph.inked(264, 0, 400, 200) == 0);
}

TEST_CASE("What is drawn while a box is clipped stays in it")
{
    const test::Pixels pixels(drawn(Format::png, [](Canvas& canvas) {
        canvas.clip({50, 20, 20, 20});
        canvas.fill(Box{0, 0, 200, 100}, {0});
        canvas.unclip();
        canvas.fill(Box{150, 20, 10, 10}, {0});
    }));
    CHECK(pixels.inked(0, 0, 400, 200) == 40 * 40 + 20 * 20);
}

TEST_CASE("Words that are no words are drawn all the same")
{
    CHECK_THAT(test::text_of_pdf(drawn(Format::pdf,
                                       [](Canvas& canvas) {
                                           canvas.text({5, 30}, "a\xFF\xC0z\x01\n\x1b[31mred", {});
                                           canvas.text({5, 60}, "", {});
                                       })),
               Contains("z") && Contains("red"));
}

TEST_CASE("Without its font a canvas says what to install", "[.child]")
{
    const auto canvas = Canvas::open(Format::pdf, {100, 100}, {});
    test::say(canvas ? "a canvas" : canvas.error().message);
}

TEST_CASE("A canvas without its font is none, and says what to install")
{
    const test::BytesFile none("<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\">"
                               "<fontconfig><dir>/nowhere</dir></fontconfig>",
                               "fonts.conf");
    ::setenv("FONTCONFIG_FILE", none.path().c_str(), 1);
    test::Child child("Without its font a canvas says what to install");
    ::unsetenv("FONTCONFIG_FILE");
    CHECK(child.says("The font DejaVu Sans is not installed, and without it no report can be "
                     "drawn; install the package fonts-dejavu-core.",
                     30));
}
