// Several mats, refusals, and what goes wrong.

#include "support/studio_room.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <fstream>
#include <set>
#include <string>
#include <thread>

using namespace crura;
using namespace std::chrono_literals;
using test::StudioRoom;
using Given = feed::Mats::Answer;
using Catch::Matchers::Contains;

namespace {

std::string refused(app::studio::Studio& studio, const app::RunOptions& options)
{
    const auto opened = studio.open(options);
    REQUIRE_FALSE(opened);
    return opened.error().message;
}

// A recording of a simulated breath, short.
std::filesystem::path some_breaths(const test::StudioRoom& room, double seconds)
{
    const auto file = room.home.path() / "breaths.csv";
    std::ofstream text(file);
    text << "time_s,chest,belly\n";
    for (double t = 0; t < seconds; t += 0.02)
        text << t << ',' << std::sin(t) << ',' << 2 * std::sin(t) << '\n';
    return file;
}

} // namespace

TEST_CASE("Four mats run at once, each its own body, and a fifth is refused")
{
    StudioRoom room;
    std::set<int> mats;
    for (const char* body : {"simulator", "simulator:chest", "simulator:calm", "simulator"}) {
        auto options = StudioRoom::session();
        options.sources = {body};
        mats.insert(room.open(options));
    }
    CHECK(mats == std::set<int>{1, 2, 3, 4});
    CHECK_THAT(refused(room.studio, StudioRoom::session()), Contains("All 4 mats are taken"));
    for (const int mat : mats)
        room.ask(mat, Command::resume);
    REQUIRE(room.sees([&] {
        return std::all_of(mats.begin(), mats.end(), [&](int mat) {
            const auto picture = room.picture(mat);
            return room.is(mat, "running") && picture && picture->breath.confidence > 0;
        });
    }));
    room.ask(2, Command::pause);
    REQUIRE(room.sees([&] { return !room.picture(2)->session.running; }));
    CHECK(room.picture(1)->session.running);

    REQUIRE(room.studio.close(2));
    CHECK(room.open() == 2);
    CHECK(room.home.files(".crura").size() == 5);
}

TEST_CASE("Ids and versions of a number go on when another mat takes it")
{
    StudioRoom room;
    const int first = room.open();
    room.ask(first, Command::resume);
    REQUIRE(room.sees([&] { return room.told("prompt").size() == 1; }));
    const auto last = room.said.back().id;
    const auto version = room.now(first)->version;
    REQUIRE(room.studio.close(first));
    CHECK(room.studio.said(first).empty());

    room.said.clear();
    REQUIRE(room.open() == first);
    room.look();
    CHECK(room.now(first)->version > version);
    CHECK(room.is(first, "fitting"));
    room.ask(first, Command::resume);
    REQUIRE(room.sees([&] { return !room.said.empty(); }));
    CHECK(room.said.front().id > last);
    CHECK(room.studio.said(first).size() == room.said.size());
}

TEST_CASE("Every command that was handed on comes back, in a flood and when its mat is closed")
{
    StudioRoom room;
    const int mat = room.open();
    std::set<std::uint64_t> handed_on;
    std::size_t busy = 0;
    for (std::uint64_t ticket = 1; ticket <= 200; ++ticket)
        switch (room.studio.command(mat, Command::mark, ticket)) {
        case Given::handed_on:
            handed_on.insert(ticket);
            break;
        case Given::busy:
            ++busy;
            break;
        case Given::no_mat:
            FAIL("it is there");
        }
    CHECK(busy > 0);
    for (std::uint64_t ticket = 1001; ticket <= 1004; ++ticket)
        if (room.studio.command(mat, Command::mark, ticket) == Given::handed_on)
            handed_on.insert(ticket);
    REQUIRE(room.studio.close(mat));
    room.look();
    CHECK(room.taken.size() == handed_on.size());
    for (const auto ticket : handed_on)
        CHECK(room.came_back(ticket));
    CHECK(room.studio.command(mat, Command::mark, 1) == Given::no_mat);
}

TEST_CASE("A mat that has ended takes no commands and keeps its picture")
{
    StudioRoom room;
    const int mat = room.open();
    room.ask(mat, Command::resume);
    room.ask(mat, Command::end);
    REQUIRE(room.becomes(mat, "ended"));
    for (const auto command : {Command::resume, Command::brake, Command::end, Command::mark})
        CHECK(room.studio.command(mat, command, 99) == Given::no_mat);
    CHECK(room.studio.command(7, Command::end, 99) == Given::no_mat);
    REQUIRE(room.picture(mat));
    const auto tick = room.picture(mat)->tick;
    std::this_thread::sleep_for(50ms);
    room.look();
    CHECK(room.picture(mat)->tick == tick);
}

