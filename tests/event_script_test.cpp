#include "devices/event_library.hpp"
#include "support/worn_body.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

using namespace crura;
using namespace crura::devices;
using enum crura::devices::BodyEventKind;

namespace {

constexpr BodyModel::Params kPerson{.breath_rate_bpm = 12,
                                    .abdominal_share = 0.6,
                                    .phase_angle_deg = 12,
                                    .time_variability = 0.08,
                                    .amplitude_variability = 0.08,
                                    .sample_rate_hz = 100};

constexpr std::size_t kChest = 0, kBelly = 1;

std::vector<BodyReading> readings(BodyModel& body, double until_s)
{
    std::vector<BodyReading> all;
    do
        all.push_back(body.next());
    while (all.back().time_s < until_s);
    return all;
}

std::vector<BodyReading> within(const std::vector<BodyReading>& all, double from_s, double to_s)
{
    std::vector<BodyReading> some;
    for (const auto& reading : all)
        if (from_s <= reading.time_s && reading.time_s <= to_s)
            some.push_back(reading);
    return some;
}

template <class F>
double range_of(const std::vector<BodyReading>& readings, F value)
{
    double low = 1e9, high = -1e9;
    for (const auto& reading : readings) {
        low = std::min(low, value(reading));
        high = std::max(high, value(reading));
    }
    return high - low;
}

double chest(const BodyReading& reading)
{
    return reading.volume[kChest];
}
double belly(const BodyReading& reading)
{
    return reading.volume[kBelly];
}
double sum(const BodyReading& reading)
{
    return chest(reading) + belly(reading);
}

TrueEvent only_event(const BodyModel& body)
{
    const auto events = body.events();
    REQUIRE(events.size() == 1);
    return events.front();
}

// What an IMU at the belly feels.
std::vector<ImuReading> felt(const std::vector<BodyReading>& all)
{
    BodyImu imu({.tilt_deg = 4, .heartbeat_g = 0}, 1);
    std::vector<ImuReading> readings;
    for (const auto& reading : all)
        readings.push_back(
            imu(reading.displacement[kBelly], false, reading.trunk, Band::abdominal));
    return readings;
}

double length(const Vector& v)
{
    return std::sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
}

} // namespace

TEST_CASE("A scripted hold stands still where its type says, for as long as asked")
{
    const auto [kind, strength, low, high] =
        GENERATE(table<BodyEventKind, double, double, double>({{quiet_hold, 0.5, 0.42, 0.58},
                                                               {isovolume_hold, 0.6, 0.2, 0.5},
                                                               {inspiratory_hold, 1, 0.93, 1.01},
                                                               {expiratory_hold, 1, 0, 0.02}}));
    const double length_s = GENERATE(4., 30.);
    const auto seed = GENERATE(1u, 2u, 3u);
    BodyModel body(kPerson, seed,
                   {{.kind = kind, .start_s = 40, .length_s = length_s, .strength = strength}});
    const auto all = readings(body, 100);

    const TrueEvent hold = only_event(body);
    CHECK(hold.kind == kind);
    CHECK(hold.start_s > 40);
    CHECK(hold.start_s < 51);
    CHECK(hold.end_s - hold.start_s >= length_s - 1e-9);
    CHECK(hold.end_s - hold.start_s < length_s + 1);

    const auto held = within(all, hold.start_s, hold.end_s);
    double depth = 0;
    for (const auto& breath : body.truth())
        if (breath.kind == BreathKind::hold)
            depth = breath.volume;
    REQUIRE(depth > 0);
    CHECK(range_of(held, sum) < 0.02 * depth);
    CHECK(sum(held.front()) / depth >= low);
    CHECK(sum(held.front()) / depth <= high);

    const auto moving = within(all, hold.end_s + 0.5, hold.end_s + 8);
    CHECK(range_of(moving, sum) > 0.5);
    if (kind != isovolume_hold) {
        CHECK(range_of(held, chest) < 0.02);
        CHECK(range_of(held, belly) < 0.02);
        return;
    }
    CHECK(range_of(held, chest) == Approx(strength).margin(0.1));
    CHECK(range_of(held, belly) == Approx(strength).margin(0.1));
}

