#include "audio/music/medley.hpp"

#include "audio/music/playlist.hpp"
#include "sound/loudness.hpp"
#include "sound/sound_file.hpp"
#include "support/compressed.hpp"
#include "support/sound.hpp"
#include "support/temp_folder.hpp"
#include "support/tones.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <string>
#include <vector>

using namespace crura;
using crura::test::clip_of;
using crura::test::Tone;
namespace fs = std::filesystem;

namespace {

struct Heard : test::Sound {
    std::vector<std::string> told;
    bool more = true;
};

// What a medley makes of a path; it stops early when there is nothing to be played.
class Listener {
public:
    Listener(const fs::path& from, double cross_fade_s, audio::Track::Target target = {})
        : rate_hz_(target.sample_rate_hz),
          medley_({from, cross_fade_s, target},
                  [this](const Error& why) { heard_.told.push_back(why.message); })
    {
    }

    const Heard& operator()(double time_s)
    {
        const auto until = heard_.left.size() + std::size_t(time_s * rate_hz_);
        audio::Block block;
        heard_.more = true;
        while (heard_.more && heard_.left.size() < until) {
            heard_.more = medley_.read(block, {});
            if (heard_.more)
                heard_.add(block);
        }
        return heard_;
    }

private:
    double rate_hz_;
    Heard heard_;
    audio::Medley medley_;
};

void put(const fs::path& file, const Tone& tone)
{
    REQUIRE(sound::write_clip(file, clip_of(tone)));
}

// At the loudness that the file has, so that nothing is done to it.
audio::Track::Target as_it_is(const sound::Clip& clip)
{
    return {clip.sample_rate_hz, sound::integrated_loudness_lufs(clip)};
}

std::span<const float> part(const std::vector<float>& x, double from_s, double to_s,
                            double rate_hz = 48000)
{
    return std::span(x).subspan(std::size_t(from_s * rate_hz),
                                std::size_t((to_s - from_s) * rate_hz));
}

double loudness(const Heard& heard, double from_s, double to_s)
{
    sound::Clip clip{48000, 2, {}};
    for (auto i = std::size_t(from_s * 48000); i < std::size_t(to_s * 48000); ++i)
        clip.interleaved.insert(clip.interleaved.end(), {heard.left[i], heard.right[i]});
    return sound::integrated_loudness_lufs(clip);
}

} // namespace

TEST_CASE("The music of a folder is its sound files by name, and nothing hidden or strange")
{
    const test::TempFolder folder;
    for (const char* name : {"2.MP3", "10.flac", "1.ogg", "cover.jpg", "._1.ogg", "3.wav"})
        std::ofstream(folder / name) << "?";
    fs::create_directory(folder / "more.wav");
    const auto files = audio::music_at(folder.path());
    REQUIRE(files);
    std::vector<std::string> names;
    for (const auto& file : *files)
        names.push_back(file.filename().string());
    CHECK(names == std::vector<std::string>{"1.ogg", "10.flac", "2.MP3", "3.wav"});

    CHECK(audio::music_at(folder / "2.MP3").value().size() == 1);
    fs::create_directory(folder / "empty");
    CHECK(audio::music_at(folder / "empty").error().message.find("no music in the folder")
          != std::string::npos);
    CHECK(audio::music_at(folder / "gone").error().message.find("nothing is there")
          != std::string::npos);
}

TEST_CASE("A file that needs no change is heard bit for bit, and again when it has ended")
{
    const test::TempFolder folder;
    auto clip = clip_of({.length_s = 3});
    for (std::size_t at = 1; at < clip.interleaved.size(); at += 2)
        clip.interleaved[at] *= -0.7f; // the right ear
    REQUIRE(sound::write_clip(folder / "a.wav", clip));

    Listener listen(folder / "a.wav", 0.5, as_it_is(clip));
    const auto& heard = listen(5.5);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < std::size_t(2.4 * 48000); ++i)
        wrong += heard.left[i] != clip.interleaved[2 * i]
            || heard.right[i] != clip.interleaved[2 * i + 1];
    const auto again = std::size_t(2.5 * 48000); // it began half a second before the end
    for (std::size_t i = 24000; i < std::size_t(2.4 * 48000); ++i)
        wrong += heard.left[again + i] != clip.interleaved[2 * i];
    CHECK(wrong == 0);
    CHECK(heard.told.empty());
}

