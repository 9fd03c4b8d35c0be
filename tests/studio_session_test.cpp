// From a page's "open" to the end of its session: real bodies, engines, files.

#include "app/history_place.hpp"
#include "app/replay.hpp"
#include "record/recording.hpp"
#include "support/studio_room.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>

using namespace crura;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using test::StudioRoom;

namespace {

std::vector<history::SessionRow> sessions_kept()
{
    const auto repository = app::find_history_of({});
    REQUIRE(repository);
    if (!*repository)
        return {};
    const auto rows = (*repository)->sessions({});
    REQUIRE(rows);
    return *rows;
}

bool breathed(const StudioRoom& room, int mat)
{
    const auto picture = room.picture(mat);
    return picture && picture->breath.confidence > 0;
}

} // namespace

TEST_CASE("A mat is held at its very beginning: it measures, and nothing is said, led or counted")
{
    StudioRoom room;
    const int mat = room.open();
    CHECK(mat == 1);
    REQUIRE(room.sees([&] { return breathed(room, mat); }));
    const auto held = *room.picture(mat);
    CHECK(room.is(mat, "fitting"));
    CHECK_FALSE(held.session.running);
    CHECK_FALSE(held.session.finished);
    CHECK(held.session.elapsed == 0s);
    CHECK(held.session.step == 0);
    CHECK(held.target.level == 0);
    CHECK(held.check_in.question == Question::none);
    CHECK_FALSE(held.guard.awaiting_response);
    for (const char* kind : {"step", "prompt", "phrase", "question", "resumed", "paused"})
        CHECK(room.told(kind).empty());

    room.ask(mat, Command::resume);
    REQUIRE(room.becomes(mat, "running"));
    REQUIRE(room.sees([&] { return !room.told("prompt").empty(); }));
    CHECK(room.told("resumed").front().text == "The session begins.");
    CHECK(room.told("step").front().text == "Settle");
    CHECK(room.told("prompt").front().text == "Let the floor hold you.");
    CHECK(room.told("resumed").front().id < room.told("step").front().id);
    CHECK(room.told("step").front().id < room.told("prompt").front().id);
}

TEST_CASE("A session that was held and begun is kept from its opening, and replays bit for bit")
{
    StudioRoom room;
    const int mat = room.open();
    REQUIRE(room.sees([&] { return breathed(room, mat); }));
    room.ask(mat, Command::calibrate_natural);
    room.ask(mat, Command::calibrate_leave);
    CHECK(sessions_kept().empty());
    room.ask(mat, Command::resume);
    REQUIRE(room.sees([&] { return room.kept_as(mat).has_value(); }));
    const auto id = *room.kept_as(mat);
    room.ask(mat, Command::mark);
    room.ask(mat, Command::end);
    REQUIRE(room.becomes(mat, "ended"));
    CHECK(room.kept_as(mat) == id);
    CHECK(room.picture(mat)->session.finished);
    CHECK(room.told("finished").size() == 1);

    const auto rows = sessions_kept();
    REQUIRE(rows.size() == 1);
    CHECK(double(rows[0].id) == id);
    CHECK(rows[0].ended);
    const auto files = room.home.files(".crura");
    REQUIRE(files.size() == 1);
    CHECK(rows[0].recording == files[0].string());

    const auto recording = record::read_recording(files[0]);
    REQUIRE(recording);
    CHECK(recording->closed);
    REQUIRE_FALSE(recording->ticks.empty());
    const auto& first = recording->ticks.front();
    CHECK(first.number == 1);
    REQUIRE(first.commands.size() == 1);
    CHECK(first.commands[0] == Command::pause);
    const auto replayed = app::replay({files[0]});
    REQUIRE(replayed);
    INFO(replayed->text);
    CHECK(replayed->identical);
}

TEST_CASE("A mat that is closed before it began leaves no trace")
{
    StudioRoom room;
    const auto before = room.home.files();
    auto options = StudioRoom::session();
    options.edf = (room.home.path() / "held.edf").string();
    const int mat = room.open(options);
    REQUIRE(room.sees([&] { return breathed(room, mat); }));
    CHECK(room.home.files(".crura").size() == 1); // it is recorded while it is fitted
    REQUIRE(room.studio.note(mat, "They lie on the left.", host_now())
            == feed::Mats::Answer::handed_on);
    REQUIRE(room.studio.close(mat));
    room.look();
    CHECK(room.seen.empty());
    CHECK(room.home.files(".crura").empty());
    CHECK(room.home.files(".edf").empty());
    CHECK(sessions_kept().empty());
}

TEST_CASE("To end a mat that never began ends it at once and leaves no trace")
{
    StudioRoom room;
    auto options = StudioRoom::session();
    options.program = "release-session"; // which has a rest that an end would lead to
    const int mat = room.open(options);
    room.look();
    CHECK(room.studio.command(mat, Command::next, 1) == feed::Mats::Answer::no_mat);
    room.ask(mat, Command::end);
    REQUIRE(room.becomes(mat, "ended"));
    CHECK(room.told("prompt").empty());
    CHECK_FALSE(room.kept_as(mat));
    CHECK(room.home.files(".crura").empty());
    CHECK(sessions_kept().empty());
}

