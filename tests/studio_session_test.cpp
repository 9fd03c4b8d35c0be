// From a page's "open" to the end of its session: real bodies, engines, files.

#include "app/history_place.hpp"
#include "app/replay.hpp"
#include "record/recording.hpp"
#include "support/studio_room.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <set>
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

TEST_CASE("A session that was held and begun replays bit for bit and is in the history")
{
    StudioRoom room;
    const int mat = room.open();
    REQUIRE(room.sees([&] { return breathed(room, mat); }));
    room.ask(mat, Command::calibrate_natural);
    room.ask(mat, Command::resume);
    room.ask(mat, Command::mark);
    REQUIRE(room.sees([&] {
        const auto* id = room.now(mat)->about.find<double>("session");
        return id && *id >= 1;
    }));
    room.ask(mat, Command::end);
    REQUIRE(room.sees([&] { return room.picture(mat)->session.step == 3; })); // a rest? none
    room.ask(mat, Command::end);
    REQUIRE(room.becomes(mat, "ended"));
}