TEST_CASE("One channel is heard in both ears, as loud as two")
{
    const test::TempFolder folder;
    put(folder / "a.wav", {.level_db = -12, .length_s = 3, .channels = 1});
    Listener listen(folder.path(), 0.1);
    const auto& heard = listen(2.5);
    CHECK(heard.left == heard.right);
    CHECK(loudness(heard, 0, 2.5) == Approx(-23).margin(0.1));
}

TEST_CASE("A quiet file and a loud one are heard equally loud, but a whisper stays one")
{
    const test::TempFolder folder;
    put(folder / "1.wav", {.level_db = -6, .length_s = 3});
    put(folder / "2.wav", {.level_db = -33, .length_s = 3});
    put(folder / "3.wav", {.level_db = -60, .length_s = 3});
    Listener listen(folder.path(), 0.1);
    const auto& heard = listen(8.5);
    CHECK(loudness(heard, 0.1, 2.8) == Approx(-23).margin(0.1));
    CHECK(loudness(heard, 3.1, 5.7) == Approx(-23).margin(0.1));
    CHECK(loudness(heard, 6.1, 8.4) == Approx(-48).margin(0.1));
}

TEST_CASE("Files follow each other by name, faded over without a jump, and begin again")
{
    const test::TempFolder folder;
    put(folder / "a.wav", {.frequency_hz = 400, .length_s = 3});
    put(folder / "b.flac", {.frequency_hz = 700, .length_s = 4});
    put(folder / "c.wav", {.frequency_hz = 1100, .length_s = 2});
    const double fade_s = 0.6;
    Listener listen(folder.path(), fade_s);
    const auto& heard = listen(12);

    const auto hears = [&](double from_s, double to_s, double hz) {
        INFO(from_s << " s");
        CHECK(test::brightness_hz(part(heard.left, from_s, to_s), 48000)
              == Approx(hz).epsilon(0.01));
    };
    hears(0, 2.3, 400);
    hears(3.1, 5.7, 700);
    hears(6.5, 7.1, 1100);
    hears(7.9, 9.5, 400);
    // Neither a gap nor a swell on the way; uncorrelated sounds keep their power.
    for (const double level : test::envelope(heard.left, 2400))
        CHECK(test::decibels(level) == Approx(-26).margin(1.5));
    const double steepest = 2 * std::numbers::pi * 1100 / 48000 * std::pow(10, -23.0 / 20);
    CHECK(test::largest_jump(heard.left) < 1.5 * steepest);
}

TEST_CASE("Music keeps its pitch and its length at any sample rate of the device")
{
    const double rate_hz = GENERATE(44100., 48000., 96000., 192000.);
    const test::TempFolder folder;
    put(folder / "a.wav", {.length_s = 3, .sample_rate_hz = 44100});
    Listener listen(folder.path(), 0.5, {rate_hz, -23});
    const auto& heard = listen(5.5);
    const auto pitch = [&](double from_s, double to_s) {
        return test::cents(
            test::frequency_of(part(heard.left, from_s, to_s, rate_hz), 997, rate_hz), 997);
    };
    CHECK(std::fabs(pitch(0.1, 2.3)) < 1);
    CHECK(std::fabs(pitch(3.1, 4.8)) < 1);
    CHECK(test::decibels(test::rms(part(heard.left, 0.1, 2.3, rate_hz)))
          == Approx(-26).margin(0.1));
}

