#include "audio/voices/haptic_band.hpp"

#include "support/sound.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <numbers>

using namespace crura;
using namespace crura::test;

namespace {

constexpr double kSampleRateHz = 48000;

struct Wanted {
    float strength = 1;
    bool mute = false;
};

std::vector<float> feel(audio::HapticBand& band, double seconds,
                        const std::function<Wanted(double)>& at,
                        double sample_rate_hz = kSampleRateHz)
{
    std::vector<float> felt;
    while (double(felt.size()) < seconds * sample_rate_hz) {
        const auto wanted = at(double(felt.size()) / sample_rate_hz);
        audio::HapticBand::Sound block;
        band.render(wanted.strength, wanted.mute, block);
        felt.insert(felt.end(), block.begin(), block.end());
    }
    return felt;
}

Wanted full(double)
{
    return {};
}

std::span<const float> part(const std::vector<float>& x, double from_s, double to_s)
{
    return std::span(x).subspan(std::size_t(from_s * kSampleRateHz),
                                std::size_t((to_s - from_s) * kSampleRateHz));
}

} // namespace

TEST_CASE("The haptic band starts softly and is -12 dB at its strongest, without DC")
{
    const double sample_rate_hz = GENERATE(44100., 48000., 192000.);
    audio::HapticBand band(sample_rate_hz, {});
    const auto felt = feel(band, 8, full, sample_rate_hz);
    const auto second = [&](double from_s) {
        return std::span(felt).subspan(std::size_t(from_s * sample_rate_hz),
                                       std::size_t(0.2 * sample_rate_hz));
    };
    const double whole = std::pow(10, -12. / 20);
    CHECK(peak(second(0)) < 0.06 * whole);
    CHECK(peak(second(2)) == Approx(0.53 * whole).margin(0.04 * whole));
    CHECK(decibels(peak(second(5))) == Approx(-12).margin(0.05));
    CHECK(peak(felt) <= whole * 1.001);
    double mean = 0;
    for (const float x : felt)
        mean += double(x) / double(felt.size());
    CHECK(std::fabs(mean) < 1e-4);
    CHECK(brightness_hz(std::span(felt).last(std::size_t(2 * sample_rate_hz)), sample_rate_hz)
          == Approx(50).margin(0.1));
}

TEST_CASE("A step of the strength becomes a raised cosine that takes the edge time")
{
    const double edge_s = GENERATE(0.1, 0.12, 0.3);
    // At so high a frequency every peak is near: the envelope can be seen.
    audio::HapticBand band(kSampleRateHz, {.frequency_hz = 2000, .edge_s = edge_s});
    feel(band, 5, full);
    feel(band, 1, [](double) { return Wanted{.strength = 0}; });
    const auto felt = feel(band, 1, full);
    const double whole = std::pow(10, -12. / 20);
    for (const double share : {0.1, 0.25, 0.5, 0.75, 0.9}) {
        const double at_s = share * edge_s;
        const double expected = whole * (0.5 - 0.5 * std::cos(std::numbers::pi * share));
        CHECK(peak(part(felt, at_s - 0.0005, at_s + 0.0005))
              == Approx(expected).margin(0.05 * whole));
    }
    CHECK(peak(part(felt, edge_s + 0.01, 1)) == Approx(whole).epsilon(0.01));
}

TEST_CASE("However the strength jumps, nothing steeper than the edge is felt")
{
    audio::HapticBand band(kSampleRateHz, {});
    feel(band, 5, full);
    const auto felt = feel(band, 4, [](double time_s) {
        return Wanted{.strength = std::fmod(time_s, 0.06) < 0.03 ? 1.f : 0.f};
    });
    audio::HapticBand steady(kSampleRateHz, {});
    feel(steady, 5, full);
    CHECK(largest_jump(felt) < 1.05 * largest_jump(feel(steady, 1, full)));
}

TEST_CASE("A mute ends what is felt within the edge time, and afterwards it starts softly again")
{
    audio::HapticBand band(kSampleRateHz, {});
    const auto before = feel(band, 6, full);
    const auto muted = feel(band, 1, [](double) { return Wanted{.mute = true}; });
    CHECK(peak(part(muted, 0, 0.02)) > 0.2);
    CHECK(peak(part(muted, 0.13, 1)) == 0);
    CHECK(largest_jump(muted) < 1.05 * largest_jump(before));
    const auto again = feel(band, 6, full);
    CHECK(peak(part(again, 0.5, 0.7)) < 0.06);
    CHECK(decibels(peak(part(again, 5, 6))) == Approx(-12).margin(0.05));
}
