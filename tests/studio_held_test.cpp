// A session that is held: what may be asked of it, and what it comes to, which is only what was
// measured once it had begun.

#include "app/history_add.hpp"
#include "app/history_place.hpp"
#include "app/story.hpp"
#include "report/text.hpp"
#include "support/made_session.hpp"
#include "support/osc_reader.hpp"
#include "support/own_home.hpp"
#include "support/shipped_programs.hpp"
#include "support/studio_room.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>

using namespace crura;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

constexpr double kHeld = 120;
constexpr double kRan = 60;

// Twelve breaths a minute, and a mark while it was held.
test::MadeSession held_session()
{
    test::MadeSession made;
    made.samples = test::body_samples(test::Worn::belts, kHeld + kRan);
    made.commands = {{0.01, Command::pause}, {30, Command::mark}, {kHeld, Command::resume}};
    made.program =
        std::make_shared<const sessions::Session>(test::shipped_program("constructive-rest"));
    made.minutes = 10;
    return made;
}

// A mat with a rest that an end would lead to, and the port at which it takes commands by OSC.
struct HeldMat {
    HeldMat()
    {
        auto options = test::StudioRoom::session();
        options.program = "release-session";
        options.output.osc_control = std::to_string(port);
        mat = room.open(options);
    }

    void say(const std::string& command) const
    {
        test::send_udp(port, test::osc_message("/crura/ctl/" + command, {}));
    }

    const std::uint16_t port = test::UdpListener().port();
    test::StudioRoom room;
    int mat = 0;
};

} // namespace

TEST_CASE("Whoever ends a held mat by another program ends it at once, and no trace is left")
{
    HeldMat held;
    held.say("end");
    REQUIRE(held.room.becomes(held.mat, "ended"));
    CHECK(held.room.told("step").empty());
    CHECK(held.room.told("prompt").empty());
    CHECK_FALSE(held.room.kept_as(held.mat));
    CHECK(held.room.home.files(".crura").empty());
}

TEST_CASE("A held mat goes on to no step when another program asks for the next")
{
    HeldMat held;
    held.say("next");
    held.say("mark");
    REQUIRE(held.room.sees([&] { return !held.room.told("mark").empty(); }));
    CHECK(held.room.is(held.mat, "fitting"));
    CHECK(held.room.picture(held.mat)->session.step == 0);
    held.room.ask(held.mat, Command::resume);
    REQUIRE(held.room.becomes(held.mat, "running"));
    CHECK(held.room.picture(held.mat)->session.step == 0);
}

TEST_CASE("What was measured while a session was held is none of its figures")
{
    const test::OwnHome home;
    const auto file = home.path() / "held.crura";
    held_session().write(file);
    auto repository = app::open_history_of({});
    REQUIRE(repository);
    const auto person = app::person_of(**repository, {});
    REQUIRE(person);
    const auto added = app::add_recording(**repository, *person, file);
    INFO((added ? "" : added.error().message));
    REQUIRE(added);
    const auto rows = (*repository)->sessions({});
    REQUIRE(rows);
    const auto& figures = rows->at(0).figures;
    CHECK(figures.length_s == Approx(kRan).margin(1));
    CHECK(figures.heard_s <= figures.length_s);
    CHECK(figures.breaths >= 10);
    CHECK(figures.breaths <= 13);

    const auto detail = (*repository)->detail(rows->at(0).id);
    REQUIRE(detail);
    for (const auto& breath : detail->rows.breaths)
        CHECK(breath.start_s > kHeld - 10);
    for (const auto& marker : detail->rows.markers)
        CHECK(marker.at_s > kHeld - 10);
}

TEST_CASE("In a report the steps begin when the session does, and a mark stands where it was made")
{
    const test::TempFolder folder;
    held_session().write(folder / "held.crura");
    const auto recording = record::read_recording(folder / "held.crura");
    REQUIRE(recording);
    const auto course = app::story_of(*recording, {}).course;
    REQUIRE(course.steps.size() == 2);
    CHECK(course.steps[0].when.from_s == Approx(kHeld).margin(0.1));
    CHECK(course.steps[0].when.to_s == course.steps[1].when.from_s);
    CHECK(course.steps[1].when.to_s == Approx(kHeld + kRan).margin(0.1));
    REQUIRE(course.marks_s.size() == 1);
    CHECK(course.marks_s[0] == Approx(30).margin(0.02));
    CHECK(course.marks_s[0] < course.pauses.at(0).when.to_s); // before it began
}

TEST_CASE("The report of a session that nobody began says so, and counts nothing")
{
    const test::TempFolder folder;
    auto made = held_session();
    made.commands.pop_back();
    made.closed = false; // a Crura that was killed while it was held
    made.write(folder / "held.crura");
    auto recording = record::read_recording(folder / "held.crura");
    REQUIRE(recording);
    const Event tremor{.kind = EventKind::tremor,
                       .start = test::MadeSession::kStarted + 40s,
                       .end = test::MadeSession::kStarted + 50s,
                       .over = true};
    recording->said.push_back({test::MadeSession::kStarted + 50s, tremor});
    const auto story = app::story_of(*recording, {});
    CHECK_THAT(story.in_short.at(0), Contains("never began"));
    CHECK(story.length == report::lasting(0));
    CHECK(story.course.steps.empty());
    CHECK(story.course.pauses.at(0).name == "before it began");
    for (const auto& figure : story.figures) {
        INFO(figure.name << ": " << figure.value);
        CHECK(figure.name != "Tremor");
        CHECK((figure.value == report::lasting(0) || figure.value == "0" || figure.value == "--"));
    }
}

TEST_CASE("A report shows how a session was held, and counts nothing of it")
{
    const test::TempFolder folder;
    held_session().write(folder / "held.crura");
    const auto recording = record::read_recording(folder / "held.crura");
    REQUIRE(recording);
    const auto story = app::story_of(*recording, {});
    CHECK(story.length == "1 min");
    REQUIRE(story.course.pauses.size() == 1);
    CHECK(story.course.pauses[0].name == "before it began");
    CHECK(story.course.pauses[0].when.to_s == Approx(kHeld).margin(0.1));
    const auto breaths = std::stoi(story.in_short.at(0).substr(story.in_short[0].find(". ") + 2));
    CHECK(breaths >= 10);
    CHECK(breaths <= 13);
}
