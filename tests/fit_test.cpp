#include "breath/sensors/fit_words.hpp"
#include "support/labelled_recordings.hpp"
#include "support/shared_data.hpp"
#include "support/worn_sensors.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <string>

using namespace crura;
using test::WornSensors;
using Body = devices::BodyModel::Params;

namespace {

constexpr Band kChest = Band::thoracic, kBelly = Band::abdominal;

const Body kUsual{.time_variability = 0.08,
                  .amplitude_variability = 0.15,
                  .heartbeat_ripple = 0.02,
                  .drift = 0.1,
                  .noise = 0.003};

// The sensor of one band does something else from a time on.
test::Sensor from(double since_s, Band wanted, std::function<std::optional<double>(double)> other)
{
    return [=](Band band, double time_s, double level) {
        return band == wanted && time_s >= since_s ? other(level) : std::optional(level);
    };
}

WornSensors after(const Body& body, double until_s, const test::Sensor& sensor = {},
                  unsigned seed = 1)
{
    WornSensors sensors;
    sensors(test::worn(body, until_s, sensor, seed));
    return sensors;
}

void check_named(const WornSensors& sensors, SensorFault fault, Band band, double began_s,
                 double known_within_s)
{
    REQUIRE(sensors.begun(fault, band));
    const Event event = *sensors.begun(fault, band);
    CHECK(event.kind == EventKind::sensor_fault);
    CHECK(to_seconds(event.start) == Approx(began_s).margin(6));
    CHECK(to_seconds(event.known_at) > began_s);
    CHECK(to_seconds(event.known_at) < began_s + known_within_s);
    CHECK(sensors.state()[band].fault == fault);
    CHECK(sensors.state()[Band(1 - int(band))].fault == SensorFault::none);
}

} // namespace

TEST_CASE("Fit finds no fault in a belt that is worn well")
{
    const unsigned seed = GENERATE(range(1u, 4u));
    Body body = kUsual;
    std::string what = "as usual";
    SECTION("at any rate")
    {
        body.breath_rate_bpm = GENERATE(4., 8., 20., 30.);
        what = "rate";
    }
    SECTION("with sighs, holds and speech")
    {
        body.sighs_per_hour = 60;
        body.holds_per_hour = 60;
        body.hold_time_s = 15;
        body.speech_share = 0.2;
    }
    SECTION("even as a clock, without noise")
    {
        body = Body{.breath_rate_bpm = GENERATE(6., 15., 30.)};
    }
    SECTION("twelve counts a breath, on an offset")
    {
        body.quantisation_step = 0.04;
        body.noise = 0.001;
        body.holds_per_hour = 40;
        body.rest_level = {1585, 700};
    }
    SECTION("in paradox")
    {
        body.phase_angle_deg = 120;
    }
    CAPTURE(what, body.breath_rate_bpm, seed);
    const auto sensors = after(body, 150, {}, seed);
    for (const Event& event : sensors.events)
        CHECK(breath::fault_in(event.evidence) == SensorFault::upside_down); // of a paradox
    if (body.phase_angle_deg == 0)
        CHECK(sensors.events.empty());
}

TEST_CASE("Fit names a belt that falls silent, and says when it is back")
{
    const auto sensors = after(kUsual, 90, [](Band band, double time_s, double level) {
        return band == kBelly && time_s > 50 && time_s < 70 ? std::nullopt : std::optional(level);
    });
    const auto begun = sensors.begun(SensorFault::silent, kBelly);
    const auto over = sensors.over(SensorFault::silent, kBelly);
    REQUIRE(begun);
    REQUIRE(over);
    CHECK(to_seconds(begun->start) == Approx(50).margin(0.5));
    CHECK(to_seconds(begun->known_at) < 53);
    CHECK(over->start == begun->start);
    CHECK(to_seconds(over->known_at) < 75);
    CHECK(sensors.events.size() == 2);
    CHECK(sensors.state()[kBelly].fault == SensorFault::none);
}

