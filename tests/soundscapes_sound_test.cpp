#include "sound/loudness.hpp"
#include "support/player.hpp"
#include "support/soundscapes.hpp"

#include <catch2/catch.hpp>

#include <numbers>
#include <random>

using namespace crura;
using namespace crura::test;

namespace {

constexpr double kSampleRateHz = Player::kSampleRateHz;

std::vector<audio::Soundscape> all_soundscapes()
{
    auto all = ready_made();
    all.push_back(everything());
    return all;
}

struct Parameter {
    const char* name;
    std::function<void(AudioCue&, float)> set;
};

const std::vector<Parameter> kParameters = {
    {"presence", [](AudioCue& cue, float x) { cue.presence = x; }},
    {"panic", [](AudioCue& cue, float x) { cue.panic = x < 0.5f; }},
    {"own_level", [](AudioCue& cue, float x) { cue.own_level = x; }},
    {"opening", [](AudioCue& cue, float x) { cue.opening = x; }},
    {"movement", [](AudioCue& cue, float x) { cue.movement = x; }},
    {"falling", [](AudioCue& cue, float x) { cue.falling = x; }},
    {"warmth", [](AudioCue& cue, float x) { cue.warmth = x; }},
    {"guide_level", [](AudioCue& cue, float x) { cue.guide_level = x; }},
    {"guide", [](AudioCue& cue, float x) { cue.guide = x; }},
    {"guide_falling", [](AudioCue& cue, float x) { cue.guide_falling = x; }},
    {"room", [](AudioCue& cue, float x) { cue.room = x; }},
    {"everything", [](AudioCue& cue, float x) {
         cue.presence = cue.own_level = cue.opening = cue.movement = cue.falling = cue.warmth =
             cue.guide_level = cue.guide = cue.guide_falling = cue.room = x;
     }}};

AudioCue steady(double)
{
    auto cue = full(0);
    cue.room = 1;
    return cue;
}

std::vector<float> interleaved(const Sound& sound)
{
    std::vector<float> both;
    for (std::size_t i = 0; i < sound.left.size(); ++i) {
        both.push_back(sound.left[i]);
        both.push_back(sound.right[i]);
    }
    return both;
}

// The loudest of what is high up. The filter needs a moment for where the sound begins.
double air(const Sound& sound)
{
    const auto high = above(sound.left, 12000, kSampleRateHz);
    return peak(std::span(high).subspan(480));
}

} // namespace

TEST_CASE("No soundscape clicks, whichever parameter of the cue steps")
{
    // A full-scale sine of 200 Hz is no click.
    const double sine = 2 * std::numbers::pi * 200 / kSampleRateHz;
    for (const auto& soundscape : all_soundscapes()) {
        CAPTURE(soundscape.id);
        Player calm(soundscape);
        const auto still = calm.play(10, steady);
        const double steady_jump = std::max(largest_jump(still.left), largest_jump(still.right));
        const double steady_air = air(still);
        for (const auto& parameter : kParameters) {
            CAPTURE(parameter.name);
            Player player(soundscape);
            player.play(4, steady);
            std::mt19937 random(3);
            float x = 1;
            double until_s = 0;
            const auto sound = player.play(6, [&](double time_s) {
                if (time_s >= until_s) {
                    x = random() % 2 ? float(random() % 2) : float(random() % 100) / 100;
                    until_s = time_s + 0.02 + double(random() % 800) / 1000;
                }
                auto cue = steady(time_s);
                parameter.set(cue, x);
                return cue;
            });
            CHECK(largest_jump(sound.left) < sine + steady_jump);
            CHECK(largest_jump(sound.right) < sine + steady_jump);
            // A click is wide-band: so high up there is nothing but the voices' own air.
            CHECK(air(sound) < 1.5 * steady_air + 1e-4);
        }
    }
}

TEST_CASE("The true peak of no soundscape is above -3 dB, however loud it was written")
{
    for (const auto& soundscape : all_soundscapes()) {
        CAPTURE(soundscape.id);
        Player player(soundscape, {.volume_db = 12, .ceiling_db = 12});
        sound::Loudness loudness(kSampleRateHz, 2);
        for (int breath = 0; breath < 6; ++breath) {
            const auto sound = player.play(5, [&](double time_s) {
                auto cue = steady(time_s);
                const auto strikes = std::uint32_t(breath * 10 + int(time_s * 2));
                cue.inspiration = cue.guide_inspiration = {strikes, player.now()};
                cue.expiration = cue.guide_expiration = {strikes, player.now()};
                cue.opening = cue.guide = time_s < 2 ? 1 : 0.7f;
                return cue;
            });
            loudness.add(interleaved(sound));
        }
        CHECK(loudness.true_peak_db() <= -3);
    }
}

TEST_CASE("Fully open a soundscape is soft: nothing harsh, far from the ceiling")
{
    for (const auto& soundscape : ready_made()) {
        CAPTURE(soundscape.id);
        Player player(soundscape);
        const auto sound = player.play(20, steady);
        const auto last = std::span(sound.left).last(15 * 48000);
        CHECK(decibels(rms(last)) < -20);
        CHECK(decibels(rms(last)) > -40);
        CHECK(decibels(peak(last)) < -9);
        CHECK(decibels(rms(above(last, 4000, kSampleRateHz)) / rms(last)) < -15);
    }
}
