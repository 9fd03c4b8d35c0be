#include "devices/body_random.hpp"
#include "dsp/low_pass.hpp"
#include "dsp/turn_detector.hpp"
#include "support/breather.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <vector>

using namespace crura;
using dsp::Turn;
using dsp::TurnDetector;

namespace {

constexpr double kStepS = 0.01;

using Signal = std::function<double(double time_s)>;

struct Reported {
    Turn turn;
    double at_s;
};

std::vector<Reported> listen(TurnDetector& detect, const Signal& level, double from_s, double to_s,
                             double noise = 0)
{
    std::vector<Reported> reported;
    for (long i = std::lround(from_s / kStepS); i < std::lround(to_s / kStepS); ++i) {
        const double t = double(i) * kStepS;
        if (const auto turn = detect(t, level(t), noise))
            reported.push_back({*turn, t});
    }
    return reported;
}

struct Point {
    double time_s;
    double level;
};

// A smooth way from each point to the next, at rest in each.
double along(const std::vector<Point>& path, double time_s)
{
    for (std::size_t i = 1; i < path.size(); ++i) {
        const auto& [from_s, from] = path[i - 1];
        const auto& [to_s, to] = path[i];
        if (time_s <= to_s)
            return from
                + (to - from) * 0.5
                * (1 - std::cos(std::numbers::pi * (time_s - from_s) / (to_s - from_s)));
    }
    return path.back().level;
}

std::vector<Reported> turns_of(const Signal& level, double from_s, double to_s, double noise = 0)
{
    TurnDetector detect{{}};
    return listen(detect, level, from_s, to_s, noise);
}

// What the turns come to in the end: hesitations taken back, inspirations corrected.
struct Found {
    double inspiration_s;
    double expiration_s;
};

std::vector<Found> breaths_in(const std::vector<Reported>& reported)
{
    std::vector<Found> breaths;
    auto before = Turn::Kind::hesitation;
    for (const auto& [turn, at_s] : reported) {
        if (turn.kind == Turn::Kind::hesitation && before == Turn::Kind::expiration_onset)
            breaths.pop_back();
        if (turn.kind == Turn::Kind::expiration_onset)
            breaths.push_back({turn.inspiration_time_s, turn.time_s});
        before = turn.kind;
    }
    return breaths;
}

// How many of the breaths between two times were found within the margin, and how many were found
// that are none.
struct Tally {
    int hits = 0;
    int missed = 0;
    int invented = 0;
};

Tally tally(const std::vector<Found>& found, const std::vector<devices::TrueBreath>& truth,
            double from_s, double to_s, double margin_s)
{
    const auto same = [margin_s](const Found& a, const devices::TrueBreath& b) {
        return std::fabs(a.inspiration_s - b.inspiration_onset_s) <= margin_s
            && std::fabs(a.expiration_s - b.expiration_onset_s) <= margin_s;
    };
    Tally tally;
    for (const auto& breath : truth) {
        if (breath.inspiration_onset_s < from_s || breath.end_s > to_s)
            continue;
        const bool hit = std::any_of(found.begin(), found.end(),
                                     [&](const Found& each) { return same(each, breath); });
        ++(hit ? tally.hits : tally.missed);
    }
    for (const auto& each : found)
        if (each.inspiration_s > from_s && each.expiration_s < to_s)
            tally.invented += std::none_of(truth.begin(), truth.end(),
                                           [&](const auto& breath) { return same(each, breath); });
    return tally;
}

Signal of(test::Breather& breather)
{
    return [&breather](double t) { return breather.level(t); };
}

} // namespace

