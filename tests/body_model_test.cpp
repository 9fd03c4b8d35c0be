#include "devices/body_imu.hpp"
#include "devices/body_model.hpp"
#include "support/breather.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

using namespace crura;
using namespace crura::devices;
using Params = BodyModel::Params;

namespace {

constexpr std::size_t kChest = 0;
constexpr std::size_t kBelly = 1;

std::vector<BodyReading> readings(BodyModel body, std::size_t count)
{
    std::vector<BodyReading> all(count);
    std::generate(all.begin(), all.end(), [&body] { return body.next(); });
    return all;
}

std::vector<TrueBreath> breaths_of(const Params& params, double until_s, std::uint64_t seed = 1)
{
    BodyModel body(params, seed);
    body.foresee(until_s);
    return body.truth();
}

// Everything that makes one breath differ from the next.
Params irregular()
{
    return {.time_variability = 0.2,
            .amplitude_variability = 0.2,
            .share_variability = 0.05,
            .sighs_per_hour = 40,
            .holds_per_hour = 20,
            .speech_share = 0.2};
}

// Turns of a sampled signal as the reference labels define them: maxima that stand out by 0.3 of
// the median amplitude; the last time at or below minimum + 10 % of the rise before each.
struct Measured {
    double onset_s;
    double peak_s;
    double trough_s; // last time at the minimum
};

std::vector<Measured> measured_turns(const std::vector<double>& signal, double rate_hz,
                                     double stand_out)
{
    std::vector<std::size_t> peaks;
    std::size_t high = 0;
    std::size_t low = 0;
    bool rising = true;
    for (std::size_t i = 1; i < signal.size(); ++i) {
        if (rising) {
            high = signal[i] > signal[high] ? i : high;
            if (signal[high] - signal[i] > stand_out) {
                peaks.push_back(high);
                low = i;
                rising = false;
            }
        } else {
            low = signal[i] < signal[low] ? i : low;
            if (signal[i] - signal[low] > stand_out) {
                high = i;
                rising = true;
            }
        }
    }

    std::vector<Measured> turns;
    for (std::size_t k = 1; k < peaks.size(); ++k) {
        const auto first = signal.begin() + peaks[k - 1];
        const auto peak = signal.begin() + peaks[k];
        const double minimum = *std::min_element(first, peak);
        const auto last_below = [&](double level) {
            auto at = peak;
            while (*at > level)
                --at;
            return double(at - signal.begin()) / rate_hz;
        };
        turns.push_back({last_below(minimum + 0.1 * (*peak - minimum)), double(peaks[k]) / rate_hz,
                         last_below(minimum + 1e-6)});
    }
    return turns;
}

double mean(const std::vector<double>& x)
{
    return std::accumulate(x.begin(), x.end(), 0.) / double(x.size());
}

double correlation(const std::vector<double>& x, const std::vector<double>& y)
{
    const double mean_x = mean(x);
    const double mean_y = mean(y);
    double xy = 0, xx = 0, yy = 0;
    for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
        xy += (x[i] - mean_x) * (y[i] - mean_y);
        xx += (x[i] - mean_x) * (x[i] - mean_x);
        yy += (y[i] - mean_y) * (y[i] - mean_y);
    }
    return xy / std::sqrt(xx * yy);
}

double deviation(const std::vector<double>& x)
{
    const double centre = mean(x);
    double sum = 0;
    for (const double value : x)
        sum += (value - centre) * (value - centre);
    return std::sqrt(sum / double(x.size()));
}

double remembered(const std::vector<double>& x, std::size_t lag)
{
    return correlation({x.begin(), x.end() - lag}, {x.begin() + lag, x.end()});
}

template <class T, class F>
std::vector<double> each(const std::vector<T>& items, F value)
{
    std::vector<double> values;
    for (const auto& item : items)
        values.push_back(value(item));
    return values;
}

