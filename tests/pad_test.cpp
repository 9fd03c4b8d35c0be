#include "audio/voices/pad.hpp"

#include "support/sound.hpp"
#include "support/voices.hpp"

#include <catch2/catch.hpp>

#include <functional>

using namespace crura;
using namespace crura::test;

namespace {

constexpr double kSampleRateHz = 48000;
constexpr std::size_t kWindow = 2400; // 50 ms

struct Level {
    double opening;
    double warmth;
    double movement = 1;
};

Sound play(audio::Pad& pad, double seconds, const std::function<Level(double)>& at,
           double sample_rate_hz = kSampleRateHz)
{
    Sound sound;
    while (double(sound.left.size()) < seconds * sample_rate_hz) {
        const auto level = at(double(sound.left.size()) / sample_rate_hz);
        audio::Block block;
        pad.render(1, float(level.opening), float(level.movement), float(level.warmth), block);
        sound.add(block);
    }
    return sound;
}

Sound play(double seconds, const std::function<Level(double)>& at)
{
    audio::Pad pad(kSampleRateHz, {});
    return play(pad, seconds, at);
}

// The part after the first second.
std::span<const float> settled(const std::vector<float>& x)
{
    return std::span(x).subspan(std::size_t(kSampleRateHz));
}

} // namespace

TEST_CASE("The pad's level is proportional to its opening, whatever the warmth")
{
    const double breath_time_s = GENERATE(3., 10., 20.);
    const auto cue = [=](double time_s) {
        return Level{breath_at(time_s, breath_time_s), breath_at(time_s, 7)};
    };
    const auto sound = play(60, cue);

    std::vector<double> expected;
    for (double time_s = 0.025; time_s < 60; time_s += 0.05)
        expected.push_back(cue(time_s - 0.015).opening);
    CHECK(correlation(envelope(sound, kWindow), expected) > 0.99);
    CHECK(correlation(envelope(sound.left, kWindow), expected) > 0.95);
    CHECK(correlation(envelope(sound.right, kWindow), expected) > 0.95);
}

TEST_CASE("A quarter open, the pad has a quarter of its amplitude")
{
    const auto quarter = play(20, [](double) { return Level{0.25, 0.5}; });
    const auto whole = play(20, [](double) { return Level{1, 0.5}; });
    const auto both = [](const Sound& sound) {
        return std::hypot(rms(settled(sound.left)), rms(settled(sound.right)));
    };
    CHECK(both(quarter) / both(whole) == Approx(0.25).epsilon(0.001));
}

TEST_CASE("A closed pad is silent to the last bit")
{
    audio::Pad pad(kSampleRateHz, {});
    play(pad, 1, [](double) { return Level{1, 1}; });
    play(pad, 0.3, [](double) { return Level{0, 1}; });
    const auto sound = play(pad, 1, [](double) { return Level{0, 1}; });
    CHECK(peak(sound.left) == 0);
    CHECK(peak(sound.right) == 0);
}

TEST_CASE("Warmth opens the pad's timbre and leaves its power")
{
    const auto closed = play(30, [](double) { return Level{1, 0}; });
    const auto open = play(30, [](double) { return Level{1, 1}; });
    CHECK(decibels(rms(settled(open.left)) / rms(settled(closed.left))) == Approx(0).margin(0.3));
    CHECK(brightness_hz(settled(closed.left), kSampleRateHz) < 160);
    CHECK(brightness_hz(settled(open.left), kSampleRateHz) > 200);
    CHECK(decibels(rms(above(settled(open.left), 2000, kSampleRateHz)) / rms(open.left)) < -45);
}

TEST_CASE("The chord opens note by note")
{
    double last_hz = 0;
    for (const double opening : {0.1, 0.3, 0.5, 0.75}) {
        const auto sound = play(5, [=](double) { return Level{opening, 1}; });
        const double hz = brightness_hz(settled(sound.left), kSampleRateHz);
        CHECK(hz > 1.05 * last_hz);
        last_hz = hz;
    }
}

TEST_CASE("The pad wanders between the ears while its power stays even")
{
    const double warmth = GENERATE(0., 1.);
    auto sound = play(120, [=](double) { return Level{1, warmth}; });
    const auto check_even = [](std::vector<double> levels, double margin_db) {
        levels.erase(levels.begin(), levels.begin() + 20);
        const auto [low, high] = std::minmax_element(levels.begin(), levels.end());
        CHECK(decibels(*high / *low) < margin_db);
        CHECK(decibels(*high / *low) > 0.1);
    };
    check_even(envelope(sound, kWindow), 1.5);
    check_even(envelope(sound.left, kWindow), 5);
    check_even(envelope(sound.right, kWindow), 5);
}

