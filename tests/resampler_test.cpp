#include "sound/resampler.hpp"

#include "support/tones.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace crura;
using crura::test::clip_of;

TEST_CASE("A tone keeps its pitch, its level and its length at another sample rate")
{
    const double from_hz = GENERATE(8000., 44100., 48000.);
    const double to_hz = GENERATE(44100., 48000., 96000., 192000.);
    const auto tone =
        clip_of({.level_db = -6, .length_s = 2, .sample_rate_hz = from_hz, .channels = 2});
    const auto there = sound::resampled(tone, to_hz);

    CHECK(there.sample_rate_hz == to_hz);
    CHECK(there.channels == 2);
    CHECK(std::fabs(there.length_s() - 2) * to_hz <= 2);
    const auto left = test::channel(there.interleaved, 0);
    const std::span<const float> steady =
        std::span(left).subspan(left.size() / 10, left.size() / 10 * 8);
    CHECK(std::fabs(test::cents(test::frequency_of(steady, 997, to_hz), 997)) < 0.01);
    double sum = 0;
    for (const float x : steady)
        sum += double(x) * x;
    CHECK(10 * std::log10(2 * sum / double(steady.size())) == Approx(-6).margin(0.02));
}

TEST_CASE("What was at a time stays at that time")
{
    sound::Clip click{44100, 1, std::vector<float>(44100)};
    click.interleaved[22050] = 1;
    const auto there = sound::resampled(click, 96000);
    const auto most = std::max_element(there.interleaved.begin(), there.interleaved.end());
    CHECK(most - there.interleaved.begin() == 48000);
}

TEST_CASE("What a lower sample rate cannot hold is gone, not mirrored")
{
    const auto high = clip_of({.frequency_hz = 30000,
                               .level_db = -6,
                               .length_s = 1,
                               .sample_rate_hz = 96000,
                               .channels = 1});
    const auto there = sound::resampled(high, 48000);
    for (std::size_t i = 4800; i < 43200; ++i)
        REQUIRE(std::fabs(there.interleaved[i]) < 1e-4f);
}

TEST_CASE("Equal rates change no bit, and nothing stays nothing")
{
    const auto tone = clip_of({.length_s = 0.1});
    CHECK(sound::resampled(tone, 48000).interleaved == tone.interleaved);
    CHECK(sound::resampled({48000, 2, {}}, 44100).interleaved.empty());
}

TEST_CASE("A sound that comes in pieces, even of one frame, is the sound that comes in one")
{
    const auto tone = clip_of({.length_s = 0.5, .sample_rate_hz = 44100});
    const auto whole = sound::resampled(tone, 48000);
    const std::size_t frames = GENERATE(1u, 64u, 1000u);
    sound::Resampler resample(44100, 48000, 2);
    std::vector<float> pieces;
    // Twice: it begins afresh after the end.
    for (int round = 0; round < 2; ++round) {
        pieces.clear();
        const std::span<const float> all(tone.interleaved);
        for (std::size_t at = 0; at < all.size(); at += 2 * frames)
            resample(all.subspan(at, std::min(2 * frames, all.size() - at)), pieces);
        resample.finish(pieces);
        REQUIRE(pieces.size() == whole.interleaved.size());
        for (std::size_t i = 0; i < pieces.size(); ++i)
            REQUIRE(std::fabs(pieces[i] - whole.interleaved[i]) < 1e-5f);
    }
}
