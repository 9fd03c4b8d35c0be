#include "devices/body_imu.hpp"
#include "devices/body_model.hpp"
#include "support/hearing.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <memory>
#include <numbers>
#include <optional>
#include <vector>

using namespace crura;
using devices::BodyModel;
using devices::TrueBreath;

namespace {

constexpr std::size_t kChest = std::size_t(Band::thoracic);
constexpr std::size_t kBelly = std::size_t(Band::abdominal);

// Which bands send at a time, and by what their signal is multiplied.
using Mounting = std::function<std::optional<double>(Band band, double time_s)>;

struct Scene {
    std::vector<Sample> samples;
    std::vector<TrueBreath> truth; // of breaths that end before the samples do

    Time end() const { return samples.back().time; }
};

Scene scene(const BodyModel::Params& params, double until_s, const Mounting& mounting = {},
            unsigned seed = 1)
{
    Scene scene;
    BodyModel body(params, seed);
    for (auto reading = body.next(); reading.time_s <= until_s; reading = body.next())
        for (const Band band : {Band::thoracic, Band::abdominal}) {
            const auto factor = mounting ? mounting(band, reading.time_s) : 1.;
            if (factor)
                scene.samples.push_back({time_from_seconds(reading.time_s),
                                         *factor * reading.level[std::size_t(band)],
                                         {band, Quantity::displacement}});
        }
    body.foresee(until_s + 60);
    scene.truth = body.truth();
    std::erase_if(scene.truth,
                  [until_s](const TrueBreath& breath) { return breath.end_s > until_s; });
    return scene;
}

Mounting only(Band wanted)
{
    return
        [wanted](Band band, double) { return band == wanted ? std::optional(1.) : std::nullopt; };
}

// Nothing is heard of these bands for a while.
Mounting silent(double from_s, double to_s, std::vector<Band> bands)
{
    return [=](Band band, double time_s) {
        const bool lost = time_s >= from_s && time_s < to_s
            && std::find(bands.begin(), bands.end(), band) != bands.end();
        return lost ? std::nullopt : std::optional(1.);
    };
}

// The pair of a breath heard and the true breath that it is.
struct Pair {
    Breath heard;
    TrueBreath truth;
};

struct Compared {
    std::vector<Pair> pairs;
    int missed = 0;
    int invented = 0;
};

Compared compared(const std::vector<Breath>& breaths, const std::vector<TrueBreath>& truth,
                  double from_s, double to_s, double margin_s = 0.25)
{
    Compared result;
    std::vector<bool> used(breaths.size());
    for (const auto& one : truth) {
        if (one.inspiration_onset_s < from_s || one.end_s > to_s)
            continue;
        const auto found = std::find_if(breaths.begin(), breaths.end(), [&](const Breath& breath) {
            return std::fabs(to_seconds(breath.inspiration_onset) - one.inspiration_onset_s)
                < margin_s
                && std::fabs(to_seconds(breath.expiration_onset) - one.expiration_onset_s)
                < margin_s;
        });
        if (found == breaths.end()) {
            ++result.missed;
            continue;
        }
        used[std::size_t(found - breaths.begin())] = true;
        result.pairs.push_back({*found, one});
    }
    for (std::size_t i = 0; i < breaths.size(); ++i)
        result.invented += !used[i] && to_seconds(breaths[i].inspiration_onset) > from_s + 1
            && to_seconds(breaths[i].expiration_onset) < to_s - 10;
    return result;
}

std::vector<Breath> heard(const Scene& scene, const test::Hearing::Watch& watch = {})
{
    test::Hearing hearing;
    hearing(scene.samples, scene.end(), watch);
    return hearing.breaths();
}

// A person at rest, with belts that are not alike.
BodyModel::Params person(double rate_bpm)
{
    return {.breath_rate_bpm = rate_bpm,
            .time_variability = 0.1,
            .amplitude_variability = 0.1,
            .share_variability = 0.05,
            .heartbeat_ripple = 0.02,
            .gain = {30, 12},
            .rest_level = {1800, 500},
            .noise = 0.2};
}

} // namespace

TEST_CASE("Tracker hears every breath of a pair of belts, when and how long it was")
{
    const double rate_bpm = GENERATE(3., 4., 6., 12., 20., 30.);
    const double until_s = 120 + 12 * 60 / rate_bpm;
    const auto one = scene(person(rate_bpm), until_s);
    const auto breaths = heard(one);
    const double from_s = 60 / rate_bpm * 1.5; // the first is where listening began
    const auto [pairs, missed, invented] = compared(
        breaths, one.truth, from_s, until_s - 2 * 60 / rate_bpm, 0.04 * 60 / rate_bpm + 0.1);
    CHECK(missed == 0);
    CHECK(invented == 0);
    REQUIRE(pairs.size() >= 10);
    for (const auto& [breath, truth] : pairs) {
        const double breath_time_s = truth.end_s - truth.inspiration_onset_s;
        CHECK(breath.inspiratory_time_s
              == Approx(truth.expiration_onset_s - truth.inspiration_onset_s)
                     .margin(0.1 + 0.05 * breath_time_s));
        CHECK(breath.breath_rate_bpm == Approx(60 / breath_time_s).epsilon(0.08));
        CHECK(to_seconds(breath.end - breath.inspiration_onset)
              == Approx(breath.inspiratory_time_s + breath.expiratory_time_s).margin(1e-6));
        CHECK(breath.inspiration_known_at >= breath.inspiration_onset);
        CHECK(breath.expiration_known_at >= breath.expiration_onset);
        CHECK(breath.amplitude[kChest].known);
        CHECK(breath.amplitude[kBelly].known);
    }
    for (std::size_t i = 1; i < breaths.size(); ++i)
        CHECK(to_seconds(breaths[i].inspiration_onset - breaths[i - 1].end)
              == Approx(0).margin(0.2)); // the end may have been corrected
}

