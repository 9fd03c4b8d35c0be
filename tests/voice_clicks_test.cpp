#include "audio/voices/bowl.hpp"
#include "audio/voices/pad.hpp"
#include "audio/voices/room_bed.hpp"
#include "audio/voices/sea.hpp"

#include "support/sound.hpp"
#include "support/voices.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <memory>
#include <numbers>
#include <random>
#include <string>
#include <vector>

using namespace crura;
using namespace crura::test;

namespace {

constexpr double kSampleRateHz = 48000;

// What the ear takes for a click: more than this from one frame to the next, beside what the voice
// does anyway.
const double kFullScale200Hz = 2 * std::numbers::pi * 200 / kSampleRateHz;

// A voice as this test sees it: parameters 0 .. 1 in, a block of sound out.
struct Voice {
    std::string name;
    std::size_t parameters;
    double band_hz; // above it the voice has nothing but what is 60 dB down
    std::function<void(const std::vector<float>&, audio::Block&)> render;
};

using Make = std::function<Voice()>;

Make pad(audio::Pad::Settings settings)
{
    return [settings] {
        auto voice = std::make_shared<audio::Pad>(kSampleRateHz, settings);
        return Voice{"pad", 4, 10000, [voice](const auto& p, audio::Block& mix) {
                         voice->render(p[0], p[1], p[2], p[3], mix);
                     }};
    };
}

Make sea(audio::Sea::Settings settings)
{
    return [settings] {
        auto voice = std::make_shared<audio::Sea>(kSampleRateHz, settings);
        return Voice{"sea", 3, 16000, [voice](const auto& p, audio::Block& mix) {
                         voice->render(p[0], p[1], p[2], mix);
                     }};
    };
}

Make room_bed(audio::RoomBed::Settings settings)
{
    return [settings] {
        auto voice = std::make_shared<audio::RoomBed>(kSampleRateHz, settings);
        return Voice{"room bed", 2, 12000,
                     [voice](const auto& p, audio::Block& mix) { voice->render(p[0], p[1], mix); }};
    };
}

const std::vector<Make> kContinuous = {
    pad({}),
    pad({.root_hz = 55, .chord = audio::Pad::Chord::minor}),
    pad({.root_hz = 440, .chord = audio::Pad::Chord::fifths}),
    sea({}),
    sea({.brightness_hz = 600, .depth = 0}),
    sea({.brightness_hz = 6000, .depth = 0.5}),
    room_bed({}),
    room_bed({.root_hz = 55}),
    room_bed({.root_hz = 440}),
};

Sound play(const Voice& voice, double seconds,
           const std::function<void(double, std::vector<float>&)>& change,
           std::vector<float> parameters)
{
    return record(seconds, kSampleRateHz, [&](double time_s, audio::Block& mix) {
        change(time_s, parameters);
        voice.render(parameters, mix);
    });
}

void keep(double, std::vector<float>&) {}

double jump(const Sound& sound)
{
    return std::max(largest_jump(sound.left), largest_jump(sound.right));
}

// Less the first moment, in which the filter has not yet found the sound.
double wide_band(const Sound& sound, double band_hz)
{
    const auto of = [band_hz](const std::vector<float>& ear) {
        return peak(after(above(ear, band_hz, kSampleRateHz), 0.05, kSampleRateHz));
    };
    return std::max(of(sound.left), of(sound.right));
}

struct Steady {
    double jump = 0;
    double wide_band = 0;
};

// The most that it does while its parameters stay, with all corners of them tried.
Steady steady(const Make& make)
{
    Steady most;
    const std::size_t corners = std::size_t(1) << make().parameters;
    for (std::size_t corner = 0; corner < corners; ++corner) {
        const auto voice = make();
        std::vector<float> parameters;
        for (std::size_t p = 0; p < voice.parameters; ++p)
            parameters.push_back(float(corner >> p & 1));
        play(voice, 0.5, keep, parameters); // the beginning is a step
        const auto sound = play(voice, 3, keep, parameters);
        most.jump = std::max(most.jump, jump(sound));
        most.wide_band = std::max(most.wide_band, wide_band(sound, voice.band_hz));
    }
    return most;
}

// Every 20 to 200 ms the parameter is at its other end.
auto toggling(std::size_t parameter, unsigned seed)
{
    return [parameter, until_s = 0.3,
            random = std::mt19937(seed)](double time_s, std::vector<float>& parameters) mutable {
        if (time_s < until_s)
            return;
        parameters[parameter] = 1 - parameters[parameter];
        until_s = time_s + 0.02 + double(random() % 180) / 1000;
    };
}

} // namespace