TEST_CASE("A first end leads to the rest, a second ends the session")
{
    StudioRoom room;
    auto options = StudioRoom::session();
    options.program = "release-session";
    const int mat = room.open(options);
    room.ask(mat, Command::resume);
    room.ask(mat, Command::end);
    REQUIRE(room.sees([&] { return room.told("step").size() == 2; }));
    CHECK(room.is(mat, "running"));
    CHECK(room.picture(mat)->session.running);
    room.ask(mat, Command::end);
    CHECK(room.becomes(mat, "ended"));
}

TEST_CASE("A session runs at the level that was chosen, and its recording says at which")
{
    StudioRoom room;
    auto options = StudioRoom::session();
    options.program = "release-session";
    options.limits.level = "some-experience";
    const int mat = room.open(options);
    room.ask(mat, Command::resume);
    REQUIRE(room.becomes(mat, "running"));
    CHECK(room.picture(mat)->guard.tremor_limit == 10min);
    REQUIRE(room.studio.close(mat));
    const auto recording = record::read_recording(room.home.files(".crura").at(0));
    REQUIRE(recording);
    const auto& settings = recording->header.settings;
    CHECK(std::any_of(settings.begin(), settings.end(), [](const auto& each) {
        return each.name == "level" && each.value == "some-experience";
    }));
}

TEST_CASE("A session that comes to its own end is closed down by itself and stays to be looked at")
{
    StudioRoom room;
    auto options = StudioRoom::session();
    options.minutes = 0.03;
    const int mat = room.open(options);
    room.ask(mat, Command::resume);
    REQUIRE(room.becomes(mat, "ended"));
    const auto rows = sessions_kept();
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].finished);
    REQUIRE(room.picture(mat));
    CHECK(room.picture(mat)->session.finished);
    CHECK(room.studio.mats() == std::vector<int>{mat});
    REQUIRE(room.studio.close(mat));
    CHECK(room.studio.mats().empty());
    CHECK(sessions_kept().size() == 1);
    CHECK(room.home.files(".crura").size() == 1);
}

TEST_CASE("A running mat that is closed is ended at once, without a rest, and kept")
{
    StudioRoom room;
    auto options = StudioRoom::session();
    options.program = "release-session";
    const int mat = room.open(options);
    room.ask(mat, Command::resume);
    REQUIRE(room.sees([&] { return room.kept_as(mat).has_value(); }));
    REQUIRE(room.studio.close(mat));
    const auto rows = sessions_kept();
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].ended);
    CHECK_FALSE(rows[0].finished);
    const auto replayed = app::replay({room.home.files(".crura").at(0)});
    REQUIRE(replayed);
    CHECK(replayed->identical);
}

TEST_CASE("A studio that goes away ends its sessions and keeps them whole")
{
    StudioRoom room;
    {
        app::studio::Studio studio;
        const auto begun = studio.open(StudioRoom::session());
        const auto held = studio.open(StudioRoom::session());
        REQUIRE(begun);
        REQUIRE(held);
        REQUIRE(studio.command(*begun, Command::resume, 1) == feed::Mats::Answer::handed_on);
        REQUIRE(test::within(10s, [&] { return !studio.take_taken().empty(); }));
    }
    const auto files = room.home.files(".crura");
    REQUIRE(files.size() == 1);
    const auto recording = record::read_recording(files[0]);
    REQUIRE(recording);
    CHECK(recording->closed);
    REQUIRE(sessions_kept().size() == 1);
    CHECK(sessions_kept()[0].ended);
}

TEST_CASE("A therapist's note is in the recording and the history, and is told to therapists only")
{
    StudioRoom room;
    const int mat = room.open();
    const Time early = host_now();
    CHECK(room.studio.note(mat, "Before it began.", early) == feed::Mats::Answer::handed_on);
    room.ask(mat, Command::resume);
    REQUIRE(room.sees([&] { return room.kept_as(mat).has_value(); }));
    CHECK(room.studio.note(mat, "Softer now.", host_now()) == feed::Mats::Answer::handed_on);
    room.ask(mat, Command::end);
    REQUIRE(room.becomes(mat, "ended"));
    CHECK(room.studio.note(mat, "Too late.", host_now()) == feed::Mats::Answer::no_mat);

    const auto told = room.told("note");
    REQUIRE(told.size() == 2);
    CHECK(told[0].text == "Before it began.");
    CHECK(told[0].time == early);
    CHECK(told[0].care);
    const auto recording = record::read_recording(room.home.files(".crura").at(0));
    REQUIRE(recording);
    CHECK(recording->notes.size() == 2);
    const auto repository = app::find_history_of({});
    REQUIRE(repository);
    const auto detail = (*repository)->detail(history::Id(*room.kept_as(mat)));
    REQUIRE(detail);
    const auto notes = std::count_if(detail->rows.markers.begin(), detail->rows.markers.end(),
                                     [](const auto& marker) { return marker.kind == "note"; });
    CHECK(notes == 2);
}

TEST_CASE("Whoever wants no trace has none, also of a session that ran")
{
    StudioRoom room;
    auto options = StudioRoom::session();
    options.record = app::kNone;
    options.history.place = app::kNone;
    const int mat = room.open(options);
    room.ask(mat, Command::resume);
    room.ask(mat, Command::end);
    REQUIRE(room.becomes(mat, "ended"));
    CHECK_FALSE(room.kept_as(mat));
    CHECK(room.home.files().empty());
}
