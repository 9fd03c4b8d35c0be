#include "audio/host/material.hpp"

#include "sound/sound_file.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using namespace crura::audio;

namespace {

ChannelMap channels(const AudioOptions& options, std::size_t most)
{
    const auto map = channels_for(options, most);
    REQUIRE(map);
    return *map;
}

} // namespace

TEST_CASE("Nobody's choice of channels is two, or one where there is only one")
{
    CHECK(channels({}, 1) == ChannelMap::usual(1));
    CHECK(channels({}, 2) == ChannelMap::usual(2));
    CHECK(channels({}, 128) == ChannelMap::usual(2));
    CHECK(channels({.channels = 6}, 8) == ChannelMap::usual(6));
    CHECK(channels({.channel_map = "none,left,right"}, 8).text() == "none,left,right");
    CHECK_FALSE(channels_for({.channels = 6}, 2));
    CHECK_FALSE(channels_for({.channel_map = "left,right,touch"}, 2));
}

TEST_CASE("Sentences are loaded in one channel at the sound's own rate, and a lost one is a chime")
{
    const test::TempFolder folder;
    sound::Clip clip = {.sample_rate_hz = 24000, .channels = 2, .interleaved = {}};
    for (int i = 0; i < 2400; ++i)
        clip.interleaved.insert(clip.interleaved.end(), {0.5f, 0.1f});
    REQUIRE(sound::write_clip(folder / "rest.wav", clip));

    const auto sentences = sentences_of(
        {.prompts = {{1, 2, folder / "rest.wav"}, {0, 0, folder / "lost.wav"}, {3, 0, ""}}}, 48000);
    REQUIRE(sentences.at(1, 2) == 0);
    CHECK(sentences.clips[0].size() == Approx(4800).margin(2));
    CHECK(sentences.clips[0][2400] == Approx(0.3).margin(1e-3));
    CHECK(sentences.at(0, 0) == Sentences::kChime);
    CHECK(sentences.at(3, 0) == Sentences::kChime);
    CHECK(sentences.at(1, 0) == Sentences::kNothing);
    CHECK(sentences.at(9, 9) == Sentences::kNothing);
}

TEST_CASE("A phrase is loaded like a sentence, and what is neither is passed over")
{
    const test::TempFolder folder;
    REQUIRE(
        sound::write_clip(folder / "knees.wav",
                          {.sample_rate_hz = 48000, .channels = 1, .interleaved = {0.1f, 0.2f}}));
    const auto sentences = sentences_of({.prompts = {{kPhraseStep, 1, folder / "knees.wav"},
                                                     {kPhraseStep, 3, ""},
                                                     {-1, 0, ""},
                                                     {-3, 0, ""},
                                                     {0, -1, ""}}},
                                        48000);
    CHECK(sentences.at(kPhraseStep, 1) == 0);
    CHECK(sentences.at(kPhraseStep, 2) == Sentences::kNothing);
    CHECK(sentences.at(kPhraseStep, 3) == Sentences::kChime);
    CHECK(sentences.at(-1, 0) == Sentences::kNothing);
    CHECK(sentences.at(-3, 0) == Sentences::kNothing);
    CHECK(sentences.clips.size() == 1);
}

TEST_CASE("An output that is only felt has no soundscape and no sentences")
{
    const AudioOptions skin = {.channel_map = "touch,none", .prompts = {{0, 0, ""}}};
    REQUIRE(soundscape_of(skin));
    CHECK_FALSE(soundscape_of(skin)->pad);
    CHECK(sentences_of(skin, 48000).clip_of.empty());
    const auto ears = soundscape_of({.channel_map = "left,right,touch", .music = "/music"});
    REQUIRE(ears);
    CHECK(ears->pad);
    REQUIRE(ears->music);
    CHECK(ears->music->settings.from == "/music");
    CHECK_FALSE(soundscape_of({.soundscape = "/nowhere/shore.toml"}));
}
