#include "audio/voices/bowl.hpp"
#include "audio/voices/pad.hpp"
#include "audio/voices/room_bed.hpp"
#include "audio/voices/sea.hpp"

#include "support/sound.hpp"
#include "support/voices.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace crura;
using namespace crura::test;

namespace {

constexpr double kSampleRateHz = 48000;

Sound play(double seconds, float room, double sample_rate_hz = kSampleRateHz, double root_hz = 110)
{
    audio::RoomBed bed(sample_rate_hz, {.root_hz = root_hz});
    return record(seconds, sample_rate_hz,
                  [&](double, audio::Block& mix) { bed.render(1, room, mix); });
}

// Of the power, what lies within 2 Hz of the notes.
double clearness(const Sound& sound)
{
    double tones = 0;
    const auto x = after(sound.left, 2, kSampleRateHz);
    for (const double hz : {110., 165., 220., 330., 440.}) {
        const double turn = 2 * std::numbers::pi * hz / kSampleRateHz;
        std::vector<double> cosine, sine;
        for (std::size_t at = 0; at + 24000 <= x.size(); at += 24000) {
            std::complex<double> sum = 0;
            for (std::size_t i = at; i < at + 24000; ++i)
                sum += double(x[i]) * std::polar(1.0, -turn * double(i));
            tones += 2 * std::norm(sum) / 24000 / 24000 / double(x.size() / 24000);
        }
    }
    return tones / (rms(x) * rms(x));
}

} // namespace

TEST_CASE(
    "The more a room breathes together, the clearer and fuller its bed, and the less it beats")
{
    double last_clear = 0;
    double last_level = 0;
    double last_beating = 1;
    for (const float room : {0.f, 0.5f, 1.f}) {
        const auto sound = play(22, room);
        const double clear = clearness(sound);
        const double beats = beating(after(sound.left, 2, kSampleRateHz), 0.5, 2, kSampleRateHz);
        INFO("room " << room);
        CHECK(clear > last_clear);
        CHECK(rms(sound.left) > last_level);
        CHECK(beats < last_beating);
        last_clear = clear;
        last_level = rms(sound.left);
        last_beating = beats;
    }
    CHECK(clearness(play(22, 0)) < 0.6); // mostly air
    CHECK(last_clear > 0.9);
    CHECK(last_beating < 0.12);
}

TEST_CASE("The bed is never rough or harsh, together or apart")
{
    const float room = GENERATE(0.f, 0.5f, 1.f);
    const auto sound = play(10, room);
    CHECK(decibels(rms(above(sound.left, 4000, kSampleRateHz)) / rms(sound.left)) < -35);
    CHECK(beating(after(sound.left, 2, kSampleRateHz), 15, 42, kSampleRateHz) < 0.15);
}

TEST_CASE("The bed is softer than any other voice")
{
    const auto loudest = std::max(rms(play(10, 0).left), rms(play(10, 1).left));
    audio::Pad pad(kSampleRateHz, {});
    const auto half_open = record(
        10, kSampleRateHz, [&](double, audio::Block& mix) { pad.render(1, 0.5, 1, 0.5, mix); });
    audio::Sea sea(kSampleRateHz, {});
    const auto usual_wave =
        record(10, kSampleRateHz, [&](double, audio::Block& mix) { sea.render(1, 0.75, 0, mix); });
    audio::Bowl bowl(kSampleRateHz, {});
    bowl.strike(0.5, 0);
    const auto half_struck =
        record(3, kSampleRateHz, [&](double, audio::Block& mix) { bowl.render(mix); });
    CHECK(decibels(loudest / rms(half_open.left)) < -4);
    CHECK(decibels(loudest / rms(usual_wave.left)) < -2);
    CHECK(decibels(loudest / rms(half_struck.left)) < -4);
}

TEST_CASE("A bed of no level is silent to the last bit")
{
    audio::RoomBed bed(kSampleRateHz, {});
    const auto level = [&](float value, double seconds) {
        return record(seconds, kSampleRateHz,
                      [&](double, audio::Block& mix) { bed.render(value, 0.5, mix); });
    };
    CHECK(peak(level(1, 3).left) > 0.005);
    level(0, 2);
    const auto silence = level(0, 1);
    CHECK(peak(silence.left) + peak(silence.right) == 0);
}

TEST_CASE("The bed does not stand still: it swells, slowly and a little")
{
    const auto levels = envelope(play(60, 1), 48000);
    const auto [least, most] = std::minmax_element(levels.begin() + 4, levels.end());
    CHECK(decibels(*most / *least) > 1);
    CHECK(decibels(*most / *least) < 6);
}

TEST_CASE("The bed is the same at every sample rate, its notes to a cent")
{
    const double sample_rate_hz = GENERATE(44100., 96000., 192000.);
    const float room = GENERATE(0.f, 1.f);
    const auto sound = play(8, room, sample_rate_hz);
    CHECK(decibels(rms(sound.left) / rms(play(8, room).left)) == Approx(0).margin(1));
    if (room == 1)
        CHECK(cents(pitch_near(110, after(sound.left, 2, sample_rate_hz), sample_rate_hz) / 110)
              == Approx(0).margin(1));
}