TEST_CASE("Tracker is on time on average, heartbeat or not")
{
    const double rate_bpm = GENERATE(6., 12., 18.);
    auto params = person(rate_bpm);
    params.heartbeat_ripple = GENERATE(0., 0.02); // moves the lowest point of a long pause
    params.noise = params.heartbeat_ripple > 0 ? 0.2 : 0;
    const auto one = scene(params, 240);
    const auto pairs = compared(heard(one), one.truth, 20, 220, 0.5).pairs;
    REQUIRE(pairs.size() > 15);
    double inspiration_s = 0, expiration_s = 0;
    for (const auto& [breath, truth] : pairs) {
        inspiration_s += to_seconds(breath.inspiration_onset) - truth.inspiration_onset_s;
        expiration_s += to_seconds(breath.expiration_onset) - truth.expiration_onset_s;
    }
    const double margin_s = params.heartbeat_ripple > 0 ? 0.1 : 0.02;
    CHECK(inspiration_s / double(pairs.size()) == Approx(0).margin(margin_s));
    CHECK(expiration_s / double(pairs.size()) == Approx(0).margin(margin_s));
}

TEST_CASE("Tracker says the rate and the times of the breath with an interval that covers them")
{
    const double rate_bpm = GENERATE(4., 8., 15., 25.);
    auto params = person(rate_bpm);
    params.time_variability = GENERATE(0., 0.1);
    const auto one = scene(params, 260);
    int ticks = 0, covered = 0;
    heard(one, [&](Time now, const BreathState& state) {
        const double t = to_seconds(now);
        if (t < 130)
            return;
        // The mean of the last seven breaths that ended.
        std::vector<double> onsets;
        for (const auto& breath : one.truth)
            if (breath.inspiration_onset_s < t)
                onsets.push_back(breath.inspiration_onset_s);
        const double truth = 60 * 7 / (onsets.back() - onsets[onsets.size() - 8]);
        const auto& rate = state.breath_rate_bpm;
        REQUIRE(rate.known);
        REQUIRE(state.expiratory_time_s.value + state.inspiratory_time_s.value
                == Approx(60 / rate.value));
        REQUIRE(state.next_inspiration_s.known);
        REQUIRE(state.cycle_position >= 0);
        REQUIRE(state.cycle_position < 1);
        ++ticks;
        covered += std::fabs(rate.value - truth) <= rate.plus_minus;
    });
    CHECK(covered > 0.85 * ticks);
}

TEST_CASE("Tracker says Ti and Te as they are, and trusts an irregular breath less")
{
    auto even = person(12), uneven = person(12);
    even.time_variability = 0;
    uneven.time_variability = 0.25;
    std::array<double, 2> confidence{};
    for (std::size_t i = 0; i < 2; ++i)
        heard(scene(i == 0 ? even : uneven, 150), [&](Time now, const BreathState& state) {
            if (now < time_from_seconds(50))
                return;
            confidence[i] += state.confidence / 10'000;
            if (i == 0) {
                REQUIRE(state.inspiratory_time_s.value == Approx(5 * 0.38 - 0.37).margin(0.15));
                REQUIRE(state.inspiratory_time_s.plus_minus > 0.02);
                REQUIRE(state.inspiratory_time_s.plus_minus < 0.3);
            }
        });
    CHECK(confidence[0] > 0.9);
    CHECK(confidence[1] < confidence[0] - 0.05);
}

TEST_CASE("Tracker tells the share of the abdomen within its interval, once calibrated")
{
    const double share = GENERATE(0.3, 0.6);
    auto params = person(12);
    params.abdominal_share = share;
    params.share_variability = 0.12;
    params.amplitude_variability = 0.04;
    params.sighs_per_hour = 20;
    constexpr unsigned kPeople = 20;
    int calibrated = 0, covered = 0;
    double squares = 0;
    for (unsigned seed = 1; seed <= kPeople; ++seed) {
        const auto one = scene(params, 200, {}, seed);
        test::Hearing hearing;
        double progress = 0;
        hearing(one.samples, one.end(), [&progress](Time, const BreathState& state) {
            REQUIRE(state.calibration_progress >= progress);
            progress = state.calibration_progress;
        });
        CHECK(progress == 1);
        if (hearing.state().partition != Partition::calibrated)
            continue;
        ++calibrated;
        CHECK(hearing.state().abdominal_share.known);
        // All breaths rest on one calibration: they are right or wrong together.
        double off = 0, plus_minus = 0;
        const auto pairs = compared(hearing.breaths(), one.truth, 100, 190).pairs;
        REQUIRE(pairs.size() > 10);
        for (const auto& [breath, truth] : pairs) {
            REQUIRE(breath.abdominal_share.known);
            off += (breath.abdominal_share.value - truth.summed_abdominal_share)
                / double(pairs.size());
            plus_minus += breath.abdominal_share.plus_minus / double(pairs.size());
        }
        covered += std::fabs(off) <= plus_minus;
        squares += off * off;
    }
    CHECK(calibrated >= 15);
    CHECK(covered >= 0.8 * calibrated);
    CHECK(std::sqrt(squares / calibrated) < 0.05);
}

TEST_CASE("Tracker calls the share uncalibrated where the bands move alike")
{
    auto params = person(12);
    params.share_variability = 0;
    const auto one = scene(params, 200);
    test::Hearing hearing;
    hearing(one.samples, one.end());
    CHECK(hearing.state().calibration_progress == 1);
    CHECK(hearing.state().partition == Partition::uncalibrated);
    CHECK(hearing.state().abdominal_share.plus_minus > 0.1);
    hearing.tracker().obey(Command::recalibrate, {});
    CHECK(hearing.state().partition == Partition::uncalibrated);
}

