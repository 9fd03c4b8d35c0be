#include "audio/audio_options.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using audio::AudioOptions;

namespace {

std::string told(const AudioOptions& options)
{
    const auto possible = audio::check(options);
    return possible ? "" : possible.error().message;
}

} // namespace

TEST_CASE("Options become words and come back as they were")
{
    const AudioOptions all = {
        .device = "USB = DAC: -, 2 (hw:1,0)",
        .sample_rate_hz = 88200.5,
        .frames = 256,
        .channels = 4,
        .channel_map = "left,right,none,touch",
        .soundscape = "/a folder/shore.toml",
        .volume_db = -7.25,
        .ceiling_db = -3,
        .prompts = {{0, 1, "/voices/a, b.flac"}, {12, 0, ""}, {-2, 4, "/k.flac"}},
        .music = "/music/a = b"};
    CHECK(audio::options_from(audio::words_of(all)) == all);
    CHECK(audio::options_from(audio::words_of({})) == AudioOptions{});
    CHECK(audio::options_from({"", "=", "device", "tempo=3", "rate=fast"}) == AudioOptions{});
}

TEST_CASE("What no output can do is said before a session begins")
{
    CHECK(told({}) == "");
    CHECK(told({.sample_rate_hz = 44100}) == "");
    CHECK(told({.sample_rate_hz = 192000, .frames = 8192, .channels = 8}) == "");
    CHECK_THAT(told({.sample_rate_hz = 12345}), Catch::Contains("44100 to 192000 Hz"));
    CHECK_THAT(told({.sample_rate_hz = 192001}), Catch::Contains("192001 Hz"));
    CHECK_THAT(told({.frames = 8}), Catch::Contains("16 to 8192"));
    CHECK_THAT(told({.frames = 9000}), Catch::Contains("16 to 8192"));
    CHECK_THAT(told({.channels = 9}), Catch::Contains("1 to 8"));
    CHECK(told({.channel_map = "left,sideways"}) != "");
    CHECK_THAT(told({.channels = 3, .channel_map = "left,right"}),
               Catch::Contains("leave one of the two out"));
    CHECK(told({.channels = 2, .channel_map = "left,right"}) == "");
    CHECK_THAT(told({.soundscape = "/nowhere/shore.toml"}), Catch::Contains("/nowhere/shore.toml"));
}

TEST_CASE("What is felt is never played on an output that nobody named")
{
    CHECK_THAT(told({.channel_map = "left,right,touch"}), Catch::Contains("by its name"));
    CHECK(told({.device = "DAC", .channel_map = "left,right,touch"}) == "");
}
