#include "midi/midi_encoder.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <map>
#include <vector>

using namespace crura;
using midi::Message;
using midi::Messages;
using midi::MidiEncoder;

namespace {

constexpr double kTickS = 0.01;

// The breath on controller 2, the share on 20, and the notes of the default map.
midi::Map plain(std::uint8_t channel = 0)
{
    midi::Map map;
    map.controllers.push_back({.level = midi::Level::breath, .number = 2, .channel = channel});
    map.controllers.push_back(
        {.level = midi::Level::abdominal_share, .number = 20, .channel = channel});
    map.notes = {.inspiration = 64, .expiration = 57, .channel = channel};
    return map;
}

struct Sent {
    double time_s;
    Message message;
};

// What is sent while one breath follows another; onsets at 0 and 2 s of each 5 s.
std::vector<Sent> breathe(MidiEncoder encode, double seconds)
{
    std::vector<Sent> all;
    for (int tick = 0; tick * kTickS < seconds; ++tick) {
        const double time_s = tick * kTickS;
        const MidiCue cue = {.breath = float(0.5 - 0.5 * std::cos(2 * M_PI * time_s / 5)),
                             .abdominal_share = float(0.5 + 0.3 * std::sin(time_s / 3)),
                             .inspiration_onset = tick % 500 == 0,
                             .expiration_onset = tick % 500 == 200,
                             .sounding = true};
        for (const auto& message : encode(time_from_seconds(time_s), cue))
            all.push_back({time_s, message});
    }
    return all;
}

} // namespace

TEST_CASE("The first cue tells the breath and the share, and nothing is told twice")
{
    MidiEncoder encode(plain());
    const MidiCue cue = {.breath = 1, .abdominal_share = 0.5, .sounding = true};
    CHECK(encode(time_from_seconds(0), cue) == Messages{{0xb0, 2, 127}, {0xb0, 20, 64}});
    CHECK(encode(time_from_seconds(0.1), cue).empty());
}

TEST_CASE("A share that is unknown is not told")
{
    MidiEncoder encode(plain());
    CHECK(encode(time_from_seconds(0), {.breath = 0.5, .sounding = true})
          == Messages{{0xb0, 2, 64}});
}

TEST_CASE("A note lasts from its onset to the next")
{
    MidiEncoder encode(plain());
    const auto at = [&encode](double time_s, bool inspiration, bool expiration) {
        return encode(
            time_from_seconds(time_s),
            {.inspiration_onset = inspiration, .expiration_onset = expiration, .sounding = true});
    };
    CHECK(at(0, true, false) == Messages{{0x90, 64, 64}, {0xb0, 2, 0}});
    CHECK(at(1, false, false).empty());
    CHECK(at(2, false, true) == Messages{{0x80, 64, 0}, {0x90, 57, 64}});
    CHECK(at(5, true, false) == Messages{{0x80, 57, 0}, {0x90, 64, 64}});
    CHECK(encode.all_off() == Messages{{0x80, 64, 0}, {0xb0, 123, 0}});
}

TEST_CASE("A predicted note is said between cues, when it is due")
{
    MidiEncoder encode(plain());
    const auto due = time_from_seconds(0.123);
    encode(time_from_seconds(0), {.inspiration = {1, due}, .sounding = true});
    CHECK(encode.next() == due);
    CHECK(encode.due(due - Duration(1)).empty());
    CHECK(encode.due(due) == Messages{{0x90, 64, 64}});
    CHECK(encode.due(due).empty());
}

TEST_CASE("Both onsets in one tick leave one note, the later one")
{
    MidiEncoder encode(plain());
    const auto out =
        encode(time_from_seconds(0),
               {.inspiration_onset = true, .expiration_onset = true, .sounding = true});
    CHECK(out == Messages{{0x90, 64, 64}, {0x80, 64, 0}, {0x90, 57, 64}, {0xb0, 2, 0}});
}

TEST_CASE("Where an onset has no note the one before it ends there")
{
    auto map = plain();
    map.notes.expiration.reset();
    MidiEncoder encode(map);
    encode(time_from_seconds(0), {.inspiration_onset = true, .sounding = true});
    CHECK(encode(time_from_seconds(2), {.expiration_onset = true, .sounding = true})
          == Messages{{0x80, 64, 0}});
}

TEST_CASE("When the sounding ends every note does, once, and the breath goes to 0")
{
    MidiEncoder encode(plain());
    encode(time_from_seconds(0), {.breath = 0.5, .inspiration_onset = true, .sounding = true});
    CHECK(encode(time_from_seconds(0.01), {.breath = 0.6f, .sounding = false})
          == Messages{{0x80, 64, 0}, {0xb0, 2, 0}, {0xb0, 123, 0}});
    CHECK(encode(time_from_seconds(0.02), {.breath = 0.7f, .sounding = false}).empty());
    SECTION("and it can begin again")
    {
        CHECK(encode(time_from_seconds(9),
                     {.breath = 0.5, .expiration_onset = true, .sounding = true})
              == Messages{{0x90, 57, 64}, {0xb0, 2, 64}});
    }
}

TEST_CASE("When no cue has come for half a second there is silence, and it can begin again")
{
    MidiEncoder encode(plain());
    encode(time_from_seconds(0), {.breath = 0.5, .inspiration_onset = true, .sounding = true});
    CHECK(encode.next() == time_from_seconds(0.5));
    CHECK(encode.due(time_from_seconds(0.5))
          == Messages{{0x80, 64, 0}, {0xb0, 2, 0}, {0xb0, 123, 0}});
    CHECK(encode.next() == Time::max());
    CHECK(encode.due(time_from_seconds(9)).empty());
    CHECK(encode(time_from_seconds(9), {.breath = 1, .sounding = true})
          == Messages{{0xb0, 2, 127}});
}

