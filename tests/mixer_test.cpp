#include "audio/mixer.hpp"

#include "support/rt_guard.hpp"
#include "support/sound.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <limits>
#include <random>
#include <thread>

using namespace crura;
using namespace crura::test;

namespace {

constexpr double kSampleRateHz = 48000;
constexpr std::size_t kTickFrames = 480; // the engine's 100 Hz
constexpr float kCeiling = 0.70795f;     // -3 dB

// A mixer, and an engine that gives it a cue every 10 ms of sound. The mixer is asked for
// `frames` at a time, but never over a new cue.
class Player {
public:
    explicit Player(std::size_t frames = 512) : frames_(frames) {}

    Sound play(double seconds, const std::function<AudioCue(double)>& cue_at)
    {
        return run(seconds, [this, &cue_at](double time_s) {
            auto cue = cue_at(time_s);
            cue.tick = ++tick_;
            mixer.hear(cue);
        });
    }

    // Sound goes on but no ticks come.
    Sound stall(double seconds)
    {
        return run(seconds, [](double) {});
    }

    audio::Mixer mixer{kSampleRateHz};

private:
    Sound run(double seconds, const std::function<void(double)>& tick)
    {
        Sound sound;
        const auto ticks = std::size_t(std::lround(seconds * kSampleRateHz / kTickFrames));
        for (std::size_t i = 0; i < ticks; ++i) {
            tick(double(i * kTickFrames) / kSampleRateHz);
            for (std::size_t done = 0; done < kTickFrames;) {
                const auto frames = std::min(frames_, kTickFrames - done);
                std::vector<float> out(2 * frames, 99);
                mixer.render(out);
                sound.add(out);
                done += frames;
            }
        }
        return sound;
    }

    std::size_t frames_;
    std::uint64_t tick_ = 0;
};

AudioCue full(double)
{
    return {.presence = 1,
            .own_level = 1,
            .opening = 1,
            .movement = 1,
            .warmth = 0.5,
            .guide_level = 1,
            .guide = 1};
}

AudioCue breathing(double time_s)
{
    return {.presence = 1,
            .own_level = 1,
            .opening = float(breath_at(time_s, 5)),
            .movement = 1,
            .warmth = float(breath_at(time_s, 17)),
            .guide_level = 1,
            .guide = float(breath_at(time_s + 1, 6))};
}

double level_db(const Sound& sound, double from_s, double to_s)
{
    const auto from = std::size_t(from_s * kSampleRateHz);
    const auto to = std::size_t(to_s * kSampleRateHz);
    return decibels(std::hypot(rms(std::span(sound.left).subspan(from, to - from)),
                               rms(std::span(sound.right).subspan(from, to - from))));
}

} // namespace

TEST_CASE("The mixer neither allocates, locks nor calls the system in 10,000 blocks")
{
    if (!rt_guard_works()) {
        WARN("skipped: the real-time guard does not work here (sanitizer, or not Linux x86-64)");
        return;
    }
    audio::Mixer mixer(kSampleRateHz);
    std::vector<float> out(2 * 4096);
    std::mt19937 random(7);
    const auto any = [&random] { return float(random() % 1001) / 1000; };
    rt_forget();
    for (std::uint64_t block = 1; block <= 10000; ++block) {
        const auto tick = block % 500 < 100 ? 0 : block; // stalls, too
        mixer.hear({.tick = tick,
                    .presence = any(),
                    .own_level = any(),
                    .opening = any(),
                    .movement = any(),
                    .falling = any(),
                    .warmth = any(),
                    .guide_level = any(),
                    .guide = any()});
        if (block == 9000)
            mixer.fade_out();
        const auto frames = block % 100 == 0 ? 4096 : 1 + random() % 256;
        const RtSection section;
        mixer.render({out.data(), 2 * frames});
    }
    const auto report = rt_report();
    INFO("first: " << report.first);
    CHECK(report.sections == 10000);
    CHECK(report.violations == 0);
}