TEST_CASE("A scripted hold comes to a stop and sets off without a jerk")
{
    const auto kind = GENERATE(quiet_hold, isovolume_hold, inspiratory_hold, expiratory_hold);
    BodyModel plain(kPerson, 1);
    BodyModel held(kPerson, 1, {{.kind = kind, .start_s = 40, .length_s = 10, .strength = 0.5}});
    const auto hardest_push = [](const std::vector<BodyReading>& all, auto of) {
        double most = 0;
        for (std::size_t i = 2; i < all.size(); ++i)
            most = std::max(most, std::fabs(of(all[i]) - 2 * of(all[i - 1]) + of(all[i - 2])));
        return most;
    };
    const auto usual = readings(plain, 60), scripted = readings(held, 60);
    INFO(name_of(kind));
    CHECK(hardest_push(scripted, chest) < 2.5 * hardest_push(usual, chest));
    CHECK(hardest_push(scripted, belly) < 2.5 * hardest_push(usual, belly));
}

TEST_CASE("A scripted body's breaths are those of its samples, whatever is held in them")
{
    const auto seed = GENERATE(range(1u, 6u));
    auto scene = event_library(seed, 1200);
    scene.body.sample_rate_hz = 100;
    BodyModel body(scene.body, seed, scene.script);
    const auto all = readings(body, scene.length_s);
    const auto at = [&](double time_s) { return sum(all[std::size_t(time_s * 100 + 0.5)]); };

    for (const auto& breath : body.truth()) {
        if (breath.rise_start_s < 0 || breath.end_s > scene.length_s - 1)
            continue;
        const double top = at(breath.expiration_onset_s);
        for (const auto& reading : within(all, breath.inspiration_onset_s, breath.end_s))
            CHECK(sum(reading) < top + 0.002);
        CHECK(top - at(breath.rise_start_s) == Approx(breath.summed_amplitude).margin(0.02));
        CHECK(at(breath.inspiration_onset_s) - at(breath.rise_start_s)
              == Approx(0.1 * breath.summed_amplitude).margin(0.04));
    }
}

TEST_CASE("A script changes nothing before its first event, nor what a body is without one")
{
    const auto kind = BodyEventKind(GENERATE(range(0, int(kBodyEventKinds))));
    BodyModel::Params noisy = kPerson;
    noisy.noise = 0.01;
    noisy.movements_per_hour = 60;
    noisy.drift = 0.05;
    BodyModel plain(noisy, 3), scripted(noisy, 3, {{.kind = kind, .start_s = 60, .length_s = 5}});
    bool differs = false;
    for (double t = 0; t < 90;) {
        const auto a = plain.next(), b = scripted.next();
        t = a.time_s;
        const bool same = a.level == b.level && a.heartbeat == b.heartbeat
            && a.trunk.up == b.trunk.up && a.trunk.acceleration_g == b.trunk.acceleration_g;
        if (t < 59.9)
            REQUIRE(same);
        differs = differs || !same;
    }
    CHECK(differs);
}

TEST_CASE("Sighs, gasps and short breaths are as deep and as quick as they should be")
{
    BodyModel::Params even = kPerson;
    even.time_variability = even.amplitude_variability = 0;
    BodyModel body(even, 1,
                   {{.kind = sigh, .start_s = 20, .strength = 2.5},
                    {.kind = gasp, .start_s = 40, .strength = 2},
                    {.kind = short_breaths, .start_s = 60, .strength = 0.8}});
    body.foresee(100);
    int quick = 0;
    for (const auto& breath : body.truth()) {
        const double inspiration_s = breath.expiration_onset_s - breath.inspiration_onset_s;
        if (breath.kind == BreathKind::sigh)
            CHECK(breath.volume == Approx(2.5));
        if (breath.kind == BreathKind::gasp) {
            CHECK(breath.volume == Approx(2));
            CHECK(inspiration_s < 0.5);
            CHECK(breath.end_s - breath.inspiration_onset_s > 4);
        }
        if (breath.kind == BreathKind::sigh || breath.kind == BreathKind::normal)
            CHECK((inspiration_s > 1 || breath.end_s - breath.inspiration_onset_s < 2));
        quick += breath.end_s - breath.inspiration_onset_s < 2;
    }
    CHECK(quick == 2);
    const auto events = body.events();
    REQUIRE(events.size() == 3);
    CHECK(events[2].end_s - events[2].start_s == Approx(2.8).margin(0.1));
}

