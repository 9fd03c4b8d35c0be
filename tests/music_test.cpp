#include "audio/music/music.hpp"

#include "sound/sound_file.hpp"
#include "support/rt_guard.hpp"
#include "support/sound.hpp"
#include "support/temp_folder.hpp"
#include "support/tones.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <fstream>
#include <string>
#include <thread>

using namespace crura;
using audio::Block;
using audio::Music;
using namespace std::chrono_literals;

namespace {

constexpr double kRateHz = 48000;

void put(const std::filesystem::path& file, const test::Tone& tone)
{
    REQUIRE(sound::write_clip(file, test::clip_of(tone)));
}

// As an offline rendering hears it.
test::Sound listen(Music& music, double time_s, float level = 1, float opening = 1)
{
    test::Sound sound;
    while (double(sound.left.size()) < time_s * kRateHz) {
        Block block;
        music.await();
        music.render(level, opening, block);
        sound.add(block);
    }
    return sound;
}

} // namespace

TEST_CASE("Music is heard bit for bit once it has come in, when nothing is to be done to it")
{
    const test::TempFolder folder;
    put(folder / "a.wav", {.level_db = Music::kLoudnessLufs, .length_s = 4});
    Music music({.from = folder / "a.wav",
                 .range_db = 0,
                 .low_pass = false,
                 .noise = 0,
                 .cross_fade_s = 0.5},
                kRateHz);
    const auto heard = listen(music, 3);
    const auto clip = sound::read_clip(folder / "a.wav");
    double most = 0;
    for (std::size_t i = 48000; i < heard.left.size(); ++i)
        most = std::max(most, double(std::fabs(heard.left[i] - clip->interleaved[2 * i])));
    CHECK(most < 1e-3); // the file is at that loudness to 0.02 dB
    CHECK(test::largest_jump(heard.left) < 0.01);
    CHECK(music.problem().empty());
}

TEST_CASE("The same files give the same sound, bit for bit, however fast the machine is")
{
    const test::TempFolder folder;
    for (int i = 0; i < 4; ++i)
        put(folder / (std::to_string(i) + ".wav"),
            {.frequency_hz = 300.0 + 100 * i, .length_s = 1.5, .sample_rate_hz = 44100});
    std::ofstream(folder / "2b.wav") << "no sound";
    const auto once = [&folder] {
        Music music({.from = folder.path(), .cross_fade_s = 0.3}, kRateHz);
        return listen(music, 12, 1, 0.5f);
    };
    const auto first = once();
    const auto second = once();
    CHECK(first.left == second.left);
    CHECK(first.right == second.right);
    CHECK(test::rms(std::span(first.left).last(48000)) > 0.01);
}

TEST_CASE("A reader that does not keep up makes gaps, but no clicks, and the music comes back")
{
    const test::TempFolder folder;
    put(folder / "a.wav", {.frequency_hz = 100, .level_db = 0, .length_s = 20});
    Music music({.from = folder.path(), .low_pass = false, .noise = 0}, kRateHz);
    test::Sound sound;
    for (int i = 0; i < 40'000; ++i) { // far faster than anything can read
        Block block;
        if (i % 5000 == 0)
            music.await();
        music.render(1, 1, block);
        sound.add(block);
    }
    const double sine = 2 * std::numbers::pi * 200 / kRateHz;
    CHECK(test::largest_jump(sound.left) < 1.5 * sine);
#ifndef CRURA_SANITIZED // where rendering is no faster than reading
    const auto levels = test::envelope(sound.left, 4800);
    CHECK(std::count(levels.begin(), levels.end(), 0.0) > 0);
#endif
    const auto back = listen(music, 2);
    CHECK(test::rms(std::span(back.left).last(4800)) > 0.01);
}

TEST_CASE("Each file that cannot be played is told once, in words, and the music goes on")
{
    const test::TempFolder folder;
    put(folder / "b.wav", {.length_s = 1.1});
    std::ofstream(folder / "a.wav") << "no sound";
    Music music({.from = folder.path(), .cross_fade_s = 0.1}, kRateHz);
    listen(music, 4);
    const auto once = music.problem();
    CHECK(once.find("a.wav cannot be played") != std::string::npos);
    std::ofstream(folder / "c.wav");
    listen(music, 8);
    CHECK(music.problem() == once + " (And 1 more is left out.)");
    CHECK(test::rms(listen(music, 1).left) > 0.01);
}

TEST_CASE("Without any music there is silence, a sentence, and no waiting")
{
    const test::TempFolder folder;
    const bool gone = GENERATE(false, true);
    Music music({.from = gone ? folder / "gone.wav" : folder.path()}, kRateHz);
    const auto heard = listen(music, 60);
    CHECK(test::peak(heard.left) == 0);
    CHECK(music.problem().find("There is no music") == 0);
}

TEST_CASE("Music that has only just begun to read can be ended at once")
{
    const test::TempFolder folder;
    put(folder / "a.flac", {.length_s = 60});
    for (int i = 0; i < 30; ++i) {
        const Music music({.from = i % 2 ? folder.path() : folder / "gone"}, kRateHz);
        if (i % 3 == 0)
            std::this_thread::sleep_for(1ms);
    }
    SUCCEED();
}

TEST_CASE("The audio thread allocates, locks, waits and calls nothing while files change")
{
#ifdef CRURA_SANITIZED
    WARN("SKIPPED: the real-time guard does not work under a sanitizer");
#else
    if (!test::rt_guard_works()) {
        WARN("SKIPPED: the real-time guard does not work here");
        return;
    }
    const test::TempFolder folder;
    for (int i = 0; i < 5; ++i)
        put(folder / (std::to_string(i) + ".wav"),
            {.frequency_hz = 300.0 + 100 * i, .length_s = 1.1, .sample_rate_hz = 44100});
    std::ofstream(folder / "2b.wav") << "no sound";
    Music music({.from = folder.path(), .cross_fade_s = 0.3}, kRateHz);
    test::rt_forget();
    for (int i = 0; i < 15'000; ++i) {
        Block block;
        if (i % 4000 != 3999) // now and then it runs dry
            music.await();
        const test::RtSection section;
        music.render(float(i % 7) / 6, float(i % 100) / 99, block);
    }
    const auto report = test::rt_report();
    CHECK(report.sections == 15'000);
    CHECK(report.violations == 0);
    CHECK(report.first == "");
    CHECK_FALSE(music.problem().empty());
#endif
}
