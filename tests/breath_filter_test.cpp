#include "audio/music/breath_filter.hpp"

#include "sound/loudness.hpp"
#include "support/sound.hpp"
#include "support/tones.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using audio::Block;
using audio::Music;

namespace {

struct Following {
    float level = 1;
    float opening = 1;
    float presence = 1;
};

// Sound through the filter; what to follow is asked for before each block.
template <class Follow>
test::Sound filtered(const Music::Settings& settings, const sound::Clip& clip, Follow follow)
{
    audio::BreathFilter filter(settings, clip.sample_rate_hz);
    test::Sound sound;
    for (std::size_t at = 0; at + audio::kBlockFrames <= clip.frames(); at += audio::kBlockFrames) {
        Block in, out;
        for (std::size_t i = 0; i < audio::kBlockFrames; ++i) {
            in.left[i] = clip.interleaved[2 * (at + i)];
            in.right[i] = clip.interleaved[2 * (at + i) + 1];
        }
        const Following now = follow(double(at) / clip.sample_rate_hz);
        filter.render(now.level, now.opening, now.presence, in, out);
        sound.add(out);
    }
    return sound;
}

test::Sound filtered(const Music::Settings& settings, const test::Tone& tone, Following always)
{
    return filtered(settings, test::clip_of(tone), [always](double) { return always; });
}

std::span<const float> settled(const test::Sound& sound)
{
    return std::span(sound.left).last(sound.left.size() / 2);
}

double level_db(const Music::Settings& settings, double frequency_hz, float opening,
                double rate_hz = 48000)
{
    const test::Tone tone{
        .frequency_hz = frequency_hz, .level_db = 0, .length_s = 2, .sample_rate_hz = rate_hz};
    return test::decibels(test::rms(settled(filtered(settings, tone, {.opening = opening})))
                          * std::sqrt(2));
}

const Music::Settings kPlain = {.from = {}, .range_db = 0, .low_pass = false, .noise = 0};

} // namespace

TEST_CASE("With range, low-pass and air off the music passes bit for bit")
{
    const auto clip = test::clip_of({.length_s = 1});
    const float opening = GENERATE(0.0f, 0.3f, 1.0f);
    const auto sound = filtered(kPlain, clip, [&](double) { return Following{1, opening, 1}; });
    std::size_t wrong = 0;
    for (std::size_t i = 24000; i < sound.left.size(); ++i)
        wrong += sound.left[i] != clip.interleaved[2 * i];
    CHECK(wrong == 0);
}

TEST_CASE("A closed breath is softer by the range, an open one not at all")
{
    const double range_db = GENERATE(3., 4.5, 6.);
    auto settings = kPlain;
    settings.range_db = range_db;
    CHECK(level_db(settings, 500, 1) == Approx(0).margin(0.01));
    CHECK(level_db(settings, 500, 0.5) == Approx(-range_db / 2).margin(0.02));
    CHECK(level_db(settings, 500, 0) == Approx(-range_db).margin(0.02));
}

TEST_CASE("The low-pass goes from 400 Hz to 8 kHz with the breath, at any sample rate")
{
    const double rate_hz = GENERATE(44100., 48000., 96000., 192000.);
    auto settings = kPlain;
    settings.low_pass = true;
    CHECK(level_db(settings, 400, 0, rate_hz) == Approx(-3.01).margin(0.1));
    CHECK(level_db(settings, 1600, 0, rate_hz) == Approx(-24.1).margin(0.4));
    CHECK(level_db(settings, 8000, 1, rate_hz) == Approx(-3.01).margin(0.1));
    CHECK(level_db(settings, 1000, 1, rate_hz) == Approx(0).margin(0.1));
    CHECK(level_db(settings, 1789, 0.5, rate_hz) == Approx(-3.01).margin(0.1)); // half way in pitch
}

TEST_CASE("A low-pass above what the sample rate holds stays stable")
{
    auto settings = kPlain;
    settings.low_pass = true;
    settings.bright_hz = 16000;
    CHECK(std::fabs(level_db(settings, 997, 1, 22050)) < 0.2);
}

TEST_CASE("Air comes as the breath closes, as loud as was asked for, and goes with the music")
{
    const double rate_hz = GENERATE(44100., 96000.);
    auto settings = kPlain;
    settings.noise = 1;
    const sound::Clip silence{rate_hz, 2, std::vector<float>(std::size_t(10 * rate_hz))};
    const auto air = [&](Following following) {
        const auto sound = filtered(settings, silence, [&](double) { return following; });
        sound::Clip clip{rate_hz, 2, {}};
        for (std::size_t i = sound.left.size() / 10; i < sound.left.size(); ++i)
            clip.interleaved.insert(clip.interleaved.end(), {sound.left[i], sound.right[i]});
        return sound::integrated_loudness_lufs(clip);
    };
    const double closed = air({.opening = 0});
    CHECK(closed == Approx(Music::kLoudnessLufs).margin(0.5));
    CHECK(air({.opening = 0.5f}) == Approx(closed - 6).margin(0.2));
    CHECK(air({.opening = 1}) < -70);
    CHECK(air({.opening = 0, .presence = 0}) < -70);
    CHECK(air({.level = 0, .opening = 0}) < -70);
    settings.noise = 0.1;
    CHECK(air({.opening = 0}) == Approx(closed - 20).margin(0.2));
}

TEST_CASE("No step of any parameter clicks")
{
    const Music::Settings settings = {.from = {}, .range_db = 6, .noise = 0.3};
    const auto clip = test::clip_of({.frequency_hz = 200, .level_db = -0.1, .length_s = 3});
    const double rate_hz = clip.sample_rate_hz;
    const double sine = 2 * std::numbers::pi * 200 / rate_hz;

    const auto [before, after] = GENERATE(table<Following, Following>({
        {{0, 1, 1}, {1, 1, 1}},
        {{1, 1, 1}, {0, 1, 1}},
        {{1, 0, 1}, {1, 1, 1}},
        {{1, 1, 1}, {1, 0, 1}},
        {{1, 0, 0}, {1, 0, 1}},
        {{1, 0, 1}, {1, 0, 0}},
    }));
    const auto steady = [&](Following at) {
        return test::largest_jump(settled(filtered(settings, clip, [&](double) { return at; })));
    };
    for (const double at_s : {1.0, 1.0013, 1.0025, 1.0037}) {
        const auto stepped =
            filtered(settings, clip, [&](double time_s) { return time_s < at_s ? before : after; });
        const double limit = sine + std::max(steady(before), steady(after));
        CHECK(test::largest_jump(std::span(stepped.left).subspan(24000)) < limit);
        // Nor above the music: what is steep there is a click, however small.
        CHECK(test::peak(
                  std::span<const float>(test::above(stepped.left, 12000, rate_hz)).subspan(24000))
              < 0.01);
    }
}