TEST_CASE("A freeze leaves a tenth of the breath's variance, or less, and nothing else moves")
{
    const double strength = GENERATE(0.2, 0.32);
    BodyModel body(kPerson, 1,
                   {{.kind = freeze, .start_s = 60, .length_s = 40, .strength = strength}});
    const auto all = readings(body, 120);
    const auto variance = [&](double from_s, double to_s) {
        double mean = 0, squares = 0;
        const auto some = within(all, from_s, to_s);
        for (const auto& each : some) {
            mean += sum(each) / double(some.size());
            squares += sum(each) * sum(each) / double(some.size());
        }
        return squares - mean * mean;
    };
    const TrueEvent event = only_event(body);
    CHECK(variance(event.start_s, event.end_s) < 0.11 * variance(10, 60));
    CHECK(variance(event.start_s, event.end_s) > 0.02 * variance(10, 60));
    CHECK(variance(event.end_s + 6, 120) > 0.5 * variance(10, 60));
}

TEST_CASE("A tremor shakes as strongly as asked, at its pace, while it lasts")
{
    const double hz = GENERATE(3., 6., 12.);
    const double strength = GENERATE(0.6, 5.);
    BodyModel body(kPerson, 2,
                   {{.kind = tremor,
                     .start_s = 20,
                     .length_s = 20,
                     .strength = strength,
                     .frequency_hz = hz,
                     .end_hz = hz}});
    const auto all = readings(body, 60);
    double power = 0;
    int crossings = 0;
    const auto trembling = within(all, 21, 39);
    const auto axis_of = [&](const BodyReading& each, std::size_t axis) {
        return each.trunk.acceleration_g[kBelly][axis];
    };
    std::size_t strongest = 0;
    for (std::size_t axis = 1; axis < 3; ++axis)
        if (range_of(trembling, [&](const auto& each) { return axis_of(each, axis); })
            > range_of(trembling, [&](const auto& each) { return axis_of(each, strongest); }))
            strongest = axis;
    for (std::size_t i = 1; i < trembling.size(); ++i) {
        const double g = length(trembling[i].trunk.acceleration_g[kBelly]);
        power += g * g / double(trembling.size());
        crossings +=
            axis_of(trembling[i], strongest) > 0 && axis_of(trembling[i - 1], strongest) <= 0;
    }
    CHECK(std::sqrt(power) == Approx(0.0175 * strength / std::sqrt(2)).epsilon(0.35));
    CHECK(crossings / 18. == Approx(hz).margin(0.3));
    for (const auto& reading : all)
        if (reading.time_s < 20 || reading.time_s > 40)
            CHECK(length(reading.trunk.acceleration_g[kBelly]) == 0);
}

TEST_CASE("Getting up turns gravity from the back to the side and to the feet, as fast as it turns")
{
    BodyModel body(kPerson, 1,
                   {{.kind = getting_up, .start_s = 20, .length_s = 30},
                    {.kind = lying_down, .start_s = 80, .length_s = 20}});
    const auto all = readings(body, 120);
    const auto imu = felt(all);
    const auto at = [&](double time_s) { return imu[std::size_t(100 * time_s)].acceleration_g; };
    CHECK(at(10)[2] == Approx(1).margin(0.05));
    CHECK(std::fabs(at(30)[0]) == Approx(0.97).margin(0.1)); // on the side
    CHECK(at(42)[1] == Approx(0.98).margin(0.1));            // sitting
    CHECK(at(60)[1] == Approx(1).margin(0.05));              // standing
    CHECK(at(60)[2] < 0.1);
    CHECK(at(115)[2] == Approx(1).margin(0.05)); // back again

    SECTION("the gyro's path explains where gravity went")
    {
        Vector up = all[1900].trunk.up;
        for (std::size_t i = 1900; i < 6000; ++i) { // u' = u x w
            const Vector& w = all[i].trunk.angular_rate_dps;
            const double dt = 0.01 * kRadians;
            up = {up[0] + dt * (up[1] * w[2] - up[2] * w[1]),
                  up[1] + dt * (up[2] * w[0] - up[0] * w[2]),
                  up[2] + dt * (up[0] * w[1] - up[1] * w[0])};
        }
        for (std::size_t axis = 0; axis < 3; ++axis)
            CHECK(up[axis] == Approx(all[6000].trunk.up[axis]).margin(0.03));
    }
    SECTION("nobody falls or flies")
    {
        for (const auto& each : imu) {
            CHECK(length(each.acceleration_g) > 0.4);
            CHECK(length(each.acceleration_g) < 1.8);
            CHECK(length(each.angular_rate_dps) < 150);
        }
    }
}

