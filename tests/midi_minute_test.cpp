#include "midi/midi_encoder.hpp"

#include "support/midi_receiver.hpp"
#include "support/midi_script.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <iomanip>
#include <sstream>

using namespace crura;
using namespace crura::test;

namespace {

using Script = ScriptedMinute;

const std::string kGolden = CRURA_ROOT "/tests/golden/midi_breath.txt";

midi::Map map_of(const std::string& name)
{
    const auto map = midi::load_map(CRURA_ROOT "/midi/maps/" + name);
    INFO((map ? "" : map.error().message));
    REQUIRE(map);
    return *map;
}

midi::Map with_clock(midi::Map map)
{
    map.clock = midi::ClockRule{};
    return map;
}

// Hears the script, and calls `look(seconds, receiver)` at every tick after its messages.
template <class Look>
MidiReceiver hear(const midi::Map& map, Look look)
{
    MidiReceiver receiver;
    const auto sent = play_script(map, 0, Script::kTicks);
    auto next = sent.begin();
    for (int tick = 0; tick < Script::kTicks; ++tick) {
        const double at_s = tick * Script::kTickS;
        for (; next != sent.end() && next->time_s <= at_s + 1e-6; ++next)
            receiver.hear(next->time_s, next->bytes);
        look(at_s, receiver);
    }
    REQUIRE(next == sent.end());
    return receiver;
}

MidiReceiver hear(const midi::Map& map)
{
    return hear(map, [](double, const MidiReceiver&) {});
}

// Whether a value is what a level was at one of the last three ticks: the rate is limited.
bool follows(int value, int full, double at_s, double (*level)(double))
{
    for (int ago = 0; ago <= 3; ++ago)
        if (std::abs(value - level(at_s - ago * Script::kTickS) * full) <= 0.51)
            return true;
    return false;
}

// The most in any second.
int densest(const std::vector<double>& times_s)
{
    std::ptrdiff_t most = 0;
    for (auto it = times_s.begin(); it != times_s.end(); ++it)
        most = std::max(most, std::lower_bound(it, times_s.end(), *it + 1) - it);
    return int(most);
}

std::string written(const std::vector<SentMidi>& sent)
{
    std::ostringstream text;
    for (const auto& [time_s, bytes] : sent) {
        text << std::fixed << std::setprecision(4) << time_s << std::hex << std::setfill('0');
        for (const auto byte : bytes)
            text << ' ' << std::setw(2) << int(byte);
        text << std::dec << '\n';
    }
    return text.str();
}

// One breath of the minute, with everything that a map can ask for.
std::string golden_now()
{
    auto map = map_of("mpe.toml");
    map.controllers.push_back(
        {.level = midi::Level::guide, .number = 11, .channel = 9, .from = 100, .to = 20});
    return written(play_script(map, 1485, 2010));
}

} // namespace

TEST_CASE("Over the scripted minute each controller is what the script has, within the rate limit")
{
    int compared = 0;
    const auto look = [&compared](double at_s, const MidiReceiver& receiver) {
        INFO("at " << at_s << " s");
        if (!Script::sounding(at_s)) {
            for (const int number : {2, 21, 22})
                REQUIRE(receiver.controller(1, number) == 0);
            return;
        }
        REQUIRE(follows(receiver.controller(1, 2), 127, at_s, Script::breath));
        REQUIRE(follows(receiver.controller(1, 21), 127, at_s, Script::thoracic));
        REQUIRE(follows(receiver.controller(1, 22), 127, at_s, Script::abdominal));
        REQUIRE(follows(receiver.controller(1, 23), 127, at_s, Script::agreement));
        REQUIRE(follows(receiver.controller(1, 24), 127, at_s, Script::guide));
        if (Script::share_known(at_s))
            REQUIRE(follows(receiver.controller(1, 20), 127, at_s, Script::share));
        else
            REQUIRE(receiver.controller(1, 20) == -1);
        ++compared;
    };
    const auto receiver = hear(midi::default_map(), look);
    CHECK(compared == 5000);
    CHECK(receiver.complaints == std::vector<std::string>{});
}

TEST_CASE("Over the scripted minute each onset has one note, at its moment, and every note ends")
{
    const auto look = [](double at_s, const MidiReceiver& receiver) {
        INFO("at " << at_s << " s");
        REQUIRE(receiver.sounding.size() <= (Script::sounding(at_s) ? 1 : 0));
    };
    const auto receiver = hear(midi::default_map(), look);
    const auto expected = Script::notes();
    REQUIRE(receiver.notes.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        INFO("note " << i);
        CHECK(receiver.notes[i].time_s == Approx(expected[i].at_s).margin(1e-6));
        CHECK(receiver.notes[i].note == (expected[i].inspiration ? 64 : 57));
        CHECK(receiver.notes[i].channel == 1);
    }
    CHECK(receiver.sounding.empty());
}

