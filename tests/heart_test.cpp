#include "breath/heart.hpp"
#include "support/chest.hpp"
#include "support/shared_data.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <cstring>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

using namespace crura;
using namespace crura::test;
using Vector = dsp::BeatDetector::Vector;

namespace {

constexpr double kStep = 0.01;

Frame frame_of(double time_s, const Vector& force)
{
    Frame frame{.time = time_from_seconds(time_s), .value = {}, .valid = {}, .bridged = {}};
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const Channel channel{Band::thoracic, Quantity::acceleration_x + axis};
        frame.value[index_of(channel)] = force[axis];
        frame.valid.set(index_of(channel));
    }
    return frame;
}

struct Patient {
    breath::Heart heart{{}};
    BreathState state;

    // The breath is known from elsewhere.
    void live(const std::function<Vector(double time_s)>& force, double breath_bpm, double from_s,
              double until_s, const std::function<void(double time_s)>& look = {})
    {
        const double period_s = 60 / breath_bpm;
        for (double t = from_s; t < until_s; t += kStep) {
            state.breaths.clear();
            const double phase = t / period_s;
            state.phase_deg = {360 * (phase - std::round(phase)), 10, true};
            state.breath_rate_bpm = {breath_bpm, 0.2, true};
            if (std::floor(phase) != std::floor((t - kStep) / period_s) && t > 3 * period_s) {
                Breath breath; // inspiration is the second half of a turn; known a second later
                const double top_s = std::floor(phase - 1) * period_s;
                breath.inspiration_onset = time_from_seconds(top_s - 0.5 * period_s);
                breath.expiration_onset = time_from_seconds(top_s);
                breath.end = time_from_seconds(top_s + 0.5 * period_s);
                state.breaths.push_back(breath);
            }
            heart(frame_of(t, force(t)), state);
            if (look)
                look(t);
        }
    }
};

// As a slower sensor's samples look on the uniform grid.
std::function<Vector(double)> sampled(const std::function<Vector(double)>& force, double rate_hz,
                                      double late_s)
{
    return [=, before = Vector{}, after = Vector{}, at = -1.](double t) mutable {
        const double place = (t + late_s) * rate_hz;
        if (std::floor(place) != at) {
            at = std::floor(place);
            before = at < 1 ? force(at / rate_hz) : after;
            after = force((at + 1) / rate_hz);
        }
        Vector between;
        for (std::size_t i = 0; i < 3; ++i)
            between[i] = before[i] + (place - at) * (after[i] - before[i]);
        return between;
    };
}

} // namespace

TEST_CASE("Heart tells rate, sinus arrhythmia and coherence of a resting body")
{
    const double heart_bpm = GENERATE(58., 72.);
    const double rsa_s = GENERATE(0.06, 0.16);
    Chest chest{.heart_bpm = heart_bpm, .breath_bpm = 6, .rsa_s = rsa_s};
    chest.beat_until(150);
    devices::Random random(3);
    Patient patient;
    int shown = 0, ticks = 0;
    std::vector<double> rsa_ms;
    patient.live([&](double t) { return chest(t, random); }, 6, 0, 140,
                 [&](double t) {
                     const crura::Heart& heart = patient.state.heart;
                     ++ticks;
                     if (!heart.rate_bpm.known)
                         return;
                     ++shown;
                     const double now_bpm = 60 / chest.interval_s(t - 4);
                     CHECK(std::fabs(heart.rate_bpm.value - now_bpm) < 8);
                     if (heart.rsa_ms.known)
                         rsa_ms.push_back(heart.rsa_ms.value);
                 });
    CHECK(shown > ticks * 3 / 4);
    REQUIRE_FALSE(rsa_ms.empty());
    for (const double each : rsa_ms)
        CHECK(each == Approx(1e3 * rsa_s).margin(1e3 * 0.2 * rsa_s + 20));
    REQUIRE(patient.state.heart.coherence.known);
    CHECK(patient.state.heart.coherence.value > 0.7);
}

TEST_CASE("Heart calls a heart that does not go with the breath incoherent")
{
    Chest chest{.breath_bpm = 9.7, .rsa_s = 0.08};
    chest.beat_until(150);
    devices::Random random(3);
    Patient patient;
    patient.live([&](double t) { return chest(t, random); }, 6, 0, 140); // breathes otherwise
    REQUIRE(patient.state.heart.coherence.known);
    CHECK(patient.state.heart.coherence.value < 0.4);
}

