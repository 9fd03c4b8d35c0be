#include "feed/commands.hpp"

#include "support/fake_mats.hpp"
#include "support/hub_room.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace crura;
using namespace std::chrono_literals;

namespace {

struct Room {
    explicit Room(const std::string& role = "client")
    {
        mats.open(1);
        room.open(1, role);
        room.tick();
    }

    // The status of its ack; 0: none has come.
    int ask(const std::string& command, const std::string& more = "")
    {
        room.asks(1, ++id, command, 1, more);
        const auto acks = room.of_type(1, "ack");
        const bool its = !acks.empty() && int(*acks.back().find<double>("id")) == id;
        return its ? room.status(1) : 0;
    }

    test::FakeMats mats;
    test::HubRoom room{mats};
    int id = 0;
};

} // namespace

TEST_CASE("A command is acknowledged once the engine has taken it, with the time of that tick")
{
    Room room;
    room.mats.takes_at = time_from_seconds(512.4);
    CHECK(room.ask("pause") == 0);
    room.room.tick();
    CHECK(room.room.status(1) == 200);
    const auto ack = room.room.of_type(1, "ack").back();
    CHECK(*ack.find<double>("id") == 1);
    CHECK(*ack.find<double>("time_s") == Approx(512.4));
    REQUIRE(room.mats.given.size() == 1);
    CHECK(room.mats.given[0].mat == 1);
    CHECK(room.mats.given[0].command == Command::pause);
}

TEST_CASE("Acks go to the page that asked, each with its own id")
{
    Room room("therapist");
    room.room.open(2, "therapist");
    room.room.tick();
    room.room.asks(1, 5, "mark");
    room.room.asks(2, 9, "brake");
    room.room.asks(1, 6, "next");
    room.room.tick();
    const auto ids = [&](feed::ConnectionId page) {
        std::vector<int> all;
        for (const auto& ack : room.room.of_type(page, "ack"))
            all.push_back(int(*ack.find<double>("id")));
        return all;
    };
    CHECK(ids(1) == std::vector{5, 6});
    CHECK(ids(2) == std::vector{9});
}

TEST_CASE("A command that no engine takes is busy after 2 s, and its late answer is not told")
{
    Room room;
    room.mats.asleep = true;
    room.ask("pause");
    room.room.run(1.9);
    CHECK(room.room.status(1) == 0);
    room.room.run(0.3);
    CHECK(room.room.status(1) == 503);
    room.room.run(5);
    CHECK(room.room.of_type(1, "ack").size() == 1);
}

TEST_CASE("A command for which there is no room is busy at once")
{
    Room room;
    room.mats.busy = true;
    CHECK(room.ask("pause") == 503);
}

TEST_CASE("A replayed id and the key of another connection are refused, and nothing is done")
{
    Room room("therapist");
    room.room.open(2, "therapist");
    CHECK(room.ask("mark") == 0);
    room.room.asks(1, 1, "end");
    CHECK(room.room.status(1) == 409);
    room.room.asks(1, 0x7fffffff, "mark"); // ids may leap ...
    room.room.asks(1, 2, "end");           // ... and then never go back
    CHECK(room.room.status(1) == 409);
    room.room.says(2,
                   R"({"type":"command","id":1,"key":"key-1","seen":1,"mat":1,"command":"end"})");
    CHECK(room.room.status(2) == 409);
    room.room.says(2, R"({"type":"command","id":1,"key":"","seen":1,"mat":1,"command":"end"})");
    CHECK(room.room.status(2) == 409);
    CHECK(room.mats.given.size() == 2);
    room.room.asks(2, 1, "brake"); // its own id was not used up by that
    room.room.tick();
    CHECK(room.room.status(2) == 200);
}

TEST_CASE("An id is used up by a refusal too")
{
    Room room;
    room.mats.busy = true;
    CHECK(room.ask("mark") == 503);
    room.mats.busy = false;
    room.room.asks(1, 1, "mark");
    CHECK(room.room.status(1) == 409);
    CHECK(room.mats.given.empty());
}

TEST_CASE("A command for a mat that is not there is told so")
{
    Room room;
    room.room.asks(1, 1, "pause", 2);
    CHECK(room.room.status(1) == 404);
    room.mats.close(1);
    CHECK(room.ask("mark") == 409); // its id was the same
    CHECK(room.ask("mark") == 404);
}