TEST_CASE("Over the scripted minute the clock starts with a breath, keeps to it and stops with it")
{
    const auto receiver = hear(with_clock(midi::default_map()));
    CHECK(receiver.complaints == std::vector<std::string>{});
    CHECK(receiver.transport
          == std::vector<std::string>{"start", "stop",                  // pause
                                      "position", "continue", "stop",   // the length unknown
                                      "position", "continue", "stop",   // brake
                                      "position", "continue", "stop"}); // end
    CHECK_FALSE(receiver.clock_runs);
    REQUIRE(receiver.downbeats_s.size() > 6);
    for (const double downbeat_s : receiver.downbeats_s) {
        INFO("the bar at " << downbeat_s << " s");
        CHECK(std::abs(std::remainder(downbeat_s, Script::kBreathS)) <= Script::kTickS);
    }
    for (const auto& [from_s, to_s] :
         {std::pair{5., 20.}, std::pair{30., 35.}, std::pair{50., 55.}}) {
        const auto first =
            std::lower_bound(receiver.pulses_s.begin(), receiver.pulses_s.end(), from_s - 0.01);
        const auto last = std::lower_bound(first, receiver.pulses_s.end(), to_s - 0.01);
        CHECK(last - first == Approx(24 * 4 * (to_s - from_s) / Script::kBreathS).epsilon(0.01));
    }
}

TEST_CASE("Over the scripted minute no controller is told more often than a receiver can take")
{
    for (const char* name : {"default.toml", "mpe.toml"}) {
        const auto receiver = hear(map_of(name));
        for (const auto& [where, times_s] : receiver.told_s) {
            const auto [channel, number] = where;
            const bool fine = name == std::string("mpe.toml") && (number == 2 || number == 34);
            INFO(name << ", controller " << number << " on channel " << channel);
            if (number != 6 && number < 100) // what sets the zone up comes at once
                CHECK(densest(times_s) <= (fine ? 100 : 50));
        }
        for (const auto& [channel, times_s] : receiver.pressed_s)
            CHECK(densest(times_s) <= 50);
    }
    const auto receiver = hear(map_of("mpe.toml"));
    CHECK(densest(receiver.told_s.at({1, 2})) > 60); // and 14 bits are worth it
}

TEST_CASE("Over the scripted minute an MPE receiver has its zone, and each note its own channel")
{
    const auto look = [](double at_s, const MidiReceiver& receiver) {
        INFO("at " << at_s << " s");
        if (!Script::sounding(at_s))
            return;
        REQUIRE(follows(receiver.fine_controller(1, 2), 16383, at_s, Script::breath));
        if (receiver.sounding.empty())
            return;
        const int channel = receiver.sounding.begin()->first;
        REQUIRE(follows(receiver.pressure.at(channel), 127, at_s, Script::breath));
        if (Script::share_known(at_s))
            REQUIRE(follows(receiver.controller(channel, 74), 127, at_s, Script::share));
        else
            REQUIRE(receiver.controller(channel, 74) == 64);
    };
    const auto receiver = hear(map_of("mpe.toml"), look);
    CHECK(receiver.complaints == std::vector<std::string>{});
    CHECK(receiver.zone_members == 5);
    CHECK(receiver.zones_made == 3); // each time that the sounding begins
    for (int member = 2; member <= 6; ++member) {
        CHECK(receiver.bend_range.at(member) == 48);
        CHECK(receiver.bend.at(member) == 0);
    }
    CHECK(receiver.bend_range.size() == 5);
    REQUIRE(receiver.notes.size() == Script::notes().size());
    for (std::size_t i = 0; i < receiver.notes.size(); ++i)
        CHECK(receiver.notes[i].channel == int(2 + i % 5));
    CHECK(receiver.sounding.empty());
}

TEST_CASE("The bytes of one breath are those that were looked through by a person")
{
    std::ifstream file(kGolden);
    REQUIRE(file);
    std::istringstream now(golden_now());
    std::string golden_line, line;
    for (int number = 1; std::getline(file, golden_line); ++number) {
        INFO(kGolden << ", line " << number);
        REQUIRE(std::getline(now, line));
        REQUIRE(line == golden_line);
    }
    CHECK_FALSE(std::getline(now, line));
}

// midi_tests "writes the golden file" makes it anew, to be read as a diff.
TEST_CASE("writes the golden file", "[.golden]")
{
    std::ofstream(kGolden) << golden_now();
}