TEST_CASE("Tracker measures the gains anew when asked to")
{
    auto params = person(15);
    params.share_variability = 0.15;
    params.amplitude_variability = 0.03;
    const auto one = scene(params, 360);
    const auto middle = time_from_seconds(180);
    const auto first_later = std::find_if(one.samples.begin(), one.samples.end(),
                                          [&](const Sample& each) { return each.time > middle; });
    test::Hearing hearing;
    hearing(one.samples, middle);
    REQUIRE(hearing.state().partition == Partition::calibrated);
    hearing.tracker().obey(Command::recalibrate, {});
    bool began_anew = false;
    hearing(std::span(first_later, one.samples.end()), one.end(),
            [&began_anew](Time, const BreathState& state) {
                began_anew = began_anew || state.calibration_progress < 0.2;
                if (state.calibration_progress < 1) // the old gains serve until then
                    REQUIRE(state.partition == Partition::calibrated);
            });
    CHECK(began_anew);
    CHECK(hearing.state().calibration_progress == 1);
}

TEST_CASE("Tracker measures the phase angle within 5 degrees")
{
    const double angle_deg = GENERATE(-90., -60., -20., 0., 15., 45., 90.);
    auto params = person(10);
    params.phase_angle_deg = angle_deg;
    params.abdominal_share = 0.6;
    const auto one = scene(params, 150);
    const auto breaths = heard(one);
    REQUIRE(breaths.size() > 15);
    std::size_t right = 0, known = 0;
    for (const auto& breath : breaths) {
        known += breath.phase_angle_deg.known;
        right += std::fabs(std::remainder(breath.phase_angle_deg.value - angle_deg, 360)) < 5;
    }
    CHECK(known == breaths.size());
    CHECK(double(right) >= 0.9 * double(breaths.size()));
}

TEST_CASE("Tracker finds the breaths of an infant, together or in paradox, and their phase angle")
{
    const double rate_bpm = GENERATE(45., 60., 70., 80.), angle_deg = GENERATE(0., 150.);
    CAPTURE(rate_bpm, angle_deg);
    Scene one;
    for (double t = 0; t < 60; t += 0.02) {
        const double turns = 2 * std::numbers::pi * rate_bpm / 60 * t;
        const double chest = std::sin(turns);
        const double belly = 2 * std::sin(turns + angle_deg * std::numbers::pi / 180);
        const double jerk = t > 15 && t < 16 ? 20 : 0; // something pulls at the belts
        one.samples.push_back(
            {time_from_seconds(t), chest + jerk, {Band::thoracic, Quantity::displacement}});
        one.samples.push_back(
            {time_from_seconds(t), belly + jerk, {Band::abdominal, Quantity::displacement}});
    }
    int found = 0, right = 0;
    for (const auto& breath : heard(one)) {
        if (to_seconds(breath.inspiration_onset) < 30)
            continue;
        ++found;
        right += std::fabs(std::fabs(breath.phase_angle_deg.value) - angle_deg) < 20;
    }
    const double truth = 30 * rate_bpm / 60;
    CHECK(found > 0.8 * truth);
    CHECK(found < 1.1 * truth);
    CHECK(right > 0.8 * truth);
}