TEST_CASE("A viewer commands nothing, and only a therapist writes notes")
{
    Room viewer("viewer");
    for (const char* command : {"pause", "brake", "end", "mark", "here"})
        CHECK(viewer.ask(command) == 403);
    CHECK(viewer.ask("note", R"(,"text":"a")") == 403);
    CHECK(viewer.mats.given.empty());

    Room client("client");
    CHECK(client.ask("note", R"(,"text":"a")") == 403);
    CHECK(client.mats.notes.empty());
    CHECK(client.mats.given.empty());
    CHECK(client.ask("end") == 0);
}

TEST_CASE("A note is kept, about the picture that was seen, and marks the moment")
{
    Room room("therapist");
    room.room.run(0.5);
    const Time seen = room.room.now;
    room.room.now += 500ms;
    CHECK(room.ask("note", R"(,"text":"jaw lets go")") == 0);
    room.room.tick();
    CHECK(room.room.status(1) == 200);
    REQUIRE(room.mats.notes.size() == 1);
    CHECK(room.mats.notes[0].first == "jaw lets go");
    CHECK(room.mats.notes[0].second == seen);
    CHECK(room.mats.given.at(0).command == Command::mark);
}

TEST_CASE("A note that could not be kept is not acknowledged as done")
{
    Room room("therapist");
    room.mats.deaf = true;
    CHECK(room.ask("note", R"(,"text":"a")") == 503);
    room.room.tick();
    CHECK(room.room.of_type(1, "ack").size() == 1);
}

TEST_CASE("What was pressed on a picture of more than 3 s ago is not done, but for the ways out")
{
    const std::string command =
        GENERATE("mark", "resume", "next", "recalibrate", "here", "dizzy", "pause", "brake", "end");
    Room room;
    const auto seen = room.room.seq(1);
    const auto ask = [&] {
        room.room.says(1,
                       R"({"type":"command","id":)" + std::to_string(++room.id)
                           + R"(,"key":"key-1","seen":)" + std::to_string(seen)
                           + R"(,"mat":1,"command":")" + command + "\"}");
    };
    room.room.run(2.9);
    ask();
    room.room.tick();
    CHECK(room.room.status(1) == 200);
    room.room.run(0.2);
    ask();
    room.room.tick();
    const bool out = command == "pause" || command == "brake" || command == "end";
    CHECK(room.room.status(1) == (out ? 200 : 408));
    CHECK(room.mats.given.size() == (out ? 2 : 1));
}

TEST_CASE("Whoever presses before the first frame is heard, for as long as the page is new")
{
    test::FakeMats mats;
    mats.open(1);
    test::HubRoom room(mats);
    room.open(1, "client");
    room.asks(1, 1, "resume"); // seen: 0
    room.tick();
    CHECK(room.status(1) == 200);
    room.run(4);
    room.says(1, R"({"type":"command","id":2,"key":"key-1","seen":0,"mat":1,"command":"resume"})");
    CHECK(room.status(1) == 408);
}

TEST_CASE("A picture that was never sent cannot have been seen")
{
    Room room;
    room.room.says(1,
                   R"({"type":"command","id":1,"key":"key-1","seen":99,"mat":1,)"
                   R"("command":"brake"})");
    CHECK(room.room.status(1) == 400);
    CHECK(room.mats.given.empty());
}

TEST_CASE("A command that cannot be understood is answered by its id")
{
    Room room;
    CHECK(room.ask("self_destruct") == 400);
    CHECK(room.ask("answer") == 400);
    CHECK(room.room.page(1).closed == 0);
}

TEST_CASE("Every refusal is told to the log once, with whose it was, its status and its sentence")
{
    Room room("viewer");
    room.room.open(2, "client");
    room.room.tick();
    room.ask("brake");
    room.room.run(4);
    room.room.says(2,
                   R"({"type":"command","id":1,"key":"key-2","seen":0,"mat":1,"command":"mark"})");
    room.room.asks(2, 1, "mark");
    using Refused = test::HubRoom::Refused;
    CHECK(room.room.refused
          == std::vector<Refused>{{1, 403, "This device watches only."},
                                  {2, 408,
                                   "The picture was old, so nothing was done. Please look, and "
                                   "press again."},
                                  {2, 409, "This was asked before."}});
    room.room.asks(2, 2, "pause");
    room.room.tick();
    CHECK(room.room.status(2) == 200);
    CHECK(room.room.refused.size() == 3);
}

TEST_CASE("The answer to a page that has left goes nowhere")
{
    Room room;
    room.ask("pause");
    room.room.hub.closed(1);
    const auto before = room.room.page(1).all.size();
    room.room.tick();
    CHECK(room.room.page(1).all.size() == before);
}
