#include "midi/midi_encoder.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <map>
#include <vector>

using namespace crura;
using midi::MidiEncoder;
using midi::MidiMessage;

namespace {

constexpr double kTickS = 0.01;

std::vector<MidiMessage> list(const midi::MidiMessages& messages)
{
    return {messages.begin(), messages.end()};
}

struct Sent {
    double time_s;
    MidiMessage message;
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
    MidiEncoder encode{{}};
    const MidiCue cue = {.breath = 1, .abdominal_share = 0.5, .sounding = true};
    CHECK(list(encode(time_from_seconds(0), cue))
          == std::vector<MidiMessage>{{0xb0, 2, 127}, {0xb0, 20, 64}});
    CHECK(encode(time_from_seconds(1), cue).empty());
}

TEST_CASE("A share that is unknown is not told")
{
    MidiEncoder encode{{}};
    CHECK(list(encode(time_from_seconds(0), {.breath = 0.5, .sounding = true}))
          == std::vector<MidiMessage>{{0xb0, 2, 64}});
}

TEST_CASE("A note lasts from its onset to the next")
{
    MidiEncoder encode{{}};
    const auto at = [&encode](double time_s, bool inspiration, bool expiration) {
        return list(encode(
            time_from_seconds(time_s),
            {.inspiration_onset = inspiration, .expiration_onset = expiration, .sounding = true}));
    };
    CHECK(at(0, true, false) == std::vector<MidiMessage>{{0x90, 64, 64}, {0xb0, 2, 0}});
    CHECK(at(1, false, false).empty());
    CHECK(at(2, false, true) == std::vector<MidiMessage>{{0x80, 64, 0}, {0x90, 57, 64}});
    CHECK(at(5, true, false) == std::vector<MidiMessage>{{0x80, 57, 0}, {0x90, 64, 64}});
    CHECK(list(encode.all_off()) == std::vector<MidiMessage>{{0x80, 64, 0}, {0xb0, 123, 0}});
}

TEST_CASE("Both onsets in one tick leave one note, the later one")
{
    MidiEncoder encode{{}};
    const auto out =
        list(encode(time_from_seconds(0),
                    {.inspiration_onset = true, .expiration_onset = true, .sounding = true}));
    CHECK(out
          == std::vector<MidiMessage>{{0x90, 64, 64}, {0x80, 64, 0}, {0x90, 57, 64}, {0xb0, 2, 0}});
}

TEST_CASE("When the sounding ends every note does, once, and the breath goes to 0")
{
    MidiEncoder encode{{}};
    encode(time_from_seconds(0), {.breath = 0.5, .inspiration_onset = true, .sounding = true});
    CHECK(list(encode(time_from_seconds(0.01), {.breath = 0.6f, .sounding = false}))
          == std::vector<MidiMessage>{{0x80, 64, 0}, {0xb0, 2, 0}, {0xb0, 123, 0}});
    CHECK(encode(time_from_seconds(0.02), {.breath = 0.7f, .sounding = false}).empty());
    SECTION("and it can begin again")
    {
        CHECK(list(encode(time_from_seconds(9),
                          {.breath = 0.5, .expiration_onset = true, .sounding = true}))
              == std::vector<MidiMessage>{{0x90, 57, 64}, {0xb0, 2, 64}});
    }
}

TEST_CASE("A controller is sent at most 50 times a second, and ends at the newest value")
{
    MidiEncoder encode{{}};
    std::map<int, int> per_second;
    MidiMessage last{};
    for (int tick = 0; tick < 1000; ++tick) {
        const float breath = tick < 990 ? float(tick % 2) : 0.25f;
        for (const auto& message :
             encode(time_from_seconds(tick * kTickS), {.breath = breath, .sounding = true})) {
            ++per_second[tick / 100];
            last = message;
        }
    }
    for (const auto& [second, count] : per_second)
        CHECK(count <= 50);
    CHECK(last == MidiMessage{0xb0, 2, 32});
}

TEST_CASE("Over a minute every note that begins ends, one at a time")
{
    MidiEncoder encode{{}};
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

TEST_CASE("Values that are no levels become 0 or 127")
{
    const float nan = std::numeric_limits<float>::quiet_NaN();
    MidiEncoder encode{{}};
    CHECK(list(encode(time_from_seconds(0),
                      {.breath = nan, .abdominal_share = nan, .sounding = true}))
          == std::vector<MidiMessage>{{0xb0, 2, 0}});
    CHECK(list(encode(time_from_seconds(1), {.breath = 7, .abdominal_share = 7, .sounding = true}))
          == std::vector<MidiMessage>{{0xb0, 2, 127}, {0xb0, 20, 127}});
    CHECK(
        list(encode(time_from_seconds(2), {.breath = -7, .abdominal_share = -7, .sounding = true}))
        == std::vector<MidiMessage>{{0xb0, 2, 0}});
}

TEST_CASE("The channel is the one that was asked for")
{
    MidiEncoder encode({.channel = 9});
    CHECK(list(encode(time_from_seconds(0), {.inspiration_onset = true, .sounding = true}))
          == std::vector<MidiMessage>{{0x99, 64, 64}, {0xb9, 2, 0}});
    CHECK(list(encode.all_off()) == std::vector<MidiMessage>{{0x89, 64, 0}, {0xb9, 123, 0}});
}