TEST_CASE("TurnDetector finds two turns a breath, at the true onsets")
{
    const double rate_bpm = GENERATE(3., 4., 6., 12., 20., 30.);
    const double pause = GENERATE(0., 0.12, 0.3);
    test::Breather breather{.rate_bpm = rate_bpm, .expiratory_pause_share = pause, .amplitude = 37};
    const auto truth = breather.breaths(12 * breather.period_s());
    REQUIRE(truth.size() >= 11);

    // The last expiration has not turned yet, and of the first breath nobody knows where it began.
    const auto found = turns_of(of(breather), 0, 10.9 * breather.period_s());
    REQUIRE(found.size() == 20);
    for (std::size_t i = 0; i < found.size(); ++i) {
        const auto& [turn, at_s] = found[i];
        const auto& breath = truth[i / 2 + 1];
        const bool inspiration = i % 2 == 0;
        CAPTURE(i, at_s);
        REQUIRE(turn.kind
                == (inspiration ? Turn::Kind::inspiration_onset : Turn::Kind::expiration_onset));
        if (inspiration) {
            CHECK(turn.time_s == Approx(breath.inspiration_onset_s).margin(0.02));
            CHECK(at_s - turn.time_s < 0.02); // the 10 % point is when it is known
            continue;
        }
        CHECK(turn.time_s == Approx(breath.expiration_onset_s).margin(0.02));
        CHECK(turn.inspiration_time_s == Approx(breath.inspiration_onset_s).margin(0.02));
        CHECK(turn.level - turn.trough_level == Approx(37).epsilon(0.01));
        CHECK(breather.level(at_s) < turn.level - 0.149 * 37);
        CHECK(breather.level(at_s - kStepS) > turn.level - 0.151 * 37);
    }
}

TEST_CASE("TurnDetector knows breaths of 3 a minute, wherever in the breath it begins")
{
    const double start = GENERATE(range(0., 1., 0.125));
    test::Breather breather{.rate_bpm = 3, .expiratory_pause_share = GENERATE(0.12, 0.3)};
    const double start_s = 20 + 20 * start;
    const auto found = breaths_in(turns_of(of(breather), start_s, 200));
    const auto [hits, missed, invented] =
        tally(found, breather.breaths(260), start_s + 40, 200, 0.05);
    CHECK(hits >= 5);
    CHECK(missed == 0);
    CHECK(invented == 0);
}

TEST_CASE("TurnDetector reports no turn that is only the place where it began")
{
    const double start = GENERATE(range(0., 1., 0.0625));
    test::Breather breather{.rate_bpm = 10};
    const auto truth = breather.breaths(80);
    const auto found = turns_of(of(breather), 6 + 6 * start, 60);
    REQUIRE(found.size() >= 14);
    CHECK(found[0].turn.kind == Turn::Kind::inspiration_onset);
    for (const auto& [turn, at_s] : found) {
        const bool true_turn = std::any_of(truth.begin(), truth.end(), [&turn](const auto& breath) {
            return (turn.time_s >= breath.rise_start_s // 10 % of what is not certain yet
                    && turn.time_s < breath.inspiration_onset_s + 0.02)
                || std::fabs(turn.time_s - breath.expiration_onset_s) < 0.02;
        });
        CAPTURE(turn.time_s);
        CHECK(true_turn);
    }
}

TEST_CASE("TurnDetector is not misled by noise in a smoothed signal")
{
    const unsigned seed = GENERATE(range(1u, 21u));
    const double noise = GENERATE(0.01, 0.05);
    test::Breather breather{.rate_bpm = 6, .variability = 0.1, .noise_rms = noise, .seed = seed};
    dsp::LowPass smooth(1.5, 100);
    const auto found =
        breaths_in(turns_of([&](double t) { return smooth(breather.level(t)); }, 0, 200, noise));
    auto truth = breather.breaths(230);
    for (auto& breath : truth) {
        breath.inspiration_onset_s += smooth.group_delay_s();
        breath.expiration_onset_s += smooth.group_delay_s();
    }
    const auto [hits, missed, invented] = tally(found, truth, 15, 200, noise < 0.02 ? 0.25 : 0.5);
    CHECK(hits >= 15);
    CHECK(missed == 0);
    CHECK(invented == 0);
}

