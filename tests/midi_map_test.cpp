#include "midi/map.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using midi::Map;

namespace {

// What is wrong with a map of which this is all but the first line.
std::string mistake(const std::string& text)
{
    const auto map = midi::parse_map("format = 1\n" + text, "my.toml");
    return map ? "nothing" : map.error().message;
}

void check_mistake(const std::string& text, const std::string& place, const std::string& what)
{
    INFO(text);
    const auto said = mistake(text);
    CHECK_THAT(said, Catch::Contains("my.toml:" + place));
    CHECK_THAT(said, Catch::Contains(what));
}

midi::PressRule press(midi::Wish wish, std::uint8_t controller)
{
    midi::PressRule rule;
    rule.wish = wish;
    rule.number = controller;
    return rule;
}

} // namespace

TEST_CASE("The map that is built in is the file that is shipped, and sends every level")
{
    const auto shipped = midi::load_map(CRURA_ROOT "/midi/maps/default.toml");
    REQUIRE(shipped);
    const Map map = midi::default_map();
    CHECK(std::equal(map.controllers.begin(), map.controllers.end(), shipped->controllers.begin(),
                     shipped->controllers.end()));
    REQUIRE(map.controllers.size() == 6);
    CHECK(map.controllers[0] == midi::ControllerRule{});
    CHECK(map.controllers[1].level == midi::Level::abdominal_share);
    CHECK(map.controllers[1].number == 20);
    CHECK(map.notes.inspiration == 64);
    CHECK(map.notes.expiration == 57);
    CHECK(map.notes.predicted);
    CHECK_FALSE(map.clock);
    CHECK_FALSE(map.mpe);
    REQUIRE(map.presses.size() == 3);
    CHECK(map.presses[1] == press(midi::Wish::mark, 64));
}

TEST_CASE("Every key of a map is understood")
{
    const auto map = midi::parse_map(R"(format = 1
[[controller]]
level = "guide"
number = 11
channel = 16
fine = true
curve = "root"
least = 0.25
most = 0.75
from = 20
to = 100
[notes]
inspiration = 0
velocity = 127
channel = 3
when = "certain"
[clock]
beats = 8
[commands]
start = { program = 0 }
brake = { note = 36, channel = 10, threshold = 20, rest_seconds = 1 }
end = { controller = 80, threshold = 1 }
)",
                                     "my.toml");
    REQUIRE(map);
    CHECK(map->controllers[0]
          == midi::ControllerRule{.level = midi::Level::guide,
                                  .number = 11,
                                  .channel = 15,
                                  .fine = true,
                                  .curve = midi::Curve::root,
                                  .least = 0.25,
                                  .most = 0.75,
                                  .from = 20,
                                  .to = 100});
    CHECK(
        map->notes
        == midi::NoteRule{
            .inspiration = 0, .expiration = {}, .velocity = 127, .channel = 2, .predicted = false});
    CHECK(map->clock == midi::ClockRule{8});
    using Kind = midi::PressRule::Kind;
    REQUIRE(map->presses.size() == 3);
    CHECK(map->presses[0]
          == midi::PressRule{midi::Wish::start, Kind::program, 0, std::nullopt, 1, 0.3f});
    CHECK(map->presses[1] == midi::PressRule{midi::Wish::brake, Kind::note, 36, 9, 20, 1});
    CHECK(map->presses[2]
          == midi::PressRule{midi::Wish::end, Kind::controller, 80, std::nullopt, 1, 0.3f});
}

TEST_CASE("What is not in a map is not sent")
{
    const auto map = midi::parse_map("format = 1\n", "my.toml");
    REQUIRE(map);
    CHECK(map->controllers.empty());
    CHECK_FALSE(map->notes.inspiration);
    CHECK_FALSE(map->notes.expiration);
    CHECK_FALSE(map->clock);
    CHECK_FALSE(map->mpe);
    CHECK(map->presses.empty());
}

TEST_CASE("Mistakes in a map are told by line and column, with what was meant")
{
    check_mistake("[[controler]]\nlevel = \"breath\"", "2:", "did you mean \"controller\"");
    check_mistake("[[controller]]\nlevl = \"breath\"\nnumber = 2", "3:1", "did you mean \"level\"");
    check_mistake("[[controller]]\nlevel = \"breth\"\nnumber = 2", "3:9",
                  "did you mean \"breath\"");
    check_mistake("[[controller]]\nnumber = 2", "2:", "has no level");
    check_mistake("[[controller]]\nlevel = \"raw\"", "2:", "has no number");
    check_mistake("[[controller]]\nlevel = \"raw\"\nnumber = 120", "4:10", "permitted is 0 .. 119");
    check_mistake("[[controller]]\nlevel = \"raw\"\nnumber = 2.5", "4:10", "whole number");
    check_mistake("[[controller]]\nlevel = \"raw\"\nnumber = 40\nfine = true", "4:10", "0 .. 31");
    check_mistake("[[controller]]\nlevel = \"raw\"\nnumber = 4\nleast = 1", "5:9", "the same");
    check_mistake("[[controller]]\nlevel = \"raw\"\nnumber = 4\nchannel = 0", "5:11", "1 .. 16");
    check_mistake("[controller]\nlevel = \"raw\"\nnumber = 4", "2:", "two pairs of brackets");
    check_mistake("[[controller]]\nlevel = \"raw\"\nnumber = 2\nfine = true\n"
                  "[[controller]]\nlevel = \"guide\"\nnumber = 34",
                  "6:", "controller 34 on channel 1 is taken");
    check_mistake("[notes]\ninspiration = 128", "3:15", "permitted is 0 .. 127");
    check_mistake("[notes]\nwhen = \"predikted\"", "3:8", "did you mean \"predicted\"");
    check_mistake("[clock]\nbeats = 0", "3:9", "1 .. 16");
    check_mistake("clock = true", "2:9", "[clock] on a line of its own");
    check_mistake("[mpe]\nmembers = 16", "3:11", "1 .. 15");
    check_mistake("[notes]\ninspiration = 60\nchannel = 2\n[mpe]", "2:", "a channel of its own");
    check_mistake("[[controller]]\nlevel = \"raw\"\nnumber = 4\nchannel = 3\n[mpe]",
                  "6:", "one of the notes' own");
    check_mistake("[commands]\nbrak = { note = 1 }", "3:1", "did you mean \"brake\"");
    check_mistake("[commands]\nmark = 64", "3:8", "mark must be {");
    check_mistake("[commands]\nmark = { channel = 1 }", "3:8",
                  "one of note, controller and program");
    check_mistake("[commands]\nmark = { note = 1, program = 2 }", "3:8", "one of note");
    check_mistake("[commands]\nmark = { note = 1 }\nend = { note = 1, channel = 5 }", "4:7",
                  "asks for mark already");
    CHECK_THAT(midi::load_map("/no/such/map.toml").error().message, Catch::Contains("/no/such"));
}

TEST_CASE("All mistakes of a map are told at once")
{
    const auto said = mistake("[clock]\nbeats = 99\n[notes]\nvelocity = 0\nspeed = 1");
    for (const char* place : {"my.toml:3:9", "my.toml:5:12", "my.toml:6:1"})
        CHECK_THAT(said, Catch::Contains(place));
}