TEST_CASE("Fit names a belt that was never there nothing at all")
{
    const auto sensors = after(kUsual, 40, [](Band band, double, double level) {
        return band == kBelly ? std::nullopt : std::optional(level);
    });
    CHECK(sensors.events.empty());
}

TEST_CASE("Fit names a belt stuck at one value")
{
    SECTION("from a time on")
    {
        const auto sensors = after(kUsual, 70, from(50, kChest, [](double) { return 0.37; }));
        check_named(sensors, SensorFault::stuck, kChest, 50, 8);
    }
    SECTION("from the beginning")
    {
        const auto sensors = after(kUsual, 30, from(0, kChest, [](double) { return 0.37; }));
        check_named(sensors, SensorFault::stuck, kChest, 0, 15);
    }
}

TEST_CASE("Fit names a belt at the end of its range, wherever that is")
{
    SECTION("clipped at a level nobody told it")
    {
        const auto sensors = after(kUsual, 120, [](Band band, double time_s, double level) {
            const double pulled = band == kChest && time_s > 60 ? level + 0.4 : level;
            return std::min(pulled, 0.65);
        });
        const auto event = sensors.begun(SensorFault::saturated, kChest);
        REQUIRE(event);
        CHECK(to_seconds(event->known_at) > 62);
        CHECK(to_seconds(event->known_at) < 90);
        CHECK_FALSE(sensors.begun(SensorFault::saturated, kBelly));
    }
    SECTION("of a converter")
    {
        Body body = kUsual;
        body.gain = {700, 700};
        body.rest_level = {780, 300};
        body.noise = 1;
        body.quantisation_step = 1;
        const auto sensors =
            after(body, 100, [](Band, double, double level) { return std::min(level, 1023.); });
        REQUIRE(sensors.begun(SensorFault::saturated, kChest));
        CHECK_FALSE(sensors.begun(SensorFault::saturated, kBelly));
    }
}

TEST_CASE("Fit names a belt that has come loose")
{
    SECTION("one of two")
    {
        const auto sensors =
            after(kUsual, 120, from(70, kBelly, [](double level) { return 0.1 * level; }));
        check_named(sensors, SensorFault::loose, kBelly, 76, 50);
    }
    SECTION("but not both at once: that is a shallow breath")
    {
        const auto sensors = after(kUsual, 150, [](Band, double time_s, double level) {
            return time_s < 70 ? level : 0.25 * level;
        });
        CHECK(sensors.events.empty());
    }
    SECTION("or was never tight")
    {
        Body body = kUsual;
        body.noise = 0.2;
        const auto sensors = after(body, 60);
        CHECK(sensors.begun(SensorFault::loose, kChest));
    }
}

TEST_CASE("Fit names a belt that has become noisy")
{
    devices::Random random(3);
    const auto sensors = after(
        kUsual, 90, from(60, kChest, [&](double level) { return level + 0.5 * random.normal(); }));
    check_named(sensors, SensorFault::noisy, kChest, 60, 20);
}

TEST_CASE("Fit tells of a belt that slipped, then no more")
{
    const double by = GENERATE(-2., 2.);
    const auto sensors =
        after(kUsual, 90, from(60, kBelly, [by](double level) { return level + by; }));
    REQUIRE(sensors.begun(SensorFault::moved, kBelly));
    CHECK(to_seconds(sensors.begun(SensorFault::moved, kBelly)->start) == Approx(60).margin(1.5));
    CHECK(to_seconds(sensors.begun(SensorFault::moved, kBelly)->known_at) < 67);
    REQUIRE(sensors.over(SensorFault::moved, kBelly));
    CHECK(sensors.events.size() == 2);
    CHECK(sensors.state()[kBelly].fault == SensorFault::none);
}

TEST_CASE("Fit mentions a belt that falls on inspiration")
{
    Body body = kUsual;
    body.gain = {-1, -1};
    const auto sensors = after(body, 90);
    CHECK(sensors.state()[kChest].fault == SensorFault::upside_down);
    CHECK(sensors.state()[kBelly].fault == SensorFault::upside_down);
}