TEST_CASE("The same cues give the same sound to the bit, whatever the block size")
{
    Player reference(64);
    const auto expected = reference.play(10, breathing);
    CHECK(peak(expected.left) > 0.05);
    for (const std::size_t frames : {1, 37, 100, 480}) {
        Player player(frames);
        const auto sound = player.play(10, breathing);
        CHECK(sound.left == expected.left);
        CHECK(sound.right == expected.right);
    }
}

TEST_CASE("A block of a whole second is rendered like many small ones")
{
    audio::Mixer large(kSampleRateHz);
    audio::Mixer small(kSampleRateHz);
    auto cue = full(0);
    cue.tick = 1;
    large.hear(cue);
    small.hear(cue);
    std::vector<float> whole(2 * 48000);
    large.render(whole);
    std::vector<float> parts(2 * 48000);
    for (std::size_t at = 0; at < 48000; at += 96)
        small.render({parts.data() + 2 * at, 2 * 96});
    CHECK(peak(whole) > 0.001);
    CHECK(whole == parts);
}

TEST_CASE("The sound comes in over 3 s and never faster")
{
    Player player;
    const auto sound = player.play(10, full);
    const double whole_db = level_db(sound, 5, 10);
    CHECK(level_db(sound, 0.0, 0.2) < whole_db - 45);
    CHECK(level_db(sound, 0.4, 0.6) == Approx(whole_db + 2 * decibels(0.5 / 3)).margin(2.5));
    CHECK(level_db(sound, 1.4, 1.6) == Approx(whole_db + 2 * decibels(1.5 / 3)).margin(2));
    CHECK(level_db(sound, 3.2, 3.4) == Approx(whole_db).margin(1.5));
}

TEST_CASE("When ticks stay away for 0.5 s the sound fades over 1 s, and comes back with them")
{
    Player player;
    const auto before = player.play(10, full);
    const double whole_db = level_db(before, 6, 10);

    const auto stalled = player.stall(4);
    CHECK(level_db(stalled, 0.3, 0.5) == Approx(whole_db).margin(1.5));
    CHECK(level_db(stalled, 0.9, 1.1) < whole_db - 4);
    CHECK(level_db(stalled, 0.9, 1.1) > whole_db - 20);
    CHECK(level_db(stalled, 1.5, 1.6) < whole_db - 40);
    CHECK(peak(std::span(stalled.left).last(48000)) < 1e-6);
    CHECK(player.mixer.silent());

    const auto back = player.play(5, full);
    CHECK(level_db(back, 0.0, 0.2) < whole_db - 45);
    CHECK(level_db(back, 3.5, 5) == Approx(whole_db).margin(1.5));
    CHECK_FALSE(player.mixer.silent());
}

TEST_CASE("The engine may speak and end the sound while the audio thread renders")
{
    audio::Mixer mixer(kSampleRateHz);
    std::jthread engine([&mixer](std::stop_token stop) {
        for (std::uint64_t tick = 1; !stop.stop_requested(); ++tick)
            mixer.hear({.tick = tick,
                        .presence = 1,
                        .own_level = 1,
                        .opening = float(tick % 2),
                        .guide_level = 1,
                        .guide = 1});
    });
    std::vector<float> out(2 * 512);
    for (int block = 0; block < 500; ++block) {
        mixer.render(out);
        CHECK(all_finite(out));
    }
    mixer.fade_out();
    for (int block = 0; block < 150; ++block)
        mixer.render(out);
    CHECK(mixer.silent());
}

TEST_CASE("A pause of the engine that is shorter than 0.5 s is not heard")
{
    Player player;
    const auto before = player.play(10, full);
    const auto stalled = player.stall(0.45);
    const auto after = player.play(1, full);
    CHECK(level_db(stalled, 0.2, 0.45) == Approx(level_db(before, 6, 10)).margin(1.5));
    CHECK(level_db(after, 0, 1) == Approx(level_db(before, 6, 10)).margin(1.5));
}