TEST_CASE("TurnDetector finds every breath of an irregular breather who sighs")
{
    const unsigned seed = GENERATE(range(1u, 11u));
    test::Breather breather{.rate_bpm = 12, .variability = 0.2, .sighs_per_hour = 60, .seed = seed};
    const auto found = breaths_in(turns_of(of(breather), 0, 300));
    const auto [hits, missed, invented] = tally(found, breather.breaths(320), 15, 300, 0.03);
    CHECK(hits >= 40);
    CHECK(missed == 0);
    CHECK(invented == 0);
}

TEST_CASE("TurnDetector takes back a turn that was only a hesitation")
{
    const double dent = GENERATE(0.18, 0.22, 0.27); // more than makes a turn, less than a breath
    const bool rising = GENERATE(true, false);
    // Every third breath of 6 s hesitates; its maximum is where that of the others is.
    const std::vector<Point> even{{0, 0}, {2.5, 1}, {5, 0}, {6, 0}};
    const std::vector<Point> dented = rising
        ? std::vector<Point>{{0, 0}, {0.9, 0.5}, {1.5, 0.5 - dent}, {2.5, 1}, {5, 0}, {6, 0}}
        : std::vector<Point>{{0, 0}, {2.5, 1}, {3.3, 0.5}, {3.9, 0.5 + dent}, {5, 0}, {6, 0}};
    const auto level = [&](double t) {
        return along(std::fmod(t, 18) < 12 ? even : dented, std::fmod(t, 6));
    };
    const auto reported = turns_of(level, 0, 95);
    CHECK(
        std::count_if(reported.begin(), reported.end(),
                      [](const Reported& each) { return each.turn.kind == Turn::Kind::hesitation; })
        == 5);
    const auto found = breaths_in(reported);
    REQUIRE(found.size() == 15);
    for (std::size_t i = 0; i < found.size(); ++i) {
        CAPTURE(i);
        CHECK(found[i].expiration_s == Approx(6. * double(i + 1) + 2.5).margin(0.02));
        CHECK(found[i].inspiration_s == Approx(6. * double(i + 1) + 0.4).margin(0.15));
    }
}

TEST_CASE("TurnDetector finds the same breaths whatever the drift")
{
    const double drift = GENERATE(-0.03, -0.01, 0.01, 0.03); // breath heights a second
    test::Breather breather{.rate_bpm = 10};
    const auto found =
        breaths_in(turns_of([&](double t) { return breather.level(t) + drift * t; }, 0, 120));
    const auto [hits, missed, invented] = tally(found, breather.breaths(140), 12, 120, 0.2);
    CHECK(hits >= 16);
    CHECK(missed == 0);
    CHECK(invented == 0);
}

TEST_CASE("TurnDetector is right again two breaths after the level has stepped")
{
    const double step = GENERATE(-50., -5., -1., 1., 5., 50.);
    const double at_s = GENERATE(30., 31.5, 33., 34.5);
    test::Breather breather{.rate_bpm = 10};
    const auto found = breaths_in(
        turns_of([&](double t) { return breather.level(t) + (t > at_s ? step : 0); }, 0, 120));
    const auto truth = breather.breaths(140);
    const auto before = tally(found, truth, 12, 30, 0.02);
    const auto after = tally(found, truth, at_s + 15, 120, 0.02);
    CHECK(before.missed + after.missed == 0);
    CHECK(before.invented + after.invented == 0);
    CHECK(after.hits >= 10);
}

