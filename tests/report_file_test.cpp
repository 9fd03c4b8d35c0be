#include "app/overview.hpp"
#include "app/report.hpp"
#include "report/picture.hpp"
#include "support/simulated_recording.hpp"
#include "support/temp_folder.hpp"
#include "support/told.hpp"
#include "support/tool.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>
#include <sys/stat.h>

using namespace crura;
using namespace crura::test;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

unsigned mode_of(const fs::path& file)
{
    struct stat about = {};
    REQUIRE(::stat(file.c_str(), &about) == 0);
    return about.st_mode & 0777;
}

std::size_t files_in(const fs::path& folder)
{
    return std::size_t(std::distance(fs::directory_iterator(folder), fs::directory_iterator{}));
}

} // namespace

TEST_CASE("A report stands beside its recording as PDF and HTML, for its owner only, and is not "
          "overwritten")
{
    const TempFolder folder;
    const auto file = folder / "some.crura";
    write_simulated(file, {.minutes = 1});
    const auto said = app::report({file, {}, false, ""});
    REQUIRE(said);
    CHECK_THAT(*said, Contains("some.pdf and ") && Contains("some.html"));
    CHECK(files_in(folder.path()) == 3);
    CHECK(mode_of(folder / "some.pdf") == 0600);
    CHECK(mode_of(folder / "some.html") == 0600);
    CHECK_THAT(text_of_pdf(content_of(folder / "some.pdf")),
               Contains("Constructive rest") && Contains("Settle") && !Contains("blanket"));

    fs::remove(folder / "some.pdf");
    std::ofstream(folder / "some.html") << "mine";
    const auto again = app::report({file, {}, false, ""});
    REQUIRE_FALSE(again);
    CHECK_THAT(again.error().message, Contains("some.html is there already"));
    CHECK(content_of(folder / "some.html") == "mine");
    CHECK(files_in(folder.path()) == 2); // no half of a report
}

TEST_CASE("The ending of a name decides what a report becomes")
{
    const TempFolder folder;
    const auto file = folder / "some.crura";
    write_simulated(file, {.minutes = 0.5});
    for (const auto& [name, start] : {std::pair{"a.PDF", "%PDF-"},
                                      {"a.png", "\x89PNG"},
                                      {"a.svg", "<?xml"},
                                      {"a.html", "<!DOCTYPE html>"}}) {
        REQUIRE(app::report({file, folder / name, true, "Linden"}));
        CHECK(content_of(folder / name).starts_with(start));
    }
    CHECK_THAT(content_of(folder / "a.html"),
               Contains("Linden") && Contains("Asked for a blanket."));
    const auto other = app::report({file, folder / "a.docx", false, ""});
    REQUIRE_FALSE(other);
    CHECK_THAT(other.error().message, Contains("a.docx") && Contains(".pdf, .png, .svg or .html"));
}

TEST_CASE("What is no recording, or holds nothing that was said, gets a sentence and no file")
{
    const TempFolder folder;
    CHECK_THAT(app::report({folder / "none.crura", {}, false, ""}).error().message,
               Contains("none.crura"));
    std::ofstream(folder / "text.crura") << "hello";
    CHECK_THAT(app::report({folder / "text.crura", {}, false, ""}).error().message,
               Contains("not a Crura recording"));
    record::Bytes bytes;
    record::Transcript().begin(bytes, {});
    std::ofstream(folder / "empty.crura", std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), std::streamsize(bytes.size()));
    CHECK_THAT(app::report({folder / "empty.crura", {}, false, ""}).error().message,
               Contains("nothing to report"));
    CHECK(files_in(folder.path()) == 2);
}

TEST_CASE("The overview of an analysis shows ten minutes with everything in them")
{
    app::Overview overview;
    for (double t = 0; t < 600; t += 0.01) {
        BreathState breath;
        for (auto& band : breath.band) {
            band.valid = true;
            band.displacement = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * t / 6);
        }
        breath.partition = Partition::calibrated;
        breath.breath_rate_bpm = known(10 + std::sin(t), 0.5);
        breath.abdominal_share = known(0.6 + 0.1 * std::sin(t / 9), 0.05);
        breath.phase_angle_deg = known(180 * std::sin(t / 20));
        if (std::fmod(t, 6) < 0.01)
            breath.breaths.push_back(breath_at(t));
        overview.add(told_at(t, breath));
    }
    overview.add_unfinished(breath_at(598));
    const std::vector<Event> events{event_of(EventKind::sigh, 60, 65, 2.4),
                                    event_of(EventKind::expiratory_hold, 100, 112, 12)};
    CHECK(overview.heading() == "10 min 00 s, 101 breaths, 10.0 a minute in the middle");
    const auto svg = overview.svg(events);
    REQUIRE(svg);
    CHECK(read_as_xml(*svg).status == 0);
    CHECK(svg->size() < 700'000);

    const auto course = overview.course(events);
    REQUIRE(course.occurrences.size() == 2);
    CHECK(course.occurrences[1].name == "expiratory hold");
    CHECK(course.occurrences[0].evidence == "2.4 times the usual breath");
    const report::Picture picture(course, {.phase_angle = true});
    auto canvas = report::Canvas::open(report::Canvas::Format::pdf, {900, 500}, {});
    REQUIRE(canvas);
    picture.draw(*canvas, {10, 10}, 880);
    const auto pdf = canvas->finish();
    REQUIRE(pdf);
    for (const char* words : {"chest", "belly share", "phase angle", "sigh", "expiratory hold"})
        CHECK_THAT(text_of_pdf(*pdf), Contains(words));
}