TEST_CASE("No step of any parameter of any voice clicks")
{
    const auto which = GENERATE(range(std::size_t(0), kContinuous.size()));
    const auto& make = kContinuous[which];
    const auto usual = steady(make);
    CHECK(usual.jump < 0.25);
    const auto parameters = make().parameters;
    for (std::size_t p = 0; p < parameters; ++p)
        for (const float others : {1.0f, 0.5f}) {
            const auto voice = make();
            const auto sound =
                play(voice, 5, toggling(p, unsigned(p)), std::vector<float>(parameters, others));
            INFO(voice.name << " " << which << ", parameter " << p << ", others " << others);
            CHECK(jump(sound) < kFullScale200Hz + usual.jump);
            // That allows a click of its own size to a soft voice, so also: a step adds next to
            // nothing to the largest slope, and above the voice's band nothing that can be heard.
            CHECK(jump(sound) < 1.2 * usual.jump + 1e-4);
            CHECK(wide_band(sound, voice.band_hz) < 1.3 * usual.wide_band + 2e-4);
        }
}

TEST_CASE("A block that is dropped or begun at any frame is what this test would hear")
{
    const auto voice = pad({})();
    auto sound = play(voice, 2, keep, {1, 1, 1, 0.5f});
    const double usual = jump(sound);
    const double usual_wide = wide_band(sound, voice.band_hz);
    for (std::size_t i = 48000; i < 48064; ++i)
        sound.left[i] = 0;
    CHECK(jump(sound) > 1.2 * usual + 1e-4);
    CHECK(wide_band(sound, voice.band_hz) > 1.3 * usual_wide + 2e-4);
}

TEST_CASE(
    "Whatever the parameters do between 0 and 1, a voice stays finite, bounded and free of DC")
{
    const auto which = GENERATE(range(std::size_t(0), kContinuous.size()));
    const auto voice = kContinuous[which]();
    std::mt19937 random(7);
    std::uniform_real_distribution<float> level(0, 1);
    const auto wild = [&](double, std::vector<float>& parameters) {
        for (float& each : parameters)
            each = random() % 4 == 0 ? float(random() % 2) : level(random);
    };
    const auto sound = play(voice, 10, wild, std::vector<float>(voice.parameters));
    INFO(voice.name << " " << which);
    for (const auto* ear : {&sound.left, &sound.right}) {
        CHECK(all_finite(*ear));
        CHECK(peak(*ear) < 0.5);
        CHECK(decibels(std::fabs(mean(*ear)) / rms(*ear)) < -50);
    }
    const auto quiet = play(voice, 4, keep, std::vector<float>(voice.parameters, 0));
    CHECK(peak(std::span(quiet.left).last(48000)) == 0);
}

TEST_CASE("However a bowl is struck, and at whatever frame, nothing clicks")
{
    const double pitch_hz = GENERATE(110., 220., 880.);
    const double decay_s = GENERATE(0.5, 6., 20.);
    const audio::Bowl::Settings settings{.pitch_hz = pitch_hz, .decay_s = decay_s};
    const auto strike_until = [&settings](double until_s, double from_s, double every_s) {
        audio::Bowl bowl(kSampleRateHz, settings);
        std::mt19937 random(5);
        double next_s = 0;
        auto sound = record(6, kSampleRateHz, [&](double time_s, audio::Block& mix) {
            if (time_s >= next_s && time_s < until_s) {
                bowl.strike(float(1 + random() % 2) / 2, random() % audio::kBlockFrames);
                next_s = time_s + every_s * double(random() % 1000) / 500;
            }
            bowl.render(mix);
        });
        sound.left.erase(sound.left.begin(), sound.left.begin() + std::ptrdiff_t(48000 * from_s));
        sound.right.erase(sound.right.begin(),
                          sound.right.begin() + std::ptrdiff_t(48000 * from_s));
        return sound;
    };
    const auto ringing = strike_until(2, 2.3, 0.01); // as loud as it can be, left alone
    const auto once = strike_until(0.001, 0, 1);
    const auto often = strike_until(6, 0, 0.2);
    INFO(pitch_hz << " Hz, " << decay_s << " s");
    CHECK(jump(once) < kFullScale200Hz + jump(ringing));
    CHECK(jump(often) < kFullScale200Hz + jump(ringing));
    if (decay_s > 1)
        CHECK(jump(often) < 1.2 * jump(ringing));
    for (const auto* sound : {&once, &often})
        if (pitch_hz < 500) // above, its partials fill the band
            CHECK(decibels(wide_band(*sound, 45 * pitch_hz) / peak(sound->left)) < -65);
    for (const auto* ear : {&once.left, &often.left})
        CHECK(decibels(std::fabs(mean(*ear)) / rms(*ear)) < -50);
}