TEST_CASE("TurnDetector has a way out of one huge spike, whenever it comes")
{
    const double at_s = GENERATE(0.005, 0.5, 2.2, 4., 7.5, 10., 13., 50.);
    const double length_s = GENERATE(0.01, 0.3, 1.);
    const double height = GENERATE(-30., 3., 30., 1e6);
    test::Breather breather{.rate_bpm = 10};
    const auto found = breaths_in(turns_of(
        [&](double t) {
            return breather.level(t) + (t > at_s && t < at_s + length_s ? height : 0);
        },
        0, 180));
    const auto [hits, missed, invented] = tally(found, breather.breaths(200), at_s + 45, 180, 0.02);
    CHECK(hits >= 13);
    CHECK(missed == 0);
    CHECK(invented == 0);
}

TEST_CASE("TurnDetector finds breaths that have become much smaller or larger")
{
    // The smaller, the longer it takes to believe it.
    const auto [factor, within_s] = GENERATE(
        table<double, double>({{0.03, 60}, {0.1, 45}, {0.2, 15}, {0.3, 0}, {3, 0}, {40, 15}}));
    test::Breather breather{.rate_bpm = 10};
    const auto level = [&, factor = factor](double t) {
        return breather.level(t) * (t > 60 ? factor : 1);
    };
    const double from_s = 66 + within_s;
    const auto found = breaths_in(turns_of(level, 0, from_s + 120));
    const auto truth = breather.breaths(from_s + 140);
    const auto [hits, missed, invented] = tally(found, truth, from_s, from_s + 120, 0.25);
    CAPTURE(factor);
    CHECK(hits >= 18);
    CHECK(missed == 0);
    CHECK(invented == 0);
}

TEST_CASE("TurnDetector waits through a held breath and keeps the usual amplitude")
{
    const double hold_s = GENERATE(5., 15., 30.);
    const bool full = GENERATE(false, true); // held in, or out
    test::Breather breather{.rate_bpm = 10};
    const double hold_from_s = breather.breaths(80)[8].rise_start_s + (full ? 2.28 : 0);
    const auto held = [&](double t) {
        return breather.level(t < hold_from_s                ? t
                                  : t < hold_from_s + hold_s ? hold_from_s
                                                             : t - hold_s);
    };
    TurnDetector detect{{}};
    const auto before = listen(detect, held, 0, hold_from_s);
    const auto during = listen(detect, held, hold_from_s, hold_from_s + hold_s);
    CHECK(std::count_if(
              during.begin(), during.end(),
              [](const Reported& each) { return each.turn.kind == Turn::Kind::inspiration_onset; })
          == 0);
    CHECK(detect.amplitude() == Approx(1).epsilon(0.01)); // it is no smaller for being held
    const auto after = listen(detect, held, hold_from_s + hold_s, 180);
    CHECK(detect.amplitude() == Approx(1).epsilon(0.01));
    auto truth = breather.breaths(200 - hold_s);
    for (auto& breath : truth)
        for (double* time_s :
             {&breath.inspiration_onset_s, &breath.expiration_onset_s, &breath.end_s})
            *time_s += *time_s > hold_from_s ? hold_s : 0;
    const auto again = tally(breaths_in(after), truth, hold_from_s + hold_s + 3, 170, 0.02);
    CHECK(again.missed == 0);
    CHECK(again.invented == 0);
    if (!full)
        return;
    // However long it was held, the inspiration began where it began.
    REQUIRE_FALSE(breaths_in(after).empty());
    const double onset_s = breather.breaths(80)[8].inspiration_onset_s;
    const auto expirations = breaths_in([&] {
        auto all = before;
        all.insert(all.end(), during.begin(), during.end());
        all.insert(all.end(), after.begin(), after.end());
        return all;
    }());
    CHECK(std::any_of(expirations.begin(), expirations.end(), [onset_s](const Found& each) {
        return std::fabs(each.inspiration_s - onset_s) < 0.03;
    }));
}

