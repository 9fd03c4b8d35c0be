#include "midi/learn.hpp"
#include "midi/presses.hpp"

#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>

using namespace crura;
using namespace crura::test;
using midi::Message;
using midi::PressRule;
using midi::Wish;
namespace fs = std::filesystem;

namespace {

midi::Map map_with(const std::string& commands)
{
    const auto map = midi::parse_map("format = 1\n[commands]\n" + commands, "my.toml");
    REQUIRE(map);
    return *map;
}

std::string text_of(const fs::path& file)
{
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

std::size_t files_in(const fs::path& folder)
{
    return std::size_t(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

const PressRule kPad = {
    .wish = Wish::brake, .kind = PressRule::Kind::note, .number = 36, .channel = 9, .threshold = 1};

} // namespace

TEST_CASE("A pedal is pressed when it comes up to 64 from below, and only then")
{
    midi::Presses pressed(map_with("mark = { controller = 64, rest_seconds = 0 }"));
    int presses = 0;
    const auto send = [&](std::uint8_t value) {
        const auto wish = pressed(time_from_seconds(1), {0xb0, 64, value});
        presses += wish == Wish::mark;
        return wish.has_value();
    };
    CHECK(send(127)); // never heard before: it was up
    CHECK_FALSE(send(127));
    CHECK_FALSE(send(80));
    CHECK_FALSE(send(0));
    for (int value = 0; value < 128; ++value) // a continuous one, slowly
        send(std::uint8_t(value));
    CHECK(presses == 2);
    for (int value = 127; value >= 64; --value)
        CHECK_FALSE(send(std::uint8_t(value)));
    CHECK_FALSE(send(63));
    CHECK(send(64));
}

TEST_CASE("A pad is pressed when its note begins, hard enough, and bounces are passed over")
{
    midi::Presses pressed(map_with("brake = { note = 36, channel = 10, threshold = 20 }"));
    const auto at = [&](double time_s, Message message) {
        return pressed(time_from_seconds(time_s), message).has_value();
    };
    CHECK_FALSE(at(1, {0x99, 36, 19}));
    CHECK_FALSE(at(1, {0x98, 36, 100})); // another channel
    CHECK_FALSE(at(1, {0x99, 37, 100})); // another pad
    CHECK_FALSE(at(1, {0x89, 36, 100}));
    CHECK(at(1, {0x99, 36, 20}));
    CHECK_FALSE(at(1, {0x99, 36, 0}));
    CHECK_FALSE(at(1.29, {0x99, 36, 100}));
    CHECK(at(1.31, {0x99, 36, 100}));
}

TEST_CASE("A program change is a press, and what is no press asks for nothing")
{
    midi::Presses pressed(
        map_with("start = { program = 3 }\nend = { controller = 1, threshold = 1 }"));
    const auto now = time_from_seconds(1);
    CHECK(pressed(now, {0xc5, 3}) == Wish::start);
    CHECK_FALSE(pressed(now, {0xc5, 4}));
    CHECK_FALSE(pressed(now, {0xd0, 3}));
    CHECK_FALSE(pressed(now, {0xe0, 3, 3}));
    CHECK_FALSE(pressed(now, {0xf8}));
    CHECK_FALSE(pressed(now, {0xb0, 1}));
    CHECK_FALSE(pressed(now, {}));
    CHECK_FALSE(pressed(now, {0xb0, 123, 0}));
}

TEST_CASE("A toggle pauses what runs and resumes what does not")
{
    SessionState session;
    session.running = true;
    CHECK(midi::command_for(Wish::toggle, session) == Command::pause);
    session.running = false;
    CHECK(midi::command_for(Wish::toggle, session) == Command::resume);
    CHECK(midi::command_for(Wish::start, session) == Command::resume);
    CHECK(midi::command_for(Wish::pause, session) == Command::pause);
    CHECK(midi::command_for(Wish::mark, session) == Command::mark);
    CHECK(midi::command_for(Wish::brake, session) == Command::brake);
    CHECK(midi::command_for(Wish::end, session) == Command::end);
}

TEST_CASE("A pad under the hand says that the person is here, a pedal goes on to the next step")
{
    CHECK(midi::command_for(Wish::here, {}) == Command::here);
    CHECK(midi::command_for(Wish::next, {}) == Command::next);
    const auto map = midi::parse_map("format = 1\n[commands]\nhere = { note = 36 }\n"
                                     "next = { controller = 66 }\n",
                                     "pads.toml");
    REQUIRE(map);
    REQUIRE(map->presses.size() == 2);
    CHECK(map->presses[0].wish == Wish::next);
    CHECK(map->presses[1].wish == Wish::here);
    CHECK(map->presses[1].number == 36);
}

TEST_CASE("Learning waits for a press: a pad, a pedal that comes down, a program")
{
    midi::Learner learn(Wish::brake);
    CHECK_FALSE(learn({0xf8}));
    CHECK_FALSE(learn({0x89, 36, 64}));
    CHECK_FALSE(learn({0xb0, 11, 63}));
    CHECK_FALSE(learn({0xb0, 123, 127})); // all notes off
    SECTION("pad")
    {
        CHECK(learn({0x99, 36, 1}) == kPad);
    }
    SECTION("pedal")
    {
        CHECK(learn({0xb0, 11, 64}) == PressRule{.wish = Wish::brake, .number = 11, .channel = 0});
    }
    SECTION("program")
    {
        CHECK(learn({0xc1, 7})->kind == PressRule::Kind::program);
    }
}

TEST_CASE("A learnt press goes into the map, and every other line stays as it was")
{
    const std::string before = "# mine\nformat = 1\n\n[commands] # of my pedals\n"
                               "mark = { controller = 64 } # left\n"
                               "  brake={note=1}\n\n[clock]\nbeats = 3 # a waltz";
    const auto after = midi::with_press(before, kPad);
    REQUIRE(after);
    CHECK(*after
          == "# mine\nformat = 1\n\n[commands] # of my pedals\n"
             "mark = { controller = 64 } # left\n"
             "brake = { note = 36, channel = 10 }\n\n[clock]\nbeats = 3 # a waltz\n");
    CHECK(midi::parse_map(*after, "my.toml")->presses[1] == kPad);
    CHECK(*midi::with_press(*after, kPad) == *after);
}

TEST_CASE("A learnt press makes the place that a map does not have for it")
{
    const auto check = [](const std::string& before, const std::string& after) {
        const auto learnt = midi::with_press(before, kPad);
        REQUIRE(learnt);
        CHECK(*learnt == after);
    };
    const std::string line = "brake = { note = 36, channel = 10 }\n";
    check("format = 1\n[clock]\nbeats = 3\n",
          "format = 1\n[clock]\nbeats = 3\n\n[commands]\n" + line);
    check("format = 1\n[commands]\n[clock]\n", "format = 1\n[commands]\n" + line + "[clock]\n");
    check("format = 1\n[commands]", "format = 1\n[commands]\n" + line);
    check("format = 1\n[commands]\nmark = { note = 3 }\n",
          "format = 1\n[commands]\n" + line + "mark = { note = 3 }\n");
}

TEST_CASE("What is pressed asks for one thing: what it asked for before is forgotten")
{
    const auto learnt = midi::with_press("format = 1\n[commands]\nmark = { note = 36, channel = 10 "
                                         "}\nend = { note = 36, channel = 3 }\n",
                                         kPad);
    REQUIRE(learnt);
    CHECK(*learnt
          == "format = 1\n[commands]\nbrake = { note = 36, channel = 10 }\n"
             "end = { note = 36, channel = 3 }\n");
}

TEST_CASE("A map that cannot be understood, or written so that a line cannot go in, is left alone")
{
    CHECK_FALSE(midi::with_press("format = 1\n[comands]\n", kPad));
    const auto apart = midi::with_press("format = 1\n[commands.brake]\nnote = 4\n", kPad);
    REQUIRE_FALSE(apart);
    CHECK_THAT(apart.error().message, Catch::Contains("brake = { note = 36, channel = 10 }"));
}

TEST_CASE("The map file is made when there is none, and replaced as a whole or not at all")
{
    const TempFolder folder;
    const auto file = folder / "crura" / "midi.toml"; // its folder is made, too
    CHECK(midi::learn_into(file.string(), kPad));
    const auto first = text_of(file);
    CHECK_THAT(first, Catch::Contains("# What Crura tells a synthesizer"));
    CHECK_THAT(first, Catch::Contains("\nbrake = { note = 36, channel = 10 }\n"));
    CHECK_THAT(first, !Catch::Contains("controller = 67"));
    CHECK(files_in(file.parent_path()) == 1);

    std::ofstream(file) << "format = 2\n";
    CHECK_FALSE(midi::learn_into(file.string(), kPad));
    CHECK(text_of(file) == "format = 2\n");
    const auto in_a_file = midi::learn_into(file / "midi.toml", kPad);
    REQUIRE_FALSE(in_a_file);
    CHECK_THAT(in_a_file.error().message, Catch::Contains("nothing was changed"));
    CHECK(text_of(file) == "format = 2\n");
    CHECK(files_in(file.parent_path()) == 1);
}