TEST_CASE("Fit says that chest and belly are swapped only when guided breaths show it")
{
    const bool swapped = GENERATE(true, false);
    const auto manoeuvre = GENERATE(Manoeuvre::natural, Manoeuvre::belly, Manoeuvre::chest);
    CAPTURE(swapped, manoeuvre);
    // The belly does all the work from 60 s on, or the chest, whichever way the belts are plugged
    // in.
    const Band works = manoeuvre == Manoeuvre::chest ? kChest : kBelly;
    const auto samples = test::worn(kUsual, 120, [&](Band band, double time_s, double level) {
        const Band worn_on = swapped ? Band(1 - int(band)) : band;
        return time_s < 60 ? level : level * (worn_on == works ? 1.5 : 0.3);
    });
    WornSensors sensors;
    sensors(samples, [&](Time now, const BreathState&) {
        if (to_seconds(now) > 60)
            sensors.manoeuvre = manoeuvre;
    });
    const bool to_be_found = swapped && manoeuvre != Manoeuvre::natural;
    CHECK(bool(sensors.begun(SensorFault::swapped, kChest)) == to_be_found);
    CHECK(bool(sensors.begun(SensorFault::swapped, kBelly)) == to_be_found);
}

TEST_CASE("Every fault has words that say what to do, in the person's own language")
{
    for (std::size_t i = 0; i < breath::kFitWords.size(); ++i) {
        CHECK(std::size_t(breath::kFitWords[i].fault) == i);
        for (const Band band : {kChest, kBelly}) {
            const std::string words(breath::fit_words(SensorFault(i), band));
            CAPTURE(words);
            CHECK(words.back() == '.');
            CHECK(words.size() < 110);
            const auto place = band == kChest ? "chest" : "belly";
            CHECK(
                (words.find(place) != std::string::npos || SensorFault(i) == SensorFault::swapped));
            for (const auto* jargon :
                 {"thora", "abdom", "inspir", "expir", "polarity", "sensor", "wrong belt", "!"})
                CHECK(words.find(jargon) == std::string::npos);
        }
    }
    CHECK(breath::kFitWords.size() == std::size_t(SensorFault::moved) + 1);
}

TEST_CASE("Fit names what is seen in real recordings, and nothing else")
{
    const auto data = test::shared_data();
    if (!data) {
        WARN("skipped: the recordings are not here; set CRURA_DATA to their folder");
        return;
    }
    struct Expected {
        std::string recording;
        SensorFault fault;
        double from_s, to_s; // when it becomes known
    };
    const auto expected = GENERATE(values<Expected>({
        {"neurokit_rsp__bio_resting_8min_100hz__RSP", SensorFault::none, 0, 0},
        {"neurokit_rsp__bio_eventrelated_100hz__RSP", SensorFault::saturated, 116, 121},
        {"physiokit_arduino_belt__P11_baseline__Resp", SensorFault::none, 0, 0}, // coarse, live
        {"respy_belts__Listener_HpSp__Speakers", SensorFault::none, 0, 0},
        {"respy_belts__P2_listenings_Rosier__0", SensorFault::moved, 62, 68},
        {"hexoskin_dualrip__record_288129__respiration_thoracic", SensorFault::upside_down, 10, 60},
    }));
    CAPTURE(expected.recording);
    WornSensors sensors;
    sensors(test::read_samples(*data, test::labelled_recording(expected.recording)));
    if (expected.fault == SensorFault::none) {
        CHECK(sensors.events.empty());
        return;
    }
    const auto event = sensors.begun(expected.fault, kChest);
    REQUIRE(event);
    CHECK(to_seconds(event->known_at) > expected.from_s);
    CHECK(to_seconds(event->known_at) < expected.to_s);
    for (const Event& each : sensors.events)
        CHECK(breath::fault_in(each.evidence) == expected.fault);
}