TEST_CASE("Heart says nothing from a sensor slower than the frames")
{
    Chest chest{.push_g = 0.03};
    chest.beat_until(70);
    devices::Random random(5);
    const double rate_hz = GENERATE(10., 25., 50.);
    const double late_s = GENERATE(0., 0.0037);
    Patient patient;
    patient.live(sampled([&](double t) { return chest(t, random); }, rate_hz, late_s), 12, 0, 60,
                 [&](double) { REQUIRE_FALSE(patient.state.heart.rate_bpm.known); });
}

TEST_CASE("Heart hears a sensor of 100 Hz whose samples lie between the frames")
{
    Chest chest;
    chest.beat_until(70);
    devices::Random random(5);
    const double late_s = GENERATE(0.0037, 0.005);
    Patient patient;
    patient.live(sampled([&](double t) { return chest(t, random); }, 100, late_s), 12, 0, 60);
    CHECK(patient.state.heart.rate_bpm.known);
}

TEST_CASE("Heart falls silent at once when the sensor does, and finds its beat again")
{
    Chest chest;
    chest.beat_until(130);
    devices::Random random(5);
    const auto force = [&](double t) { return chest(t, random); };
    Patient patient;
    patient.live(force, 12, 0, 50);
    REQUIRE(patient.state.heart.rate_bpm.known);
    patient.heart(Frame{.time = time_from_seconds(50), .value = {}, .valid = {}, .bridged = {}},
                  patient.state);
    CHECK_FALSE(patient.state.heart.rate_bpm.known);
    CHECK_FALSE(patient.state.heart.rsa_ms.known);
    CHECK_FALSE(patient.state.heart.coherence.known);
    patient.live(force, 12, 50.01, 100);
    CHECK(patient.state.heart.rate_bpm.known);
}

TEST_CASE("Heart on two real chests shows 65 to 95 beats a minute, or nothing")
{
    const auto data = shared_data();
    if (!data) {
        WARN("skipped: the recordings are not here");
        return;
    }
    // The number of rows over the whole seconds of their time stamps.
    const auto [file, rate_hz] = GENERATE(std::pair<const char*, double>{"center_sternum", 217.2},
                                          std::pair<const char*, double>{"4_Chest_sweater", 101.5});
    std::ifstream text(*data / "muse_sternum_imu" / (std::string(file) + ".tsv"));
    std::string line;
    std::getline(text, line);
    std::vector<Vector> rows;
    while (std::getline(text, line)) {
        std::istringstream fields(line);
        double skipped = 0;
        Vector force{};
        fields >> skipped >> skipped >> skipped >> force[0] >> force[1] >> force[2];
        for (auto& each : force)
            each /= 1000;
        rows.push_back(force);
    }
    REQUIRE(rows.size() > 10000);
    Patient patient;
    int shown = 0;
    const auto force = [&](double t) {
        const double place = t * rate_hz;
        const auto at = std::size_t(place);
        Vector between;
        for (std::size_t i = 0; i < 3; ++i)
            between[i] = rows[at][i] + (place - double(at)) * (rows[at + 1][i] - rows[at][i]);
        return between;
    };
    patient.live(force, 12, 0, double(rows.size() - 2) / rate_hz, [&](double) {
        const Estimate& rate = patient.state.heart.rate_bpm;
        shown += rate.known;
        if (rate.known)
            REQUIRE(rate.value == Approx(80).margin(15));
    });
    CHECK(shown > 1500);
}

TEST_CASE("Heart goes on from a copy as it would have itself")
{
    Chest chest;
    chest.beat_until(70);
    devices::Random random(5);
    std::vector<Vector> forces;
    for (int i = 0; i <= 6000; ++i)
        forces.push_back(chest(i * kStep, random));
    const auto force = [&](double t) { return forces[std::size_t(std::lround(t / kStep))]; };
    Patient one;
    one.live(force, 12, 0, 30);
    Patient other = one;
    one.live(force, 12, 30, 59);
    other.live(force, 12, 30, 59);
    REQUIRE(one.state.heart.rate_bpm.known);
    CHECK(std::memcmp(&one.state.heart.rate_bpm.value, &other.state.heart.rate_bpm.value, 8) == 0);
}
