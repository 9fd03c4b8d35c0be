#include "audio/voices/bowl.hpp"

#include "support/sound.hpp"
#include "support/voices.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace crura;
using namespace crura::test;

namespace {

constexpr double kSampleRateHz = 48000;

Sound ring(audio::Bowl& bowl, double seconds, double sample_rate_hz = kSampleRateHz)
{
    return record(seconds, sample_rate_hz,
                  [&bowl](double, audio::Block& mix) { bowl.render(mix); });
}

Sound struck(float level, double seconds, audio::Bowl::Settings settings = {},
             double sample_rate_hz = kSampleRateHz)
{
    audio::Bowl bowl(sample_rate_hz, settings);
    bowl.strike(level, 0);
    return ring(bowl, seconds, sample_rate_hz);
}

} // namespace

TEST_CASE("A bowl that nobody strikes is silent")
{
    audio::Bowl bowl(kSampleRateHz, {});
    const auto sound = ring(bowl, 2);
    CHECK(peak(sound.left) + peak(sound.right) == 0);
}

TEST_CASE("A strike begins at its frame, and at rest always sounds the same")
{
    const std::size_t frame = GENERATE(0u, 1u, 31u, 63u);
    audio::Bowl bowl(kSampleRateHz, {.decay_s = 0.5});
    ring(bowl, 0.1);
    bowl.strike(1, frame);
    const auto first = ring(bowl, 20);
    const auto begin =
        std::find_if(first.left.begin(), first.left.end(), [](float x) { return x != 0; });
    CHECK(std::size_t(begin - first.left.begin()) >= frame);
    CHECK(std::size_t(begin - first.left.begin()) <= frame + 1);
    bowl.strike(1, frame);
    CHECK(ring(bowl, 20).left == first.left);
}

TEST_CASE("The mallet is soft: the bowl swells for some 20 to 60 ms, and nothing clicks")
{
    const auto sound = struck(1, 3);
    const auto levels = envelope(sound, 480); // 10 ms
    const double most = *std::max_element(levels.begin(), levels.end());
    CHECK(levels[0] < 0.25 * most);
    CHECK(levels[1] < 0.7 * most);
    CHECK(*std::max_element(levels.begin(), levels.begin() + 8) > 0.85 * most);
    // Its highest partial is at 3.9 kHz.
    CHECK(decibels(peak(above(sound.left, 12000, kSampleRateHz)) / peak(sound.left)) < -70);
}

TEST_CASE("The bowl rings down to 37 % in its decay, and then to silence to the last bit")
{
    const double decay_s = GENERATE(0.5, 6., 20.);
    const double sample_rate_hz = GENERATE(48000., 192000.);
    if (decay_s == 20 && sample_rate_hz == 192000) // long, and no different
        return;
    audio::Bowl bowl(sample_rate_hz, {.decay_s = decay_s});
    bowl.strike(1, 0);
    const auto sound = ring(bowl, 16 * decay_s, sample_rate_hz);
    // Over whole beats of the lowest partial; late, when the others are gone.
    const auto part = [&](double from_s) {
        return rms(
            std::span(sound.left)
                .subspan(std::size_t(from_s * sample_rate_hz), std::size_t(sample_rate_hz / 0.43)));
    };
    if (decay_s > 1)
        CHECK(decibels(part(1.5 * decay_s + 1 / 0.43 * std::floor(decay_s * 0.43))
                       / part(1.5 * decay_s))
              == Approx(-8.686 * std::floor(decay_s * 0.43) / 0.43 / decay_s).margin(0.3));
    const auto tail = std::span(sound.left).last(std::size_t(sample_rate_hz * decay_s / 4));
    CHECK(peak(tail) == 0);
    CHECK(std::none_of(sound.left.begin(), sound.left.end(),
                       [](float x) { return std::fpclassify(x) == FP_SUBNORMAL; }));
}

TEST_CASE("The bowl beats slowly and is not rough")
{
    const double pitch_hz = GENERATE(110., 220., 440., 880.);
    const auto sound = struck(1, 12, {.pitch_hz = pitch_hz, .decay_s = 20});
    const auto steady = after(sound.left, 2, kSampleRateHz);
    CHECK(beating(steady, 0.3, 3, kSampleRateHz) > 0.05);
    CHECK(beating(steady, 8, 60, kSampleRateHz) < 0.03);
}

TEST_CASE("The bowl's partials are those of a ring, the same at every sample rate to a cent")
{
    const double sample_rate_hz = GENERATE(44100., 48000., 96000., 192000.);
    const auto sound = struck(1, 5, {.pitch_hz = 220, .decay_s = 20}, sample_rate_hz);
    const auto steady = after(sound.left, 0.5, sample_rate_hz);
    const auto check = [&](double expected_hz) {
        CHECK(cents(pitch_near(expected_hz, steady, sample_rate_hz) / expected_hz)
              == Approx(0).margin(1));
    };
    check(220 - 0.43 / 2);
    check(220 * 2.8284 - 0.71 / 2);
    check(220 * 5.4235 - 0.97 / 2);
    const auto reference = struck(1, 5, {.pitch_hz = 220, .decay_s = 20});
    CHECK(decibels(rms(sound.left) / rms(reference.left)) == Approx(0).margin(0.5));
}

TEST_CASE("Half a strike is about half as loud, and a strike of 0 is none")
{
    const auto full = struck(1, 2);
    CHECK(decibels(rms(struck(0.5, 2).left) / rms(full.left)) == Approx(-5.2).margin(0.4));
    CHECK(peak(struck(0, 2).left) == 0);
    CHECK(decibels(peak(full.left)) < -12);
    CHECK(decibels(peak(full.left)) > -20);
}

TEST_CASE("Striking a ringing bowl makes it louder, but never without end")
{
    audio::Bowl bowl(kSampleRateHz, {.decay_s = 20});
    bowl.strike(0.5, 0);
    const auto once = ring(bowl, 0.5);
    bowl.strike(0.5, 17);
    const auto twice = ring(bowl, 0.5);
    CHECK(rms(twice.left) > 1.3 * rms(once.left));

    const auto often = record(5, kSampleRateHz, [&bowl](double, audio::Block& mix) {
        for (std::size_t frame = 0; frame < audio::kBlockFrames; frame += 8)
            bowl.strike(1, frame);
        bowl.render(mix);
    });
    CHECK(peak(often.left) < 0.6);
    CHECK(all_finite(often.left));
}