TEST_CASE("A mat that is closed while it opens is not there afterwards and leaves no trace")
{
    StudioRoom room;
    Result<int> opened = Error{};
    std::thread opener([&] { opened = room.studio.open(StudioRoom::session()); });
    REQUIRE(test::within(10s, [&] { return !room.studio.mats().empty(); }));
    const auto closed = room.studio.close(1); // late or not, it waits for the opening
    opener.join();
    CHECK(closed);
    CHECK(room.studio.mats().empty());
    CHECK(room.home.files(".crura").empty());
    if (!opened)
        CHECK(opened.error().message == "The mat was closed while it was opening.");
    CHECK_FALSE(room.studio.close(1));
}

TEST_CASE("Two who close the same mat both find it closed")
{
    StudioRoom room;
    const int mat = room.open();
    std::thread other([&] { (void)room.studio.close(mat); });
    (void)room.studio.close(mat);
    other.join();
    CHECK(room.studio.mats().empty());
}

TEST_CASE("What cannot be opened is one sentence, and its place is free again")
{
    StudioRoom room;
    auto wrong = StudioRoom::session();
    wrong.sources = {"simulater"};
    CHECK_THAT(refused(room.studio, wrong), Contains("There is no source 'simulater'"));
    wrong = StudioRoom::session();
    wrong.program = "no-such-program";
    CHECK_THAT(refused(room.studio, wrong), Contains("no-such-program"));
    wrong = StudioRoom::session();
    wrong.sources = {"line:/dev/crura-nowhere"};
    CHECK_THAT(refused(room.studio, wrong), Contains("/dev/crura-nowhere"));
    wrong = StudioRoom::session();
    wrong.limits.slowest_bpm = 3.5;
    CHECK(refused(room.studio, wrong)
          == "Only a therapist may permit a guide slower than 4.5 breaths a minute.");
    wrong = StudioRoom::session();
    wrong.program = "release-session";
    wrong.confirmed = false;
    CHECK_THAT(refused(room.studio, wrong), Contains("Before the first time"));
    CHECK(room.studio.mats().empty());
    CHECK(room.home.files(".crura").empty());
    CHECK(room.open() == 1);
}

TEST_CASE("A sensor's recording that comes to its end is no sensor that is gone")
{
    StudioRoom room;
    auto options = StudioRoom::session();
    options.sources = {"play:" + some_breaths(room, 0.3).string()};
    const int mat = room.open(options);
    REQUIRE(room.sees([&] {
        const auto picture = room.picture(mat);
        return picture && picture->health.sources[0].finished;
    }));
    CHECK(room.told("sensor").empty());
    CHECK(room.text(mat, "problem").empty());
    CHECK(room.is(mat, "fitting"));
    REQUIRE(room.studio.close(mat));
}

TEST_CASE("The whole of a mat is described: program, sensors, person, limits")
{
    StudioRoom room;
    auto options = StudioRoom::session();
    options.minutes = 10;
    options.limits.slowest_bpm = 6;
    const int mat = room.open(options);
    room.look();
    const auto& about = room.now(mat)->about;
    const auto* program = about.find<json::Json::Object>("program");
    REQUIRE(program);
    const json::Json described(*program);
    CHECK(*described.find<std::string>("name") == "Rest and invite");
    CHECK(*described.find<double>("total_s") == Approx(600));
    const auto* steps = described.find<json::Json::Array>("steps");
    REQUIRE(steps);
    REQUIRE(steps->size() == 5);
    CHECK(*(*steps)[2].find<std::string>("intent") == "invite");
    CHECK(*(*steps)[0].find<double>("duration_s") == Approx(90));
    const auto* sensors = about.find<json::Json::Array>("sensors");
    REQUIRE(sensors);
    REQUIRE(sensors->size() == 1);
    CHECK(sensors->at(0).find<json::Json::Array>("bands")->size() == 2);
    CHECK(*about.find<bool>("simulated"));
    const auto* limits = about.find<json::Json::Object>("limits");
    REQUIRE(limits);
    CHECK(*json::Json(*limits).find<double>("slowest_bpm") == 6);
    CHECK(room.text(mat, "person").empty());
}