// Root mean square of the part of a signal at one frequency.
double tone(const std::vector<double>& x, double frequency_hz, double rate_hz)
{
    double in = 0, across = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double angle = 2 * std::numbers::pi * frequency_hz * double(i) / rate_hz;
        in += x[i] * std::cos(angle);
        across += x[i] * std::sin(angle);
    }
    return std::sqrt(2.) * std::hypot(in, across) / double(x.size());
}

} // namespace

TEST_CASE("Random draws the published splitmix64 sequence, and a bell that is one wide")
{
    Random random(1234567);
    CHECK(random() == 6457827717110365317u);
    CHECK(random() == 3203168211198807973u);
    CHECK(random() == 9817491932198370423u);
    CHECK(random() == 4593380528125082431u);
    CHECK(random() == 16408922859458223821u);

    std::vector<double> bell(200'000);
    std::generate(bell.begin(), bell.end(), [&random] { return random.normal(); });
    CHECK(mean(bell) == Approx(0).margin(0.01));
    CHECK(deviation(bell) == Approx(1).margin(0.01));
    const auto within_one =
        std::count_if(bell.begin(), bell.end(), [](double x) { return std::abs(x) < 1; });
    CHECK(double(within_one) / 200'000 == Approx(0.683).margin(0.02));
}

TEST_CASE("BodyModel gives the same samples for the same seed, and goes on from a copy")
{
    Params params = irregular();
    params.heartbeat_ripple = 0.02;
    params.drift = 0.1;
    params.movements_per_hour = 60;
    params.noise = 0.01;

    const auto levels = [&params](std::uint64_t seed) {
        return each(readings(BodyModel(params, seed), 10'000), [](const BodyReading& reading) {
            return reading.level[kChest] + reading.level[kBelly];
        });
    };
    const auto once = levels(7);
    CHECK(once == levels(7));
    CHECK(once != levels(8));

    BodyModel body(params, 7);
    for (int i = 0; i < 5'000; ++i)
        body.next();
    BodyModel copy = body;
    for (int i = 5'000; i < 10'000; ++i) {
        const auto reading = copy.next();
        REQUIRE(reading.level[kChest] + reading.level[kBelly] == once[i]);
    }
}

TEST_CASE("BodyModel breathes the same breaths whatever disturbs the signal")
{
    Params disturbed = irregular();
    disturbed.heartbeat_ripple = 0.05;
    disturbed.drift = 0.2;
    disturbed.movements_per_hour = 100;
    disturbed.noise = 0.1;
    disturbed.quantisation_step = 0.01;

    const auto clean = readings(BodyModel(irregular(), 3), 20'000);
    const auto noisy = readings(BodyModel(disturbed, 3), 20'000);
    bool same = true;
    for (std::size_t i = 0; i < clean.size(); ++i)
        same = same && clean[i].volume == noisy[i].volume;
    CHECK(same);
    CHECK(clean.back().level != noisy.back().level);
}

TEST_CASE("BodyModel's truth is what the definition of the labels finds in the clean sum")
{
    struct Case {
        double rate_bpm;
        double phase_angle_deg;
        double pause_share;
        bool even;
    };
    const auto [rate_bpm, phase_angle_deg, pause_share, even] =
        GENERATE(values<Case>({{3, 0, 0.12, true},
                               {6, 12, 0.3, true},
                               {12, 0, 0, true},
                               {12, -20, 0.12, true},
                               {12, 60, 0.12, true},
                               {15, 150, 0.05, true},
                               {6, 180, 0, true},
                               {20, -90, 0.12, true},
                               {30, 30, 0.12, true},
                               {12, 0, 0.12, false},
                               {6, 20, 0.2, false},
                               {16, -45, 0.12, false},
                               {20, 30, 0.03, false}}));
    CAPTURE(rate_bpm, phase_angle_deg, pause_share, even);
    Params params = even ? Params{} : irregular();
    params.breath_rate_bpm = rate_bpm;
    params.phase_angle_deg = phase_angle_deg;
    params.expiratory_pause_share = pause_share;
    params.abdominal_share = 0.65;
    params.sample_rate_hz = 1000;

    BodyModel body(params, 11);
    std::vector<double> sum;
    std::vector<double> abdominal;
    while (double(sum.size()) < 40 * 60 / rate_bpm * params.sample_rate_hz) {
        const auto reading = body.next();
        sum.push_back(reading.volume[kChest] + reading.volume[kBelly]);
        abdominal.push_back(reading.volume[kBelly]);
    }
    const auto turns = measured_turns(sum, params.sample_rate_hz, 0.15);
    body.foresee(double(sum.size()) / params.sample_rate_hz + 3 * 60 / rate_bpm);
    const auto truth = body.truth();
    const auto at = [](double time_s) { return std::size_t(std::lround(time_s * 1000)); };

    // Out of phase the first breath may have begun before the signal.
    REQUIRE(turns.size() > 20);
    std::size_t k = 0;
    while (k < truth.size() && truth[k].expiration_onset_s < turns[0].peak_s - 0.1)
        ++k;
    REQUIRE(truth.size() >= k + turns.size());
    for (std::size_t i = 0; i < turns.size(); ++i, ++k) {
        CAPTURE(i, turns[i].onset_s);
        REQUIRE(truth[k].inspiration_onset_s == Approx(turns[i].onset_s).margin(0.0021));
        REQUIRE(truth[k].expiration_onset_s == Approx(turns[i].peak_s).margin(0.0021));
        const double rise = sum[at(turns[i].peak_s)] - sum[at(turns[i].trough_s)];
        const double abdominal_rise =
            abdominal[at(turns[i].peak_s)] - abdominal[at(turns[i].trough_s)];
        REQUIRE(truth[k].summed_amplitude == Approx(rise).margin(1e-4));
        REQUIRE(truth[k].summed_abdominal_share == Approx(abdominal_rise / rise).margin(0.01));
        if (i + 1 < turns.size())
            REQUIRE(truth[k].end_s == Approx(turns[i + 1].onset_s).margin(0.0021));
    }
}

TEST_CASE("BodyModel's rise starts where the pause ends, before the 10 % onset")
{
    const double rate_bpm = GENERATE(3., 8., 14., 30.);
    const auto truth = breaths_of({.breath_rate_bpm = rate_bpm}, 20 * 60 / rate_bpm);
    REQUIRE(truth.size() >= 18);
    for (std::size_t k = 0; k < truth.size(); ++k) {
        const double period_s = 60 / rate_bpm;
        CHECK(truth[k].rise_start_s == Approx(double(k) * period_s).margin(1e-3 * period_s));
        // 3u^2 - 2u^3 = 0.1 at u = 0.1958
        CHECK(truth[k].inspiration_onset_s
              == Approx((double(k) + 0.38 * 0.1958) * period_s).margin(1e-4 * period_s));
        CHECK(truth[k].expiration_onset_s
              == Approx((double(k) + 0.38) * period_s).margin(1e-4 * period_s));
        CHECK(truth[k].end_s - truth[k].inspiration_onset_s == Approx(period_s));
    }
}

TEST_CASE("BodyModel's phase angle is the lag of the chest behind the belly, its share that of "
          "their excursions")
{
    const double angle_deg = GENERATE(-150., -60., -12., 0., 12., 60., 120., 180.);
    const double share = GENERATE(0.2, 0.65);
    constexpr double kRateHz = 200;
    constexpr int kPeriod = 1000; // samples
    const auto all = readings(
        BodyModel(
            {.abdominal_share = share, .phase_angle_deg = angle_deg, .sample_rate_hz = kRateHz}),
        4 * kPeriod);

    // Circular cross-correlation over whole breaths: theta = 360 tau / T.
    const auto at_lag = [&all](int lag) {
        double sum = 0;
        for (int i = kPeriod; i < 2 * kPeriod; ++i)
            sum += all[i].volume[kBelly] * all[i + lag].volume[kChest];
        return sum;
    };
    int best = 0;
    for (int lag = -kPeriod / 2; lag <= kPeriod / 2; ++lag)
        if (at_lag(lag) > at_lag(best))
            best = lag;
    const double away_deg = 360. * best / kPeriod - angle_deg;
    CHECK(std::remainder(away_deg, 360.) == Approx(0).margin(0.4));

    double top[2] = {0, 0};
    for (const auto& reading : all)
        for (const auto band : {kChest, kBelly})
            top[band] = std::max(top[band], reading.volume[band]);
    CHECK(top[kBelly] / (top[kBelly] + top[kChest]) == Approx(share).margin(1e-4));
}

TEST_CASE("BodyModel in phase moves each band by its nominal share of every breath")
{
    for (const auto& breath : breaths_of(irregular(), 1000)) {
        REQUIRE(breath.summed_abdominal_share == Approx(breath.abdominal_share).margin(1e-6));
        REQUIRE(breath.summed_amplitude == Approx(breath.volume).margin(1e-6));
    }
}

TEST_CASE("BodyModel out of phase hides no movement: the share leaves 0 .. 1, the sum shrinks")
{
    for (const auto& breath : breaths_of({.abdominal_share = 0.65, .phase_angle_deg = 150}, 100)) {
        CHECK(breath.summed_abdominal_share > 1.1);
        CHECK(breath.summed_amplitude < 0.8 * breath.volume);
        CHECK(breath.abdominal_share == 0.65);
    }
}

TEST_CASE("BodyModel's breath is a quick rise, a slower fall that tails off, and a pause")
{
    BodyModel body({});
    body.foresee(10);
    const auto level = [&body](double share_of_breath) {
        return 2 * body.volume(Band::abdominal, 5 * (1 + share_of_breath));
    };
    CHECK(level(0) == 0);
    CHECK(level(0.38) == Approx(1));
    CHECK(level(0.19) == Approx(0.5)); // half way in
    CHECK(level(0.63) < 0.35);         // well past half way out
    CHECK(level(0.63) > 0.25);
    CHECK(level(0.88) == Approx(0).margin(1e-9));
    CHECK(level(0.97) == 0);

    double steepest_rise = 0, steepest_fall = 0;
    for (double t = 0; t < 1; t += 0.001) {
        steepest_rise = std::max(steepest_rise, level(t + 0.001) - level(t));
        steepest_fall = std::max(steepest_fall, level(t) - level(t + 0.001));
    }
    CHECK(steepest_rise == Approx(1.5 / 0.38 * 0.001).epsilon(0.01));
    CHECK(steepest_fall < steepest_rise);
    CHECK(steepest_fall > 0.8 * steepest_rise);
}

TEST_CASE("BodyModel varies from breath to breath as asked, and remembers")
{
    const double rate_bpm = GENERATE(3., 12., 30.);
    const Params params{.breath_rate_bpm = rate_bpm,
                        .abdominal_share = 0.6,
                        .time_variability = 0.12,
                        .amplitude_variability = 0.15,
                        .share_variability = 0.05};
    const auto truth = breaths_of(params, 4000 * 60 / rate_bpm, GENERATE(1u, 2u));
    REQUIRE(truth.size() > 3000);

    const auto volumes = each(truth, [](const auto& breath) { return breath.volume; });
    const auto shares = each(truth, [](const auto& breath) { return breath.abdominal_share; });
    std::vector<double> times;
    for (std::size_t k = 1; k < truth.size(); ++k)
        times.push_back(truth[k].rise_start_s - truth[k - 1].rise_start_s);

    CHECK(60 / mean(times) == Approx(rate_bpm).epsilon(0.03));
    CHECK(deviation(times) / mean(times) == Approx(0.12).epsilon(0.15));
    CHECK(mean(volumes) == Approx(1).epsilon(0.03));
    CHECK(deviation(volumes) == Approx(0.15).epsilon(0.15));
    CHECK(mean(shares) == Approx(0.6).margin(0.02));
    CHECK(deviation(shares) == Approx(0.05).epsilon(0.15));

    // 1/f-like: not forgotten after one breath, nor after ten, but in the end.
    for (const auto& numbers : {times, volumes, shares}) {
        CHECK(remembered(numbers, 1) == Approx(0.45).margin(0.12));
        CHECK(remembered(numbers, 10) == Approx(0.24).margin(0.12));
        CHECK(std::abs(remembered(numbers, 1000)) < 0.15);
    }
    // The share varies at unchanged volume: that is what calibration lives on.
    CHECK(std::abs(correlation(shares, volumes)) < 0.15);
}

TEST_CASE("BodyModel stays a possible body at every rate, in the middle of all disturbances")
{
    const double rate_bpm = GENERATE(range(3., 31., 3.));
    Params params = irregular();
    params.breath_rate_bpm = rate_bpm;
    params.inspiratory_share = 0.6;
    params.expiratory_pause_share = 0.35;
    params.phase_angle_deg = 180;
    params.movements_per_hour = 100;
    params.heartbeat_ripple = 0.05;
    params.sample_rate_hz = 1000;
    bool in_range = true;
    double jump = 0; // in one millisecond
    const auto all = readings(BodyModel(params, 5), 60'000);
    for (std::size_t i = 1; i < all.size(); ++i)
        for (const auto band : {kChest, kBelly}) {
            const double volume = all[i].volume[band];
            in_range = in_range && volume >= 0 && volume < 5 && std::isfinite(all[i].level[band]);
            jump = std::max(jump, std::abs(volume - all[i - 1].volume[band]));
        }
    CHECK(jump < 0.15);
    CHECK(in_range);
    const auto truth = breaths_of(params, 600, 5);
    for (std::size_t k = 1; k < truth.size(); ++k)
        REQUIRE(truth[k].rise_start_s > truth[k - 1].rise_start_s);
}

TEST_CASE("BodyModel sighs, holds and talks when asked, and only then")
{
    const auto count = [](const std::vector<TrueBreath>& breaths, BreathKind kind) {
        return std::count_if(breaths.begin(), breaths.end(),
                             [kind](const TrueBreath& breath) { return breath.kind == kind; });
    };
    constexpr double kTenHoursS = 36'000;

    const auto even = breaths_of({.time_variability = 0.1}, kTenHoursS);
    CHECK(count(even, BreathKind::normal) == std::ptrdiff_t(even.size()));

    const auto sighing = breaths_of({.sighs_per_hour = 12}, kTenHoursS);
    CHECK(count(sighing, BreathKind::sigh) == Approx(120).margin(35));
    for (const auto& breath : sighing) {
        const bool sigh = breath.kind == BreathKind::sigh;
        REQUIRE((breath.volume >= 2.2) == sigh); // others stay at 1
        REQUIRE(breath.volume < 3.01);
        if (sigh) // longer, and a pause afterwards
            REQUIRE(breath.end_s - breath.inspiration_onset_s > 1.4 * 5);
    }

    const auto holding = breaths_of({.holds_per_hour = 20, .hold_time_s = 15}, kTenHoursS);
    CHECK(count(holding, BreathKind::hold) == Approx(185).margin(45));
    for (const auto& breath : holding)
        REQUIRE((breath.end_s - breath.inspiration_onset_s > 19)
                == (breath.kind == BreathKind::hold));

    const auto talking = breaths_of({.speech_share = 0.3}, kTenHoursS);
    CHECK(double(count(talking, BreathKind::speech)) / double(talking.size())
          == Approx(0.3).margin(0.03));
}

TEST_CASE("BodyModel is clean unless disturbance is asked for")
{
    for (const auto& reading :
         readings(BodyModel({.gain = {2, -3}, .rest_level = {10, 20}}), 5'000)) {
        REQUIRE(reading.displacement == reading.volume);
        REQUIRE(reading.level[kChest] == 10 + 2 * reading.volume[kChest]);
        REQUIRE(reading.level[kBelly] == 20 - 3 * reading.volume[kBelly]);
    }
}

TEST_CASE("BodyModel's disturbances are as large as asked")
{
    const auto added = [](const Params& params, std::size_t band, std::size_t count) {
        return each(readings(BodyModel(params, 9), count), [band](const BodyReading& reading) {
            return reading.displacement[band] - reading.volume[band];
        });
    };
    const auto band = GENERATE(kChest, kBelly);

    SECTION("the heart ripples at its rate")
    {
        const auto ripple = added(
            {.tidal_amplitude = 2, .heart_rate_bpm = 72, .heartbeat_ripple = 0.03}, band, 15'000);
        const auto [low, high] = std::minmax_element(ripple.begin(), ripple.end());
        CHECK(*high - *low == Approx(2 * 0.03).epsilon(0.02));
        CHECK(mean(ripple) == Approx(0).margin(0.001));
        double near = 0;
        for (double rate_bpm = 66; rate_bpm <= 78; rate_bpm += 0.2)
            near += std::pow(tone(ripple, rate_bpm / 60, 50), 2);
        double far = 0;
        for (double rate_bpm = 40; rate_bpm <= 52; rate_bpm += 0.2)
            far += std::pow(tone(ripple, rate_bpm / 60, 50), 2);
        CHECK(near > 100 * far);
    }
    SECTION("drift is slow")
    {
        const auto drift = added({.drift = 0.1, .sample_rate_hz = 10}, band, 300'000);
        CHECK(deviation(drift) == Approx(0.1).epsilon(0.2));
        CHECK(mean(drift) == Approx(0).margin(0.02));
        CHECK(remembered(drift, 100) > 0.7); // 10 s
    }
    SECTION("movements come at their rate and go")
    {
        const auto movement =
            added({.movements_per_hour = 12, .movement_size = 1, .sample_rate_hz = 10}, band,
                  360'000); // 10 h
        int episodes = 0;
        int quiet = 0;
        for (std::size_t i = 1; i < movement.size(); ++i) {
            const bool still = std::abs(movement[i] - movement[i - 1]) < 0.02;
            episodes += !still && quiet > 50;
            quiet = still ? quiet + 1 : 0;
        }
        CHECK(episodes == Approx(120).margin(35));
        CHECK(*std::max_element(movement.begin(), movement.end()) > 1);
        CHECK(*std::max_element(movement.begin(), movement.end()) < 5);
    }
}

TEST_CASE("BodyModel's heart beats at its rate, faster while the breath comes in")
{
    const auto all = readings(BodyModel({.breath_rate_bpm = 6, .heart_rate_bpm = 60}, 2), 90'000);
    double beats = 0, in_beats = 0, in_s = 0, out_beats = 0, out_s = 0;
    for (const auto& reading : all) {
        const bool full = reading.volume[kChest] + reading.volume[kBelly] > 0.5;
        beats += reading.heartbeat;
        (full ? in_beats : out_beats) += reading.heartbeat;
        (full ? in_s : out_s) += 1. / 50;
    }
    CHECK(beats / 1800 == Approx(1).epsilon(0.03));
    CHECK(in_beats / in_s > 1.02 * out_beats / out_s);
}

TEST_CASE("BodyModel's belts count in steps, with noise")
{
    const Params params{.gain = {400, 400}, .noise = 2, .quantisation_step = 0.5};
    std::vector<double> noise;
    for (const auto& reading : readings(BodyModel(params), 20'000)) {
        const double steps = reading.level[kBelly] / 0.5;
        REQUIRE(steps == std::floor(steps));
        noise.push_back(reading.level[kBelly] - 400 * reading.volume[kBelly]);
    }
    CHECK(mean(noise) == Approx(0).margin(0.05));
    CHECK(deviation(noise) == Approx(2).epsilon(0.03));
}

namespace {

// Lets a body hear an even guide for a while, then silence; all its breaths.
struct Guided {
    double rate_bpm = 6;
    double level = 1;
    double until_s = 300;

    static constexpr double kStartS = 30;

    bool sounds(double t) const { return t >= kStartS && t < until_s; }
    double position(double t) const
    {
        const double cycles = (t - kStartS) * rate_bpm / 60;
        return cycles - std::floor(cycles);
    }
    std::vector<TrueBreath> operator()(const Params& params, std::uint64_t seed = 1) const
    {
        BodyModel body(params, seed);
        for (double t = 0; t < 600; t = body.next().time_s)
            body.hear(!sounds(t) ? Target{}
                                 : Target{.intent = Intent::guide,
                                          .level = level,
                                          .cycle_position = position(t),
                                          .breath_rate_bpm = rate_bpm,
                                          .inspiratory_time_s = 0.4 * 60 / rate_bpm,
                                          .expiratory_time_s = 0.6 * 60 / rate_bpm});
        return body.truth();
    }
};

// Rise start to rise start, of the breaths that start between two times.
std::vector<double> breath_times(const std::vector<TrueBreath>& truth, double from_s, double to_s)
{
    std::vector<double> times;
    for (std::size_t k = 1; k < truth.size(); ++k)
        if (truth[k - 1].rise_start_s >= from_s && truth[k - 1].rise_start_s < to_s)
            times.push_back(truth[k].rise_start_s - truth[k - 1].rise_start_s);
    return times;
}

} // namespace

TEST_CASE("BodyModel falls in with a guide's pace, ratio and onset, and goes back afterwards")
{
    const double own_bpm = GENERATE(8., 12., 20.);
    const Guided guide{.rate_bpm = GENERATE(5.5, 6., 10.)};
    const auto truth = guide({.breath_rate_bpm = own_bpm, .following = 0.7});
    const double guide_s = 60 / guide.rate_bpm;

    for (const double time_s : breath_times(truth, 120, 280))
        CHECK(time_s == Approx(guide_s).epsilon(0.01));
    for (const double time_s : breath_times(truth, 420, 560))
        CHECK(time_s == Approx(60 / own_bpm).epsilon(0.01));
    for (const auto& breath : truth)
        if (breath.rise_start_s > 120 && breath.rise_start_s < 280) {
            const double late =
                guide.position(breath.rise_start_s + guide_s / 2) - 0.5; // of a breath
            CHECK(late == Approx(0).margin(0.02));
            CHECK(breath.expiration_onset_s - breath.inspiration_onset_s
                  == Approx(0.4 * guide_s).epsilon(0.02));
            // as much air past the dead space as before
            CHECK((breath.volume - 0.3) * guide.rate_bpm == Approx(0.7 * own_bpm).epsilon(0.02));
        }
}

TEST_CASE("BodyModel follows as readily as asked, and not a guide it does not hear")
{
    const auto breaths_to_slow = [](double following) {
        const auto times = breath_times(Guided{}({.breath_rate_bpm = 12, .following = following}),
                                        Guided::kStartS, 300);
        return std::find_if(times.begin(), times.end(), [](double t) { return t > 9; })
            - times.begin();
    };
    CHECK(breaths_to_slow(1) <= 3);
    CHECK(breaths_to_slow(0.7) <= 5);
    CHECK(breaths_to_slow(0.2) > breaths_to_slow(0.7));

    const double following = GENERATE(0., 0.9);
    const Guided guide{.level = following > 0 ? 0.2 : 1.};
    for (const double time_s :
         breath_times(guide({.breath_rate_bpm = 12, .following = following}), 0, 500))
        CHECK(time_s == Approx(5));
}

TEST_CASE("BodyModel never lets a guide slow it past its limit, however it varies")
{
    const double variability = GENERATE(0., 0.2);
    const auto truth = Guided{.rate_bpm = 4}({.breath_rate_bpm = 14,
                                              .time_variability = variability,
                                              .following = 0.9,
                                              .slowest_rate_bpm = 7},
                                             6);
    const auto times = breath_times(truth, 60, 280);
    REQUIRE(times.size() > 20);
    CHECK(*std::max_element(times.begin(), times.end()) <= 60. / 7 + 1e-3);
    CHECK(mean(times) > 60. / 9); // it does try

    SECTION("nor does a guide that stands still stop its breath")
    {
        BodyModel body({.breath_rate_bpm = 14, .following = 0.9});
        body.hear({.level = 1, .inspiratory_time_s = 4000, .expiratory_time_s = 6000});
        body.foresee(600);
        for (const double time_s : breath_times(body.truth(), 0, 500))
            CHECK(time_s <= 12.001); // 5 a minute
    }
}

TEST_CASE("BodyImu feels gravity tilt with the breath, and turns as fast as it tilts")
{
    BodyImu::Params params{.mounting_deg = {10, -20, 30},
                           .heartbeat_g = 0,
                           .noise_g = 0,
                           .noise_dps = 0,
                           .step_g = 0,
                           .step_dps = 0};
    BodyImu imu(params, 1);
    BodyModel body({.breath_rate_bpm = 10, .abdominal_share = 1, .sample_rate_hz = 100});
    const auto angle_deg = [](const Vector& a, const Vector& b) {
        const double cosine = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
        return std::acos(std::min(1., cosine)) * 180 / std::numbers::pi;
    };

    const auto at_rest = imu(0, false);
    double turned = 0;
    double most = 0;
    for (int i = 0; i < 3000; ++i) {
        const double displacement = body.next().displacement[kBelly];
        const auto reading = imu(displacement, false);
        const auto& [x, y, z] = reading.acceleration_g;
        REQUIRE(std::hypot(x, y, z) == Approx(1));
        const double tilt_deg = angle_deg(reading.acceleration_g, at_rest.acceleration_g);
        REQUIRE(tilt_deg == Approx(3 * displacement).margin(1e-4));

        const auto& [p, q, r] = reading.angular_rate_dps;
        const double rate_dps = std::hypot(p, q, r);
        // omega is across gravity, about one axis that never changes
        REQUIRE(p * x + q * y + r * z == Approx(0).margin(1e-9));
        turned += (p > 0 ? 1 : -1) * rate_dps / 100;
        REQUIRE(std::abs(turned) == Approx(tilt_deg).margin(1e-4));
        most = std::max(most, tilt_deg);
    }
    CHECK(most == Approx(3).margin(0.01));
}

TEST_CASE("BodyImu is noisy by 1 to 2 mg, counts in steps and shakes with the heart")
{
    BodyImu still({.heartbeat_g = 0}, 1);
    BodyImu beating({}, 1);
    std::vector<double> noise;
    std::vector<double> shake;
    for (int i = 0; i < 10'000; ++i) {
        const auto reading = still(0, i % 100 == 0);
        REQUIRE(reading.acceleration_g[2] * 2048 == std::floor(reading.acceleration_g[2] * 2048));
        noise.push_back(reading.acceleration_g[0]);
        const double z = beating(0, i % 100 == 0).acceleration_g[2];
        if (i % 100 < 20)
            shake.push_back(z);
    }
    CHECK(deviation(noise) > 0.001);
    CHECK(deviation(noise) < 0.002);
    CHECK(deviation(shake) > 2 * deviation(noise));
    CHECK(*std::max_element(shake.begin(), shake.end()) < 1.02);
}

TEST_CASE("Breather is the model: its onsets are where its level turns, its noise is its seed's")
{
    test::Breather breather{.rate_bpm = 6, .amplitude = 3, .phase_angle_deg = 30};
    std::vector<double> signal;
    for (double t = 0; t < 100; t += 0.001)
        signal.push_back(breather.level(t));
    const auto turns = measured_turns(signal, 1000, 0.5);
    const auto truth = breather.breaths(100);
    REQUIRE(turns.size() == 9);
    REQUIRE(truth.size() == 9); // the first peak has no breath before it to measure
    for (std::size_t i = 0; i + 1 < turns.size(); ++i)
        CHECK(truth[i + 1].inspiration_onset_s == Approx(turns[i].onset_s).margin(0.002));

    test::Breather noisy{.noise_rms = 0.1, .seed = 4};
    test::Breather same{.noise_rms = 0.1, .seed = 4};
    test::Breather other{.noise_rms = 0.1, .seed = 5};
    CHECK(noisy.levels(1) == same.levels(1));
    CHECK(noisy.level(2) != other.level(2));
    CHECK(test::Breather{.amplitude = 0}.level(1.5) == 0);
}
