#include "report/picture.hpp"

#include "report/picture_words.hpp"
#include "report/report.hpp"
#include "support/pixels.hpp"
#include "support/stories.hpp"
#include "support/tool.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using namespace crura::report;
using Catch::Matchers::Contains;

namespace {

// The words in the picture of a course.
std::string words_in(const Course& course, double width = 600)
{
    const Picture picture(course, {.phase_angle = true, .steps = true});
    auto canvas = Canvas::open(Canvas::Format::pdf, {width + 20, picture.height() + 20}, {});
    REQUIRE(canvas);
    picture.draw(*canvas, {10, 10}, width);
    const auto pdf = canvas->finish();
    REQUIRE(pdf);
    return test::text_of_pdf(*pdf);
}

template <class Draw>
std::string png_of(Size size, Draw draw)
{
    auto canvas = Canvas::open(Canvas::Format::png, size, {});
    REQUIRE(canvas);
    draw(*canvas);
    const auto png = canvas->finish();
    REQUIRE(png);
    return *png;
}

} // namespace

TEST_CASE("Ten minutes make a picture well below a megabyte, with everything in it")
{
    const auto story = test::some_story(600);
    const auto svg = overview(story.course, "ten minutes", "Crura");
    REQUIRE(svg);
    CHECK(test::read_as_xml(*svg).status == 0);
    CHECK(svg->size() < 700'000);
    CHECK(svg->size() > 50'000);
    CHECK_THAT(*svg, !Contains("nan") && !Contains("inf"));
    const auto words = words_in(story.course);
    for (const char* each : {"chest", "belly", "rate", "belly share", "calibrated", "phase angle",
                             "sigh", "held after exhaling", "session", "Rest", "minutes", "10"})
        CHECK_THAT(words, Contains(each));
}

TEST_CASE("A picture says what is not known, and what is a trend only")
{
    CHECK_THAT(words_in({}), Contains("no sensor") && Contains("one sensor tells no share"));
    CHECK_THAT(words_in(test::breathing(60, Partition::calibrated, {true, false})),
               Contains("one sensor tells no share") && !Contains("calibrated"));
    const auto trend = words_in(test::breathing(60, Partition::uncalibrated));
    CHECK_THAT(trend, Contains("trend only") && !Contains("%"));
    CHECK_THAT(words_in(test::breathing(60)), Contains("50 %"));
}

TEST_CASE("A picture survives numbers that are none")
{
    Course course;
    for (int i = 0; i < 600; ++i) {
        Moment moment;
        moment.bands[0].valid = true;
        moment.bands[0].displacement = i == 50 ? NAN : i == 60 ? 1e30 : std::sin(0.1 * i);
        moment.breath_rate_bpm = {i % 100 == 0 ? INFINITY : 10, i % 100 == 1 ? NAN : 1, true};
        course.add(0.1 * i, moment);
    }
    course.add_breath({10, 11}, NAN);
    const auto svg = overview(course, "", "");
    REQUIRE(svg);
    CHECK(test::read_as_xml(*svg).status == 0);
    CHECK_THAT(*svg, !Contains("nan") && !Contains("inf") && !Contains("e+"));
    CHECK(course.rates_bpm.empty());
    CHECK_FALSE(std::isfinite(course.displacement[0].value[50]));
}

TEST_CASE("A gap is a gap in a line, and so are moments that are missing")
{
    const bool told = GENERATE(true, false); // that nothing was heard, or nothing at all
    Course course;
    for (int i = 0; i <= 1000; ++i) {
        const bool gap = i >= 400 && i < 600;
        Moment moment;
        moment.bands[0].valid = !gap;
        moment.bands[0].displacement = 0.5;
        if (told || !gap)
            course.add(0.1 * i, moment);
    }
    const test::Pixels pixels(png_of({100, 40}, [&](Canvas& canvas) {
        Panel(canvas, {0, 0, 100, 40}, {0, 100}, {0, 1}).curve(course.displacement[0], {});
    }));
    CHECK(pixels.inked(4, 30, 76, 50) > 100);
    CHECK(pixels.inked(84, 30, 116, 50) == 0);
    CHECK(pixels.inked(124, 30, 196, 50) > 100);
}

TEST_CASE("A picture keeps a spike that is narrower than a pixel")
{
    Curve curve;
    for (int i = 0; i < 36'000; ++i)
        curve.add(float(0.1 * i), i == 18'005 ? 1.f : 0.f);
    const test::Pixels pixels(png_of({100, 100}, [&](Canvas& canvas) {
        Panel(canvas, {0, 0, 100, 100}, {0, 3600}, {0, 1}).curve(curve, {});
    }));
    CHECK(pixels.inked(97, 0, 104, 20) > 10);
    CHECK(pixels.inked(0, 0, 90, 100) == 0);
}

TEST_CASE("Where breaths are too many for a picture they are shown stretch by stretch, all of them")
{
    CHECK(Stretches(test::breathing(600)).spans().empty());
    const auto minutes = GENERATE(20., 45., 59.9, 60.1, 61.5);
    const auto course = test::breathing(60 * minutes);
    const Stretches stretches(course);
    REQUIRE_FALSE(stretches.spans().empty());
    double covered_s = 0;
    for (const auto& [from_s, to_s] : stretches.spans()) {
        CHECK(from_s == Approx(covered_s));
        CHECK(to_s - from_s < 661);
        covered_s = to_s;
    }
    CHECK(covered_s >= course.length_s - 0.001);
    CHECK(stretches.spans().back().from_s < course.length_s - 30);
    CHECK(Stretches(test::breathing(3600, Partition::none, {false, false})).spans().empty());
}

TEST_CASE("A picture in words and numbers says what the picture shows")
{
    auto course = test::some_story(600).course;
    CHECK_THAT(in_words(course),
               Contains("chest and belly over 10 min, 100 breaths")
                   && Contains("between 9.0 and 11.0") && Contains("between 50 and 70 %")
                   && Contains("sigh: 1 at 1:00"));
    const auto rows = in_numbers(course);
    REQUIRE(rows.size() == 10);
    CHECK(rows[3].from == "3:00");
    CHECK_THAT(rows[3].rate, Contains("±0.5"));
    CHECK_THAT(rows[3].share, Contains("±5"));
    CHECK(rows[3].breaths == "10");
    CHECK(in_numbers(test::breathing(4 * 3600)).size() <= 61);

    const auto trend = test::breathing(120, Partition::uncalibrated);
    CHECK(in_numbers(trend)[0].share == "--");
    CHECK_THAT(in_words(trend), Contains("trend only") && !Contains("%"));
    CHECK_THAT(in_words({}), Contains("No sensor was heard") && Contains("not known"));
}

TEST_CASE("Of a kind that comes often the first times are named, and the rest counted")
{
    Course course;
    for (int i = 0; i < 9; ++i)
        course.occurrences.push_back({EventKind::tremor, "tremor", {60. * i, 60. * i + 10}, ""});
    course.occurrences.push_back({EventKind::sigh, "sigh", {100, 105}, ""});
    const auto rows = by_kind(course);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].count == "9");
    CHECK(rows[0].time == "1 min 30 s");
    CHECK(rows[0].when == "0:00, 1:00, 2:00, 3:00, 4:00 and 4 more");
    CHECK(rows[1].time.empty());
}