TEST_CASE("TurnDetector invents at most two breaths in a minute of heartbeat without breath")
{
    test::Breather breather{.rate_bpm = 12};
    const auto level = [&](double t) {
        const double heart = 0.01 * std::sin(2 * std::numbers::pi * 1.1 * t);
        return heart + (t < 60 ? breather.level(t) : t < 120 ? 0 : breather.level(t - 60));
    };
    const auto found = breaths_in(turns_of(level, 0, 240));
    CHECK(std::count_if(found.begin(), found.end(),
                        [](const Found& each) {
                            return each.inspiration_s > 61 && each.inspiration_s < 119.5;
                        })
          <= 2);
    CHECK(std::count_if(
              found.begin(), found.end(),
              [](const Found& each) { return each.inspiration_s > 121 && each.expiration_s < 240; })
          == Approx(23).margin(1));
}

TEST_CASE("TurnDetector finds breaths again after minutes of nothing, and when noise has grown")
{
    const double noise = GENERATE(0.01, 0.05);
    const double pause_s = GENERATE(20., 60., 600.);
    const double factor = GENERATE(0.5, 1., 20.); // of breath and noise afterwards
    test::Breather breather{.rate_bpm = 10};
    const double from_s = 60 + pause_s;
    TurnDetector detect{{}};
    listen(detect, of(breather), 0, 60, noise);
    CHECK(listen(
              detect, [](double) { return 0.; }, 60, from_s, noise)
              .size()
          <= 1);
    const auto found = breaths_in(listen(
        detect, [&](double t) { return factor * breather.level(t - from_s); }, from_s, from_s + 120,
        factor * noise));
    CHECK(std::count_if(found.begin(), found.end(),
                        [from_s](const Found& each) { return each.inspiration_s > from_s + 30; })
          >= 14);
}

TEST_CASE("TurnDetector trusts turns of usual breaths fully, and others as far as they are high")
{
    test::Breather breather{.rate_bpm = 10, .amplitude = 8};
    TurnDetector detect{{}};
    listen(detect, of(breather), 0, 62); // in an inspiration
    CHECK(detect.trust() == 1);
    const auto small = [&](double t) { return 0.05 * breather.level(t); };
    listen(detect, small, 62, 85);
    CHECK(detect.trust() < 0.5);
    for (double t = 85; t < 115; t += 1) {
        const auto turns = listen(detect, small, t, t + 1);
        if (!turns.empty())
            CHECK(detect.trust() < 0.4);
    }
    listen(detect, of(breather), 120, 132.5);
    CHECK(detect.trust() == 1);
}

TEST_CASE("TurnDetector keeps the amplitude over a restart, and finds the next breaths at once")
{
    const double gap_to_s = GENERATE(range(40., 46., 0.75));
    test::Breather breather{.rate_bpm = 10, .amplitude = 5};
    TurnDetector detect{{}};
    listen(detect, of(breather), 0, 37);
    detect.restart();
    CHECK(detect.amplitude() == Approx(5).epsilon(0.01));
    const auto found = breaths_in(listen(detect, of(breather), gap_to_s, 120));
    // Every inspiration is found whose expiration was seen.
    const auto [hits, missed, invented] =
        tally(found, breather.breaths(140), gap_to_s + 6, 120, 0.02);
    CHECK(hits >= 10);
    CHECK(missed == 0);
    CHECK(invented == 0);
    CHECK(detect.amplitude() == Approx(5).epsilon(0.01));
}

TEST_CASE("TurnDetector finds nothing where nothing breathes")
{
    SECTION("a flat signal, at zero or far from it")
    {
        const double level = GENERATE(0., 1853.3, -1e6);
        CHECK(turns_of([level](double) { return level; }, 0, 120).empty());
    }
    SECTION("noise no larger than it is told")
    {
        devices::Random random(GENERATE(range(1u, 11u)));
        dsp::LowPass smooth(1.5, 100);
        smooth.reset(0);
        CHECK(turns_of([&](double) { return smooth(random.normal()); }, 0, 300, 1).empty());
    }
    SECTION("drift")
    {
        CHECK(turns_of([](double t) { return -0.3 * t; }, 0, 120).empty());
    }
}