TEST_CASE("OGG, Opus, MP3 and FLAC are music")
{
    const test::TempFolder folder;
    const auto [name, format] =
        GENERATE(table<const char*, int>({{"a.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS},
                                          {"a.opus", SF_FORMAT_OGG | SF_FORMAT_OPUS},
                                          {"a.mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III},
                                          {"a.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16}}));
    if (!test::put_compressed(folder / name, format, clip_of({.level_db = -15, .length_s = 3}))) {
        WARN("SKIPPED: this libsndfile does not write " << name);
        return;
    }
    Listener listen(folder.path(), 0.5);
    const auto& heard = listen(6);
    CHECK(heard.told.empty());
    CHECK(loudness(heard, 0.1, 2.3) == Approx(-23).margin(0.3));
    CHECK(std::fabs(test::cents(test::frequency_of(part(heard.left, 0.2, 2.2), 997, 48000), 997))
          < 1);
}

TEST_CASE("What cannot be played is told and left out, and the rest is played")
{
    const test::TempFolder folder;
    put(folder / "2.wav", {.length_s = 2});
    std::ofstream(folder / "1.wav") << "no sound";
    std::ofstream(folder / "3.flac");
    put(folder / "4.wav", {.length_s = 0.9});
    put(folder / "5.wav", {.length_s = 2, .channels = 6});
    Listener listen(folder.path(), 0.5);
    const auto& heard = listen(1);
    CHECK(heard.more);
    REQUIRE(heard.told.size() == 1);
    CHECK(heard.told[0].find("1.wav") != std::string::npos);
    listen(2);
    REQUIRE(heard.told.size() == 5); // once round
    CHECK(heard.told[1].find("3.flac cannot be played: the file is empty.") != std::string::npos);
    CHECK(heard.told[2].find("less than a second") != std::string::npos);
    CHECK(heard.told[3].find("6 channels") != std::string::npos);
    CHECK(test::rms(part(heard.left, 1.9, 2.9)) > 0.01);
}

TEST_CASE("With nothing to play it says so, and plays what comes later")
{
    const test::TempFolder folder;
    Listener listen(folder.path(), 0.5);
    CHECK_FALSE(listen(1).more);
    CHECK(listen(1).told.size() == 2);
    std::ofstream(folder / "a.wav") << "no sound";
    CHECK_FALSE(listen(1).more);
    put(folder / "b.wav", {.length_s = 2});
    CHECK(listen(3).more);
}

TEST_CASE("A file that shrinks or goes while it plays ends early, softly, and what follows comes")
{
    const test::TempFolder folder;
    put(folder / "a.wav", {.frequency_hz = 300, .length_s = 30});
    put(folder / "b.wav", {.frequency_hz = 600, .length_s = 3});
    Listener listen(folder.path(), 0.5);
    listen(2);
    fs::resize_file(folder / "a.wav", 6 * 48000 * 8);
    const bool gone = GENERATE(false, true);
    if (gone)
        fs::remove(folder / "b.wav");
    const auto& heard = listen(10);
    CHECK(heard.more);
    const auto after = part(heard.left, 6.2, 8);
    CHECK(test::brightness_hz(after, 48000) == Approx(gone ? 300 : 600).epsilon(0.01));
    CHECK(test::largest_jump(heard.left) < 0.02);
}

TEST_CASE("Files shorter than the cross-fade keep two thirds of themselves")
{
    const test::TempFolder folder;
    put(folder / "a.wav", {.frequency_hz = 300, .length_s = 1.2});
    put(folder / "b.wav", {.frequency_hz = 900, .length_s = 1.2});
    Listener listen(folder.path(), 10);
    const auto& heard = listen(3);
    CHECK(test::brightness_hz(part(heard.left, 0.05, 0.75), 48000) == Approx(300).epsilon(0.01));
    CHECK(test::brightness_hz(part(heard.left, 1.25, 1.55), 48000) == Approx(900).epsilon(0.01));
}