TEST_CASE("The pad sounds the same at every sample rate, and after five minutes")
{
    const double sample_rate_hz = GENERATE(44100., 48000., 96000., 192000.);
    audio::Pad pad(sample_rate_hz, {});
    const auto full = [](double) { return Level{1, 0}; };
    const auto first = play(pad, 20, full, sample_rate_hz);
    const auto reference = play(20, full);
    CHECK(decibels(rms(first.left) / rms(reference.left)) == Approx(0).margin(0.2));
    CHECK(brightness_hz(first.left, sample_rate_hz)
          == Approx(brightness_hz(reference.left, kSampleRateHz)).epsilon(0.02));

    audio::Block block;
    for (double time_s = 0; time_s < 300; time_s += double(audio::kBlockFrames) / sample_rate_hz)
        pad.render(1, 1, 1, 0, block);
    const auto last = play(pad, 20, full, sample_rate_hz);
    CHECK(decibels(rms(last.left) / rms(first.left)) == Approx(0).margin(0.5));
}

TEST_CASE("The pad is silent where the breath turns, and gets there without a jump")
{
    const double breath_time_s = GENERATE(3., 5., 10., 20.);
    const auto sound = play(4 * breath_time_s, [=](double time_s) {
        const double turning = std::fabs(std::sin(2 * std::numbers::pi * time_s / breath_time_s));
        return Level{0.75 * breath_at(time_s, breath_time_s), 0.5, turning};
    });
    constexpr double kWindowS = 0.01;
    const auto levels = envelope(sound, std::size_t(kWindowS * kSampleRateHz));
    const auto least_near = [&levels](double time_s) {
        const auto at = levels.begin() + std::ptrdiff_t(time_s / kWindowS);
        return *std::min_element(at - 5, at + 10);
    };
    for (double breath = 1; breath < 3; ++breath) {
        const double middle = levels[std::size_t((breath + 0.25) * breath_time_s / kWindowS)];
        INFO("breath " << breath);
        CHECK(decibels(least_near((breath + 0.5) * breath_time_s) / middle) < -30);
        CHECK(decibels(least_near((breath + 1) * breath_time_s) / middle) < -30);
    }
    const auto steady = play(10, [](double) { return Level{1, 0.5}; });
    CHECK(largest_jump(sound.left) < largest_jump(steady.left));
    CHECK(peak(settled(above(sound.left, 5000, kSampleRateHz))) < 1e-5);
}

TEST_CASE("The dip is soft: a movement that stops at once takes the pad a fifth of a second")
{
    audio::Pad pad(kSampleRateHz, {});
    play(pad, 3, [](double) { return Level{1, 0.5, 1}; });
    const auto stopping = envelope(play(pad, 1, [](double) { return Level{1, 0.5, 0}; }), 480);
    CHECK(decibels(stopping[5] / stopping[0]) > -3);
    CHECK(decibels(stopping[14] / stopping[0]) > -20);
    CHECK(decibels(stopping[35] / stopping[0]) < -40);
    CHECK(stopping.back() == 0);
}

TEST_CASE("Every chord on every root is without roughness, and equally strong")
{
    const auto chord =
        GENERATE(audio::Pad::Chord::fifths, audio::Pad::Chord::major, audio::Pad::Chord::minor);
    const double root_hz = GENERATE(55., 82.4, 110., 220., 440.);
    audio::Pad pad(kSampleRateHz, {.root_hz = root_hz, .chord = chord});
    const auto sound = play(pad, 6, [](double) { return Level{1, 1}; });
    const auto reference = play(6, [](double) { return Level{1, 1}; });
    const auto both = [](const Sound& of) {
        return std::hypot(rms(settled(of.left)), rms(settled(of.right)));
    };
    CHECK(decibels(both(sound) / both(reference)) == Approx(0).margin(0.7));
    // Rough is what comes and goes some 20 to 70 times a second within a critical band, which is
    // 100 Hz wide down here; below 43 Hz there is no such thing.
    CHECK(beating(settled(sound.left), 12, 42, kSampleRateHz) < 0.05);
}

TEST_CASE("The pad's notes are the same at every sample rate, to a cent")
{
    const double sample_rate_hz = GENERATE(44100., 48000., 96000., 192000.);
    audio::Pad pad(sample_rate_hz, {.root_hz = 55});
    const auto sound = play(
        pad, 6,
        [](double) {
            return Level{1, 0};
        },
        sample_rate_hz);
    const double heard_hz = pitch_near(55, after(sound.left, 1, sample_rate_hz), sample_rate_hz);
    CHECK(cents(heard_hz / (55 - 0.071 / 2)) == Approx(0).margin(1));
}