TEST_CASE("Before the first tick there is silence")
{
    Player player;
    CHECK(peak(player.stall(2).left) == 0);
    CHECK(player.mixer.silent());
}

TEST_CASE("After fade_out the mixer is silent within 1.5 s and stays so")
{
    Player player;
    const auto before = player.play(8, full);
    player.mixer.fade_out();
    const auto ending = player.play(1.5, full);
    CHECK(level_db(ending, 0.9, 1.0) < level_db(before, 5, 8) - 30);
    CHECK(player.mixer.silent());
    CHECK(peak(player.play(4, full).left) < 1e-4);
}

TEST_CASE("Nothing clicks, however the cues jump")
{
    Player player;
    std::mt19937 random(3);
    AudioCue cue;
    double until_s = 0;
    const auto jumpy = [&](double time_s) {
        if (time_s >= until_s) {
            const auto bit = [&random] { return float(random() % 2); };
            cue = {.presence = 1,
                   .own_level = bit(),
                   .opening = bit(),
                   .movement = bit(),
                   .warmth = bit(),
                   .guide_level = bit(),
                   .guide = bit()};
            until_s = time_s + 0.02 + double(random() % 300) / 1000;
        }
        return cue;
    };
    const auto sound = player.play(60, jumpy);
    Player steady;
    const auto smooth = steady.play(60, full);
    CHECK(peak(sound.left) > 0.1);
    CHECK(largest_jump(sound.left) < 1.3 * largest_jump(smooth.left));
    CHECK(largest_jump(sound.right) < 1.3 * largest_jump(smooth.right));
    // A click is wide-band: between the notes' overtones and the top there must be nothing but
    // the wave's own air.
    CHECK(peak(above(sound.left, 12000, kSampleRateHz))
          < 1.5 * peak(above(smooth.left, 12000, kSampleRateHz)));
}

TEST_CASE("Cues that are no levels do no harm")
{
    const float wild = GENERATE(std::numeric_limits<float>::quiet_NaN(),
                                std::numeric_limits<float>::infinity(), -1.0f, 1e30f);
    Player player;
    const auto sound = player.play(5, [=](double time_s) {
        const bool now = std::fmod(time_s, 1) < 0.3;
        return now ? AudioCue{.presence = wild,
                              .own_level = wild,
                              .opening = wild,
                              .movement = wild,
                              .falling = wild,
                              .warmth = wild,
                              .guide_level = wild,
                              .guide = wild,
                              .guide_falling = wild,
                              .room = wild,
                              .touch = wild}
                   : full(time_s);
    });
    CHECK(all_finite(sound.left));
    CHECK(peak(sound.left) <= kCeiling);
    CHECK(peak(player.play(10, full).left) > 0.1);
}

TEST_CASE("Fully open the sound is soft: no louder than -20 dB, nothing harsh")
{
    Player player;
    const auto sound = player.play(20, full);
    const auto last = std::span(sound.left).last(15 * 48000);
    CHECK(decibels(rms(last)) < -20);
    CHECK(decibels(rms(last)) > -29);
    CHECK(decibels(peak(last)) < -9);
    CHECK(decibels(rms(above(last, 4000, kSampleRateHz)) / rms(last)) < -28);
}

TEST_CASE("The mixer rings out without denormals and leaves the thread's rounding as it was")
{
    Player player;
    player.play(5, full);
    const auto quiet = player.play(30, [](double) { return AudioCue{.presence = 1}; });
    for (const auto* ear : {&quiet.left, &quiet.right})
        CHECK(std::none_of(ear->begin(), ear->end(),
                           [](float x) { return std::fpclassify(x) == FP_SUBNORMAL; }));
    volatile float least = std::numeric_limits<float>::min();
    volatile float half = least / 2;
    CHECK(half > 0);
}