TEST_CASE("Tracker still measures the phase angle when the belly comes to move against the chest")
{
    auto params = person(10);
    params.abdominal_share = 0.3;
    auto one = scene(params, 60);
    params.phase_angle_deg = 150;
    for (auto sample : scene(params, 90).samples) {
        sample.time += std::chrono::milliseconds(60'100);
        one.samples.push_back(sample);
    }
    int after = 0, right = 0;
    for (const auto& breath : heard(one))
        if (breath.inspiration_onset > time_from_seconds(70)) {
            ++after;
            right += std::fabs(breath.phase_angle_deg.value - 150) < 10;
            CHECK((breath.abdominal_share.value < 0.2 || breath.abdominal_share.value > 0.8));
        }
    CHECK(after >= 9);
    CHECK(right >= after - 1);
}

TEST_CASE("Tracker names the pause after the expiration and a breath held in")
{
    SECTION("expiratory pauses of two seconds")
    {
        const auto one = scene({.breath_rate_bpm = 8, .expiratory_pause_share = 0.3}, 120);
        int in_pause = 0, named = 0, in_motion = 0, misnamed = 0;
        heard(one, [&](Time now, const BreathState& state) {
            const double t = to_seconds(now);
            for (const auto& breath : one.truth) {
                const double period_s = 7.5;
                const double rest_s = breath.rise_start_s + 0.7 * period_s; // until the next rise
                if (t < 30)
                    continue;
                if (t > rest_s + 0.7 && t < breath.rise_start_s + period_s) {
                    ++in_pause;
                    named += state.phase == Phase::expiratory_pause;
                }
                if (t > breath.inspiration_onset_s + 0.4 && t < breath.expiration_onset_s - 0.6) {
                    ++in_motion;
                    misnamed += state.phase != Phase::inspiration;
                }
                if (t > breath.expiration_onset_s + 1.2 && t < breath.expiration_onset_s + 1.8) {
                    ++in_motion;
                    misnamed += state.phase != Phase::expiration;
                }
            }
        });
        CHECK(in_pause > 1000);
        CHECK(named > 0.9 * in_pause);
        CHECK(misnamed < 0.02 * in_motion);
    }
    SECTION("held in for 5 s")
    {
        // The signal of an even breather that stands still at the top of the breath at 48 s.
        auto one = scene({.breath_rate_bpm = 10}, 90);
        const double top_s = one.truth[8].expiration_onset_s;
        Scene held;
        for (auto sample : one.samples)
            if (to_seconds(sample.time) > top_s) {
                sample.time += std::chrono::seconds(5);
                held.samples.push_back(sample);
            } else {
                held.samples.push_back(sample);
            }
        const auto last = std::find_if(held.samples.begin(), held.samples.end(), [&](auto& sample) {
            return to_seconds(sample.time) > top_s + 1;
        });
        std::vector<Sample> still;
        for (int i = 1; i < 250; ++i)
            for (int b = 2; b > 0; --b)
                still.push_back({(last - b)->time + std::chrono::milliseconds(20 * i),
                                 (last - b)->value, (last - b)->channel});
        held.samples.insert(last, still.begin(), still.end());
        int ticks = 0, named = 0;
        heard(held, [&](Time now, const BreathState& state) {
            const double t = to_seconds(now);
            if (t < top_s + 0.8 || t > top_s + 4.9)
                return;
            ++ticks;
            named += state.phase == Phase::inspiratory_pause;
        });
        CHECK(ticks > 400);
        CHECK(named > 0.95 * ticks);
    }
}

TEST_CASE("Tracker holds the phase through a short gap and loses no breath by it")
{
    const double from_s = GENERATE(range(60., 65., 0.5));
    const auto params = BodyModel::Params{.breath_rate_bpm = 12, .gain = {30, 12}, .noise = 0.1};
    const auto one =
        scene(params, 100, silent(from_s, from_s + 0.4, {Band::thoracic, Band::abdominal}));
    const auto whole = scene(params, 100);
    Phase before = Phase::unknown;
    const auto breaths = heard(one, [&](Time now, const BreathState& state) {
        const double t = to_seconds(now);
        if (t > 30 && t < 90)
            REQUIRE(state.phase != Phase::unknown);
        if (t > 30 && t < 90)
            REQUIRE(state.breath_rate_bpm.known);
        before = state.phase;
    });
    const auto [pairs, missed, invented] = compared(breaths, whole.truth, 15, 90, 0.35);
    CHECK(missed == 0);
    CHECK(invented == 0);
    for (const auto& [breath, truth] : pairs)
        CHECK(breath.inspiratory_time_s
              == Approx(truth.expiration_onset_s - truth.inspiration_onset_s).margin(0.4));
}

TEST_CASE("Tracker dates turns rightly after gaps of every length")
{
    const double gap_s = GENERATE(0.5, 0.9, 1.3, 1.7);
    const double from_s = GENERATE(range(60., 70., 0.7));
    const auto params = BodyModel::Params{.breath_rate_bpm = 6, .gain = {30, 12}};
    const auto both = std::vector{Band::thoracic, Band::abdominal};
    const auto one = scene(params, 120, silent(from_s, from_s + gap_s, both));
    for (const auto& breath : heard(one)) {
        const double onset_s = to_seconds(breath.inspiration_onset);
        const auto truth = std::min_element(one.truth.begin(), one.truth.end(),
                                            [onset_s](const auto& a, const auto& b) {
                                                return std::fabs(a.inspiration_onset_s - onset_s)
                                                    < std::fabs(b.inspiration_onset_s - onset_s);
                                            });
        // No further off than the gap itself may hide.
        CAPTURE(gap_s, from_s, onset_s, truth->inspiration_onset_s);
        const bool touched =
            from_s < truth->inspiration_onset_s + 0.2 && from_s + gap_s > truth->rise_start_s - 0.2;
        CHECK(std::fabs(onset_s - truth->inspiration_onset_s) < (touched ? gap_s + 0.3 : 0.15));
    }
}

TEST_CASE("Tracker knows nothing within a second of the last sample, and is back after the gap")
{
    const double gap_s = GENERATE(2., 10., 60.);
    const double from_s = GENERATE(60., 61.3, 62.6, 63.9);
    const double until_s = from_s + gap_s + 60;
    const auto both = std::vector{Band::thoracic, Band::abdominal};
    const auto params = person(12);
    const auto one = scene(params, until_s, silent(from_s, from_s + gap_s, both));
    double displacement = 0;
    const auto breaths = heard(one, [&](Time now, const BreathState& state) {
        const double t = to_seconds(now);
        if (t > from_s + 1 && t < from_s + gap_s) {
            REQUIRE(state.confidence == 0);
            REQUIRE(state.phase == Phase::unknown);
            for (const auto& number :
                 {state.breath_rate_bpm, state.inspiratory_time_s, state.expiratory_time_s,
                  state.abdominal_share, state.phase_angle_deg, state.next_inspiration_s})
                REQUIRE_FALSE(number.known);
            for (const auto& band : state.band) {
                REQUIRE_FALSE(band.valid);
                REQUIRE(band.confidence == 0);
            }
            REQUIRE(state.displacement == displacement); // held
        }
        displacement = state.displacement;
        if (t > from_s + gap_s + 15) {
            REQUIRE(state.confidence > 0.5);
            REQUIRE(state.breath_rate_bpm.known);
            REQUIRE(state.phase != Phase::unknown);
        }
    });
    // No breath reaches across the gap, and those after it are whole.
    for (const auto& breath : breaths)
        CHECK((to_seconds(breath.end) < from_s + 0.5
               || to_seconds(breath.inspiration_onset) > from_s + gap_s));
    const auto [pairs, missed, invented] =
        compared(breaths, one.truth, from_s + gap_s + 6, until_s - 10);
    CHECK(missed == 0);
    CHECK(invented == 0);
}

TEST_CASE("Tracker goes on with one band when the other is lost, and takes it back")
{
    const Band lost = GENERATE(Band::thoracic, Band::abdominal);
    const double from_s = GENERATE(80., 81.1, 82.2, 83.3, 84.4);
    auto params = person(12);
    params.rest_level = {2500, -300};
    const auto one = scene(params, 200, silent(from_s, from_s + 40, {lost}));
    double before = 0, biggest_step = 0;
    const auto breaths = heard(one, [&](Time now, const BreathState& state) {
        const double t = to_seconds(now);
        if (t > 40) {
            REQUIRE(state.phase != Phase::unknown);
            REQUIRE(state.breath_rate_bpm.known);
            REQUIRE(state.confidence > 0.5);
            const bool waited = t > from_s + 0.25 && t < from_s + 0.35; // for the lost one
            if (!waited)
                biggest_step = std::max(biggest_step, std::fabs(state.displacement - before));
        }
        before = state.displacement;
        if (t > from_s + 1 && t < from_s + 40)
            REQUIRE_FALSE(state[lost].valid);
        if (t > from_s + 1 && t < from_s + 40)
            REQUIRE_FALSE(state.abdominal_share.known);
        if (t > from_s + 12 && t < from_s + 40) {
            REQUIRE_FALSE(state.abdominal_share.known);
            REQUIRE_FALSE(state.phase_angle_deg.known);
        }
        if (t > from_s + 60)
            REQUIRE(state.abdominal_share.known);
    });
    const auto [pairs, missed, invented] = compared(breaths, one.truth, 15, 190);
    CHECK(missed == 0);
    CHECK(invented == 0);
    CHECK(biggest_step < 0.08); // of a breath in 10 ms: no jump
    for (const auto& [breath, truth] : pairs)
        if (truth.rise_start_s > from_s + 1 && truth.end_s < from_s + 40) {
            CHECK(breath.partition == Partition::none);
            CHECK_FALSE(breath.abdominal_share.known);
            CHECK_FALSE(breath.amplitude[std::size_t(lost)].known);
        }
}

TEST_CASE("Tracker with a single belt tells no share and no phase angle")
{
    const Band band = GENERATE(Band::thoracic, Band::abdominal);
    const auto one = scene(person(12), 150, only(band));
    const auto breaths = heard(one, [&](Time, const BreathState& state) {
        REQUIRE(state.partition == Partition::none);
        REQUIRE_FALSE(state.abdominal_share.known);
        REQUIRE_FALSE(state.phase_angle_deg.known);
    });
    const auto [pairs, missed, invented] = compared(breaths, one.truth, 10, 140);
    CHECK(missed == 0);
    CHECK(invented == 0);
    CHECK(pairs.size() > 20);
}

TEST_CASE("Tracker hears the same breath whichever way up the sensors are")
{
    const auto [chest, belly] = GENERATE(table<double, double>({{1, -1}, {-1, 1}, {-1, -1}}));
    const double chest_factor = chest, belly_factor = belly;
    const auto one = scene(person(12), 150, [=](Band band, double) {
        return std::optional(band == Band::thoracic ? chest_factor : belly_factor);
    });
    test::Hearing hearing;
    hearing(one.samples, one.end());
    const auto [pairs, missed, invented] = compared(hearing.breaths(), one.truth, 10, 140);
    CHECK(missed == 0);
    CHECK(invented == 0);
    for (const auto& [breath, truth] : pairs) {
        CHECK(breath.amplitude[kChest].value > 0);
        CHECK(breath.amplitude[kBelly].value > 0);
    }
    CHECK(hearing.state()[Band::thoracic].polarity == int(chest));
    CHECK(hearing.state()[Band::abdominal].polarity == int(belly));
}

TEST_CASE("Tracker listens first, and reports what it heard meanwhile")
{
    const double rate_bpm = GENERATE(6., 12., 20., 30.);
    const double sign = GENERATE(1., -1.);
    const auto one =
        scene(person(rate_bpm), 120, [=](Band, double) { return std::optional(sign); });
    CAPTURE(rate_bpm, sign);
    std::optional<double> named_s;
    const auto breaths = heard(one, [&](Time now, const BreathState& state) {
        if (state.phase == Phase::unknown) {
            REQUIRE_FALSE(named_s); // never again unknown
            REQUIRE(state.breaths.empty());
            REQUIRE(state.onsets.empty());
            REQUIRE(state.confidence <= 0.3);
        } else if (!named_s)
            named_s = to_seconds(now);
    });
    REQUIRE(named_s);
    CHECK(*named_s < 31);
    CHECK(*named_s < 5.5 * 60 / rate_bpm + 2);
    const auto [pairs, missed, invented] =
        compared(breaths, one.truth, 1.2 * 60 / rate_bpm, 110 - 60 / rate_bpm, 0.4);
    CHECK(missed == 0);
    CHECK(invented == 0);
}

TEST_CASE("Tracker reports every breath it listened to, however quick they came")
{
    // An even sine does not tell which way up it is: listening goes on for half a minute.
    std::vector<Sample> samples;
    for (double t = 0; t < 90; t += 0.01)
        samples.push_back({time_from_seconds(t),
                           30 * std::sin(std::numbers::pi * t),
                           {Band::thoracic, Quantity::displacement}});
    test::Hearing hearing;
    hearing(samples, samples.back().time);
    const auto& breaths = hearing.breaths();
    REQUIRE(breaths.size() >= 40);
    CHECK(to_seconds(breaths[0].inspiration_onset) < 5);
    CHECK(to_seconds(breaths[0].expiration_known_at) < 5);
    for (std::size_t i = 1; i < breaths.size(); ++i)
        CHECK(to_seconds(breaths[i].inspiration_onset - breaths[i - 1].inspiration_onset)
              == Approx(2).margin(0.05));
}

TEST_CASE("Tracker starts anew when a sensor turns out to be the other way up")
{
    // Somebody takes the belts off at 60 s and puts them on the wrong way round.
    const bool both = GENERATE(true, false);
    const auto one = scene(person(12), 240, [both](Band band, double time_s) {
        const bool off = (time_s > 60 && time_s < 66) || (!both && band == Band::abdominal);
        return off ? std::nullopt : std::optional(time_s < 60 ? 1. : -1.);
    });
    test::Hearing hearing;
    BreathState before;
    double biggest_step = 0;
    std::vector<Time> turned_over;
    hearing(one.samples, one.end(), [&](Time now, const BreathState& state) {
        const double t = to_seconds(now);
        if (t > 68)
            for (std::size_t b = 0; b < kBands; ++b)
                biggest_step =
                    std::max({biggest_step, std::fabs(state.displacement - before.displacement),
                              std::fabs(state.band[b].displacement - before.band[b].displacement)});
        for (std::size_t b = 0; b < kBands; ++b)
            if (state.band[b].polarity * before.band[b].polarity < 0)
                turned_over.push_back(now);
        before = state;
        if (t > 140) {
            REQUIRE(state.displacement > -0.6);
            REQUIRE(state.displacement < 1.9);
            REQUIRE(state[Band::thoracic].displacement > -0.6);
            REQUIRE(state[Band::thoracic].displacement < 1.9);
            REQUIRE(state.confidence > 0.4);
        }
    });
    CHECK(biggest_step < 0.1); // what is shown glides
    CHECK(hearing.state()[Band::thoracic].polarity == -1);
    CHECK(hearing.state()[Band::abdominal].polarity == (both ? -1 : 0));
    CHECK(turned_over.size() == (both ? 2 : 1));
    for (const auto& breath : hearing.breaths()) {
        for (const Time time : turned_over) // no breath spans the change
            CHECK((breath.end < time || breath.inspiration_onset > time - std::chrono::seconds(1)));
        for (const auto& amplitude : breath.amplitude)
            CHECK((!amplitude.known || std::fabs(amplitude.value) < 60));
    }
    const auto [pairs, missed, invented] = compared(hearing.breaths(), one.truth, 140, 230);
    CHECK(missed == 0);
    CHECK(invented == 0);
}

TEST_CASE("Tracker takes in a second band that begins later, upside-down or not")
{
    const double sign = GENERATE(1., -1.);
    const double from_s = GENERATE(3., 40., 47.);
    const auto one = scene(person(12), 180, [=](Band band, double time_s) -> std::optional<double> {
        if (band == Band::thoracic)
            return 1;
        return time_s < from_s ? std::nullopt : std::optional(sign);
    });
    test::Hearing hearing;
    hearing(one.samples, one.end());
    CHECK(hearing.state()[Band::abdominal].polarity == int(sign));
    const auto [pairs, missed, invented] = compared(hearing.breaths(), one.truth, 10, 170);
    CHECK(missed == 0);
    CHECK(invented == 0);
    for (const auto& [breath, truth] : pairs)
        if (breath.abdominal_share.known) // never with the wrong sign
            CHECK(breath.amplitude[kBelly].value > 0);
    CHECK(pairs.back().heard.abdominal_share.known);
    CHECK(hearing.state().abdominal_share.known);
}

TEST_CASE("Tracker gives a band that hardly moved at first its place once it does")
{
    // The belly's belt hangs loose at first; later the chest's does.
    const auto one = scene(person(12), 220, [](Band band, double time_s) {
        const bool loose = band == Band::abdominal ? time_s < 60 : time_s > 140;
        return std::optional(loose ? 1e-3 : 1.);
    });
    const auto [pairs, missed, invented] = compared(heard(one), one.truth, 165, 210);
    CHECK(missed == 0);
    CHECK(invented == 0);
    CHECK(pairs.size() > 5);
}

TEST_CASE("Tracker hears on 15 s after the level of a sensor has stepped")
{
    const double step = GENERATE(-1000., 100., 3000.); // the belt moves 15 a breath
    const auto one = scene(person(12), 130);
    auto samples = one.samples;
    for (auto& sample : samples)
        if (sample.channel.band == Band::thoracic && sample.time > time_from_seconds(60))
            sample.value += step;
    test::Hearing hearing;
    hearing(samples, one.end());
    const auto [pairs, missed, invented] = compared(hearing.breaths(), one.truth, 75, 120);
    CHECK(missed == 0);
    CHECK(invented == 0);
}

TEST_CASE("Tracker needs no setting for breaths from 3 to 60 a minute")
{
    const double rate_bpm = GENERATE(3., 6., 20., 40., 60.);
    const double speed =
        std::max(rate_bpm / 20, 1.); // of a model that breathes 30 a minute at most
    auto one = scene({.breath_rate_bpm = rate_bpm / speed,
                      .inspiratory_share = 0.42,
                      .expiratory_pause_share = 0.03,
                      .gain = {30, 12},
                      .noise = 0.2,
                      .sample_rate_hz = 50},
                     speed * (60 + 600 / rate_bpm));
    for (auto& sample : one.samples)
        sample.time = time_from_seconds(to_seconds(sample.time) / speed);
    for (auto& breath : one.truth)
        for (double* time_s :
             {&breath.inspiration_onset_s, &breath.expiration_onset_s, &breath.end_s})
            *time_s /= speed;
    double lowest = 1, highest = 0;
    test::Hearing hearing;
    hearing(one.samples, one.end(), [&](Time now, const BreathState& state) {
        if (now < time_from_seconds(30 + 300 / rate_bpm))
            return;
        lowest = std::min(lowest, state.displacement);
        highest = std::max(highest, state.displacement);
        REQUIRE(state.breath_rate_bpm.known);
        REQUIRE(state.breath_rate_bpm.value == Approx(rate_bpm).margin(0.1).epsilon(0.01));
    });
    CHECK(highest - lowest > 0.9);
    CHECK(highest - lowest < 1.2);
    const auto [pairs, missed, invented] =
        compared(hearing.breaths(), one.truth, 10 + 90 / rate_bpm, to_seconds(one.end()));
    CHECK(missed == 0);
    CHECK(invented == 0);
}

TEST_CASE("Tracker tells that an inspiration has begun before it is certain, and what comes next")
{
    const auto one = scene(person(12), 120);
    double rising_s = 0;
    int sooner = 0, inspirations = 0, foretold = 0, expirations = 0;
    double told_s = 0; // when the expiration onset was expected
    heard(one, [&](Time now, const BreathState& state) {
        const double t = to_seconds(now);
        if (!state.rising)
            rising_s = t;
        for (const Onset& onset : state.onsets) {
            if (t < 30)
                continue;
            const bool inspiration = onset.phase == Phase::inspiration;
            inspirations += inspiration;
            expirations += !inspiration;
            sooner += inspiration && t - rising_s > 0.015;
            foretold += !inspiration && std::fabs(told_s - to_seconds(onset.time)) < 0.4;
            REQUIRE(state.next_expiration_s.known);
            REQUIRE(state.next_inspiration_s.known);
            if (inspiration)
                REQUIRE(state.next_expiration_s.value < state.next_inspiration_s.value);
            else
                REQUIRE(state.next_expiration_s.value > state.next_inspiration_s.value);
            told_s = t + state.next_expiration_s.value;
        }
    });
    CHECK(inspirations > 12);
    CHECK(sooner > 0.6 * inspirations);
    CHECK(foretold > 0.8 * expirations);
}

TEST_CASE("Tracker takes a single wild value for no breath")
{
    const double rate_hz = GENERATE(10., 100.);
    const double height = GENERATE(-1e6, -5., 3., 5., 40., 1e6);
    CAPTURE(rate_hz, height); // in breaths, of 30 at most
    auto params = person(12);
    params.sample_rate_hz = rate_hz;
    auto one = scene(params, 120);
    for (auto& sample : one.samples)
        for (double at_s = 43; at_s < 100; at_s += 7.3)
            if (std::fabs(to_seconds(sample.time) - at_s) < 0.5 / rate_hz)
                sample.value += 30 * height;
    const auto [pairs, missed, invented] = compared(heard(one), one.truth, 20, 110, 0.4);
    CHECK(missed == 0);
    CHECK(invented == 0);
    CHECK(pairs.size() > 15);
}

TEST_CASE("Tracker keeps its measure through a held breath, and says that it waits")
{
    const double hold_s = GENERATE(14., 25., 40.);
    const double hold_from_s = 72; // at the end of an expiration
    auto one = scene({.breath_rate_bpm = 10, .gain = {30, 12}, .sample_rate_hz = 100}, 130);
    std::vector<Sample> samples;
    for (auto sample : one.samples) {
        if (sample.time > time_from_seconds(hold_from_s))
            sample.time += from_seconds(hold_s);
        samples.push_back(sample);
    }
    const auto resume = std::find_if(samples.begin(), samples.end(), [&](const Sample& sample) {
        return sample.time > time_from_seconds(hold_from_s);
    });
    const auto chest = *(resume - 2), belly = *(resume - 1);
    std::vector<Sample> still;
    for (double t = 0.01; t < hold_s; t += 0.01)
        for (auto sample : {chest, belly}) {
            sample.time += from_seconds(t);
            still.push_back(sample);
        }
    samples.insert(resume, still.begin(), still.end());
    devices::Random random(3);
    for (auto& sample : samples)
        sample.value += 0.05 * random.normal();
    int invented = 0;
    test::Hearing hearing;
    hearing(samples, samples.back().time, [&](Time now, const BreathState& state) {
        const double t = to_seconds(now);
        if (t > 30) {
            REQUIRE(state.displacement > -0.2);
            REQUIRE(state.displacement < 1.15); // not blown up after the wait
            REQUIRE(state.phase != Phase::unknown);
        }
        const bool waiting = t > hold_from_s + 1 && t < hold_from_s + hold_s;
        if (waiting)
            invented += int(state.onsets.size());
        if (waiting && t > hold_from_s + 18) {
            REQUIRE_FALSE(state.breath_rate_bpm.known);
            REQUIRE(state.confidence < 0.3);
        }
        if (t > hold_from_s + hold_s + 15)
            REQUIRE(state.breath_rate_bpm.known);
    });
    CHECK(invented == 0);
}

TEST_CASE("Tracker trusts a signal that lies still less and less, and hears the next breath again")
{
    const double still_s = GENERATE(60., 300.);
    devices::Random random(5);
    auto one =
        scene({.breath_rate_bpm = 12, .gain = {30, 12}, .noise = 0.1, .sample_rate_hz = 100}, 60);
    auto two =
        scene({.breath_rate_bpm = 12, .gain = {30, 12}, .noise = 0.1, .sample_rate_hz = 100}, 90);
    auto samples = one.samples;
    for (double t = 60.01; t < 60 + still_s; t += 0.01)
        for (const Band band : {Band::thoracic, Band::abdominal})
            samples.push_back(
                {time_from_seconds(t), 0.1 * random.normal(), {band, Quantity::displacement}});
    for (auto sample : two.samples) {
        sample.time += from_seconds(60 + still_s);
        samples.push_back(sample);
    }
    test::Hearing hearing;
    hearing(samples, samples.back().time, [&](Time now, const BreathState& state) {
        const double t = to_seconds(now);
        if (t > 90 && t < 60 + still_s)
            REQUIRE(state.confidence < 0.05);
        if (t > 60 + still_s + 30) {
            REQUIRE(state.confidence > 0.5);
            REQUIRE(state.breath_rate_bpm.known);
        }
    });
    std::size_t after = 0;
    for (const auto& breath : hearing.breaths())
        after += breath.inspiration_onset > time_from_seconds(60 + still_s + 10);
    CHECK(after >= 14);
}

TEST_CASE("Tracker does not take the heartbeat of a still body for breath it can trust")
{
    const auto params = BodyModel::Params{.breath_rate_bpm = 12, .gain = {30, 12}};
    auto samples = scene(params, 60).samples;
    for (double t = 60.02; t < 180; t += 0.02)
        for (const Band band : {Band::thoracic, Band::abdominal})
            samples.push_back({time_from_seconds(t), 0, {band, Quantity::displacement}});
    for (auto& sample : samples)
        sample.value += (sample.channel.band == Band::thoracic ? 0.3 : 0.12)
            * std::sin(2 * std::numbers::pi * 1.1 * to_seconds(sample.time));
    test::Hearing hearing;
    std::size_t onsets = 0;
    hearing(samples, samples.back().time, [&onsets](Time now, const BreathState& state) {
        if (now < time_from_seconds(75))
            return;
        REQUIRE(state.confidence < 0.4);
        if (state.confidence < 0.1)
            REQUIRE_FALSE(state.breath_rate_bpm.known);
        onsets += state.onsets.size();
    });
    CHECK(onsets == 0);
}

TEST_CASE("Tracker has no confidence in a signal without breath")
{
    const bool noisy = GENERATE(false, true);
    devices::Random random(5);
    std::vector<Sample> samples;
    for (double t = 0; t < 90; t += 0.02)
        samples.push_back({time_from_seconds(t),
                           1800 + (noisy ? random.normal() : 0),
                           {Band::thoracic, Quantity::displacement}});
    test::Hearing hearing;
    hearing(samples, samples.back().time, [](Time, const BreathState& state) {
        REQUIRE(std::isfinite(state.displacement));
        REQUIRE(state.confidence < 0.15);
        REQUIRE_FALSE(state.breath_rate_bpm.known);
    });
    CHECK(hearing.breaths().empty());
}

TEST_CASE("Tracker hears the same at any sample rate")
{
    auto params = person(12);
    params.noise = 0;
    params.heartbeat_ripple = 0;
    params.sample_rate_hz = GENERATE(10., 25., 128., 1000.);
    const auto one = scene(params, 120);
    const auto breaths = heard(one);
    const auto [pairs, missed, invented] = compared(breaths, one.truth, 10, 110, 0.1);
    CHECK(missed == 0);
    CHECK(invented == 0);
    CHECK(pairs.size() > 15);
}

TEST_CASE("Tracker hears the breath in the tilt of two IMUs, however they were put on")
{
    const double yaw_deg = GENERATE(0., 60., -120.);
    BodyModel body({.breath_rate_bpm = 10, .time_variability = 0.1, .sample_rate_hz = 100}, 2);
    const devices::BodyImu::Params on_chest{.tilt_deg = 2, .mounting_deg = {15, 5, yaw_deg}};
    const devices::BodyImu::Params on_belly{.tilt_deg = 4, .mounting_deg = {-10, 8, -yaw_deg}};
    std::array<devices::BodyImu, kBands> imu{devices::BodyImu(on_chest, 5),
                                             devices::BodyImu(on_belly, 6)};
    Scene one;
    for (auto reading = body.next(); reading.time_s <= 180; reading = body.next())
        for (std::size_t b = 0; b < kBands; ++b) {
            const auto measured = imu[b](reading.displacement[b], reading.heartbeat);
            for (std::size_t axis = 0; axis < 3; ++axis)
                one.samples.push_back({time_from_seconds(reading.time_s),
                                       measured.acceleration_g[axis],
                                       {Band(b), Quantity::acceleration_x + axis}});
        }
    body.foresee(240);
    one.truth = body.truth();
    const auto breaths = heard(one);
    const auto [pairs, missed, invented] = compared(breaths, one.truth, 30, 160, 0.4);
    CHECK(missed == 0);
    CHECK(invented == 0);
    CHECK(pairs.size() > 15);
    int in_phase = 0;
    for (const auto& [breath, truth] : pairs)
        in_phase += std::fabs(breath.phase_angle_deg.value) < 15;
    CHECK(in_phase > 0.9 * double(pairs.size()));
}

TEST_CASE("A copy of a tracker goes on bit for bit like the tracker")
{
    auto params = person(12);
    params.share_variability = 0.1;
    const auto one = scene(params, 120, silent(50, 53, {Band::thoracic}));
    const double at_s = GENERATE(3., 12., 51., 75.);
    auto align = std::make_unique<breath::Aligner>(breath::Aligner::Params{});
    auto track = std::make_unique<breath::Tracker>(breath::Tracker::Params{});
    std::unique_ptr<breath::Tracker> copy;
    BreathState state, same;
    std::size_t given = 0;
    for (Time now{}; now < one.end(); now += kFrameStep) {
        if (!copy && to_seconds(now) >= at_s) {
            copy = std::make_unique<breath::Tracker>(*track);
            same = state;
        }
        std::size_t due = given;
        while (due < one.samples.size() && one.samples[due].time <= now)
            ++due;
        align->add(std::span(one.samples).subspan(given, due - given));
        given = due;
        for (BreathState* each : {&state, &same}) {
            each->onsets.clear();
            each->breaths.clear();
        }
        while (const auto frame = align->next(now)) {
            (*track)(*frame, now, state);
            if (copy)
                (*copy)(*frame, now, same);
        }
        if (!copy)
            continue;
        REQUIRE(state.displacement == same.displacement);
        REQUIRE(state.confidence == same.confidence);
        REQUIRE(state.phase == same.phase);
        REQUIRE(state.abdominal_share.value == same.abdominal_share.value);
        REQUIRE(state.breaths.size() == same.breaths.size());
    }
}
