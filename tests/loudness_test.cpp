#include "sound/loudness.hpp"

#include "support/tones.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace crura;
using crura::test::clip_of;

// EBU Tech 3341: what a meter has to show.
TEST_CASE("A 997 Hz sine on both channels is as many LUFS as its peak is below full scale")
{
    const double level_db = GENERATE(-23., -33., -10.);
    const double rate_hz = GENERATE(44100., 48000., 96000.);
    const auto tone = clip_of({.level_db = level_db, .length_s = 5, .sample_rate_hz = rate_hz});
    CHECK(sound::integrated_loudness_lufs(tone) == Approx(level_db).margin(0.1));
}

TEST_CASE("One channel alone is 3 LU quieter than two")
{
    const auto tone = clip_of({.length_s = 5, .channels = 1});
    CHECK(sound::integrated_loudness_lufs(tone) == Approx(-26.01).margin(0.1));
}

TEST_CASE("Pauses do not make a sound quieter, and a quiet part counts little")
{
    auto sound = clip_of({.level_db = -23, .length_s = 10});
    const auto quiet = clip_of({.level_db = -36, .length_s = 10}); // EBU Tech 3341, case 3
    sound.interleaved.insert(sound.interleaved.end(), quiet.interleaved.begin(),
                             quiet.interleaved.end());
    sound.interleaved.resize(sound.interleaved.size() * 2);
    CHECK(sound::integrated_loudness_lufs(sound) == Approx(-23).margin(0.15));
}

TEST_CASE("Silence, a blink of sound and nothing at all are minus infinity loud")
{
    for (const auto& clip : {sound::Clip{48000, 2, std::vector<float>(480000)},
                             clip_of({.length_s = 0.3}), sound::Clip{48000, 2, {}}})
        CHECK(sound::integrated_loudness_lufs(clip) == -std::numeric_limits<double>::infinity());
    CHECK(sound::true_peak_db({48000, 2, {}}) == -std::numeric_limits<double>::infinity());
}

TEST_CASE("The true peak finds what lies between the samples")
{
    // A quarter of the sample rate, 45 degrees off: no sample is above -3 dB (Tech 3341, case 15).
    sound::Clip clip{48000, 1, {}};
    for (std::size_t i = 0; i < 48000; ++i)
        clip.interleaved.push_back(
            float(0.5 * std::sin(std::numbers::pi / 2 * double(i) + std::numbers::pi / 4)));
    CHECK(sound::true_peak_db(clip) == Approx(-6.02).margin(0.4));
}

TEST_CASE("The true peak is that of the louder channel")
{
    auto clip = clip_of({.level_db = -20, .length_s = 1});
    for (std::size_t at = 1; at < clip.interleaved.size(); at += 2)
        clip.interleaved[at] *= 10;
    CHECK(sound::true_peak_db(clip) == Approx(0).margin(0.1));
}

TEST_CASE("A sound is as loud in pieces as in one, and a shout is its loudest moment")
{
    auto sound = clip_of({.level_db = -30, .length_s = 20});
    for (std::size_t at = 96000 * 8; at < 96000 * 9; ++at)
        sound.interleaved[at] *= 10;
    sound::Loudness in_pieces(48000, 2);
    const std::span<const float> all(sound.interleaved);
    for (std::size_t at = 0; at < all.size();) {
        const auto size = std::min<std::size_t>(2 * (1 + at % 1777), all.size() - at);
        in_pieces.add(all.subspan(at, size));
        at += size;
    }
    CHECK(in_pieces.integrated_lufs() == sound::integrated_loudness_lufs(sound));
    CHECK(in_pieces.true_peak_db() == sound::true_peak_db(sound));
    CHECK(in_pieces.loudest_moment_lufs() == Approx(-10).margin(0.1));
}