TEST_CASE("A controller is sent at most 50 times a second, and ends at the newest value")
{
    const double jitter_s = GENERATE(0., 0.004);
    MidiEncoder encode(plain());
    std::map<int, int> per_second;
    Message last{};
    for (int tick = 0; tick < 1000; ++tick) {
        const float breath = tick < 990 ? float(tick % 2) : 0.25f;
        const double time_s = tick * kTickS + jitter_s * (tick % 3) / 2;
        for (const auto& message :
             encode(time_from_seconds(time_s), {.breath = breath, .sounding = true})) {
            ++per_second[tick / 100];
            last = message;
        }
    }
    for (const auto& [second, count] : per_second) {
        CHECK(count <= 50);
        CHECK(count >= 30); // and not much less often
    }
    CHECK(last == Message{0xb0, 2, 32});
}

TEST_CASE("A fine controller has 14 bits, the coarse half first, at most 100 times a second")
{
    midi::Map map;
    map.controllers.push_back({.number = 2, .fine = true});
    MidiEncoder encode(map);
    CHECK(encode(time_from_seconds(0), {.breath = 1, .sounding = true})
          == Messages{{0xb0, 2, 127}, {0xb0, 34, 127}});
    CHECK(encode(time_from_seconds(1), {.breath = 0.5, .sounding = true})
          == Messages{{0xb0, 2, 64}, {0xb0, 34, 0}});
    CHECK(encode(time_from_seconds(2), {.breath = float(1 / 16383.), .sounding = true})
          == Messages{{0xb0, 2, 0}, {0xb0, 34, 1}});
    std::size_t sent = 0;
    for (int tick = 0; tick < 200; ++tick) // twice as often as an engine
        sent += encode(time_from_seconds(3 + tick * 0.005),
                       {.breath = float(tick % 7) / 7, .sounding = true})
                    .size();
    CHECK(sent <= 2 * 100);
    CHECK(sent >= 2 * 80);
}

TEST_CASE("Ranges and curves bend a level into a value")
{
    const auto value = [](midi::ControllerRule rule, float level) { return rule.value(level); };
    CHECK(value({.from = 100, .to = 20}, 0) == 100);
    CHECK(value({.from = 100, .to = 20}, 0.5) == 60);
    CHECK(value({.from = 100, .to = 20}, 1) == 20);
    CHECK(value({.curve = midi::Curve::squared}, 0.5) == 32);
    CHECK(value({.curve = midi::Curve::root}, 0.25) == 64);
    CHECK(value({.least = -10, .most = 30}, 10) == 64);
    CHECK(value({.least = -10, .most = 30}, -11) == 0);
    CHECK(value({.least = -10, .most = 30}, 31) == 127);
    CHECK(value({.least = 1, .most = 0}, 0) == 127);
}

TEST_CASE("The raw value is told while nothing sounds, for measuring")
{
    midi::Map map = plain();
    map.controllers.push_back({.level = midi::Level::raw, .number = 3, .most = 100});
    MidiEncoder encode(map);
    CHECK(encode(time_from_seconds(0), {.breath = 1, .raw = 0}) == Messages{{0xb0, 3, 0}});
    CHECK(encode(time_from_seconds(1), {.breath = 1, .raw = 100}) == Messages{{0xb0, 3, 127}});
}

TEST_CASE("Over a minute every note that begins ends, one at a time")
{
    MidiEncoder encode(plain());
    int sounding = 0;
    int notes = 0;
    double last_s = -1;
    for (const auto& [time_s, message] : breathe(encode, 60)) {
        CHECK(message[0] >= 0x80);
        CHECK(message[1] < 0x80);
        CHECK(message[2] < 0x80);
        if ((message[0] & 0xf0) == 0x90)
            ++sounding, ++notes;
        if ((message[0] & 0xf0) == 0x80)
            --sounding;
        CHECK((sounding == 0 || sounding == 1));
        CHECK(time_s >= last_s);
        last_s = time_s;
    }
    CHECK(notes == 24);
}

TEST_CASE("Values outside of their range become 0 or 127, and what is no number is not told")
{
    const float nan = std::numeric_limits<float>::quiet_NaN();
    MidiEncoder encode(plain());
    CHECK(encode(time_from_seconds(0), {.breath = nan, .abdominal_share = nan, .sounding = true})
              .empty());
    CHECK(encode(time_from_seconds(1), {.breath = 7, .abdominal_share = 7, .sounding = true})
          == Messages{{0xb0, 2, 127}, {0xb0, 20, 127}});
    CHECK(encode(time_from_seconds(2), {.breath = -7, .abdominal_share = -7, .sounding = true})
          == Messages{{0xb0, 2, 0}, {0xb0, 20, 0}});
}

TEST_CASE("The channel is the one that was asked for")
{
    MidiEncoder encode(plain(9));
    CHECK(encode(time_from_seconds(0), {.inspiration_onset = true, .sounding = true})
          == Messages{{0x99, 64, 64}, {0xb9, 2, 0}});
    CHECK(encode.all_off() == Messages{{0x89, 64, 0}, {0xb9, 123, 0}});
}