TEST_CASE("A voice shakes the chest as much as a chest patch felt it, and the belly less")
{
    // RMS above 1 Hz, medians of 12 people: talking 17 mg, laughing 83, coughing 88 to 104.
    const auto [kind, least_mg, most_mg] = GENERATE(table<BodyEventKind, double, double>(
        {{talking, 8, 30}, {laughing, 40, 140}, {coughing, 40, 200}}));
    double chest_rms = 0, belly_rms = 0;
    for (unsigned seed = 1; seed <= 20; ++seed) {
        BodyModel body(kPerson, seed, {{.kind = kind, .start_s = 20, .length_s = 20}});
        for (const auto& each : within(readings(body, 40), 20, 40)) {
            chest_rms += std::pow(length(each.trunk.acceleration_g[kChest]), 2) / 2000 / 20;
            belly_rms += std::pow(length(each.trunk.acceleration_g[kBelly]), 2) / 2000 / 20;
        }
    }
    CHECK(1e3 * std::sqrt(chest_rms) > least_mg);
    CHECK(1e3 * std::sqrt(chest_rms) < most_mg);
    CHECK(belly_rms < chest_rms);
}

TEST_CASE("The same seed does the same things, whatever the body wears, and goes on from a copy")
{
    const auto scene = event_library(7, 900);
    test::WornBody belts(scene, test::Worn::belts, 7), imus(scene, test::Worn::three_imus, 7);
    for (int i = 0; i < 900 * 50; ++i)
        belts.next();
    for (int i = 0; i < 900 * 100 / 2; ++i)
        imus.next();
    auto copy = imus;
    for (int i = 0; i < 900 * 100 / 2; ++i) {
        const auto &a = imus.next(), &b = copy.next();
        for (std::size_t channel = 0; channel < a.size(); ++channel)
            if (a[channel].value != b[channel].value)
                FAIL("differs at " << to_seconds(a[channel].time));
    }
    const auto a = belts.body().events(), b = imus.body().events();
    REQUIRE(a.size() >= 8);
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        CHECK(a[i].kind == b[i].kind);
        CHECK(a[i].start_s == Approx(b[i].start_s));
        CHECK(a[i].end_s == Approx(b[i].end_s));
    }
}

TEST_CASE("The event library does everything, one thing after the other, holds longer than pauses")
{
    const auto seed = GENERATE(range(1u, 9u));
    const auto scene = event_library(seed, 3600);
    BodyModel body(scene.body, seed, scene.script);
    readings(body, scene.length_s);
    const auto events = body.events();
    CHECK(events.size() == scene.script.size());

    const double breath_s = 60 / scene.body.breath_rate_bpm;
    std::map<BodyEventKind, int> times;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const auto& event = events[i];
        ++times[event.kind];
        const double length_s = event.end_s - event.start_s;
        if (is_hold(event.kind)) {
            CHECK(length_s >= 4);
            CHECK(length_s < 32.5);
        }
        if (event.kind == expiratory_hold)
            CHECK(length_s > 0.8 * breath_s);
        if (event.kind == expiratory_pause)
            CHECK(length_s < 0.61 * breath_s); // with the pause of every breath
        if (i + 1 < events.size())
            CHECK(events[i + 1].start_s > event.end_s);
    }
    CHECK(times.size() == kBodyEventKinds);
}

TEST_CASE("Ordinary practice fills its hours, holds and freezes never, and ends upright")
{
    const auto seed = GENERATE(1u, 2u, 3u);
    const auto scenes = ordinary_practice(seed, 10);
    double hours = 0;
    int trembling = 0, upright = 0;
    for (const auto& scene : scenes) {
        hours += scene.length_s / 3600;
        for (const auto& event : scene.script) {
            CHECK_FALSE(is_hold(event.kind));
            CHECK(event.kind != freeze);
            trembling += event.kind == tremor;
        }
        upright += !scene.script.empty() && scene.script.back().kind == getting_up;
    }
    CHECK(hours >= 10);
    CHECK(hours < 10.5);
    CHECK(trembling > 10);
    CHECK(upright == int(scenes.size()));
}
