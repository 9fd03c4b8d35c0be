// Whether people who take too much air with a guide are helped in time, and everybody else is left
// in peace: simulated followers with their carbon dioxide, and ordinary breathing heard from belts.
//     usage: air [BODIES [HOURS]]
#include "devices/simulated_body.hpp"
#include "support/observing.hpp"
#include "support/over_breathing.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

using namespace crura;
using namespace crura::test;
using sessions::AirGuard;

namespace {

double quantile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[std::size_t(share * double(values.size() - 1))];
}

using Change = std::function<void(DeepFollowerTraits&)>;

void print_led(const std::string& name, int bodies, bool guarded, const Change& change = {},
               const AirGuard::Params& params = {})
{
    std::vector<double> high_s, true_s, pco2;
    double words = 0, yields = 0, rests = 0, mirrors = 0, minutes = 0;
    int beyond = 0, true_beyond = 0;
    for (int seed = 1; seed <= bodies; ++seed) {
        devices::Random random{std::uint64_t(seed)};
        auto traits = DeepFollowerTraits::drawn(random);
        if (change)
            change(traits);
        const auto outcome = led_session(traits, std::uint64_t(seed), guarded, 20, params);
        high_s.push_back(outcome.longest_high_s);
        true_s.push_back(outcome.longest_true_high_s);
        pco2.push_back(outcome.lowest_pco2_mmhg);
        beyond += outcome.longest_high_s > 60;
        true_beyond += outcome.longest_true_high_s > 60;
        words += outcome.softer;
        yields += outcome.yields;
        rests += outcome.rests;
        mirrors += outcome.mirrored;
        minutes += outcome.minutes_led / bodies;
    }
    fmt::print("| {:<38} | {:>3.0f} / {:>3.0f} / {:>4.0f} | {:>4} | {:>3.0f} / {:>4.0f} | {:>4} | "
               "{:>4.1f} / {:>4.1f} | {:>4.1f} | {:>4.1f} | {:>4.2f} | {:>4.2f} | {:>4.1f} |\n",
               name, quantile(high_s, 0.5), quantile(high_s, 0.95), quantile(high_s, 1), beyond,
               quantile(true_s, 0.5), quantile(true_s, 1), true_beyond, quantile(pco2, 0.5),
               quantile(pco2, 0), words / bodies, yields / bodies, rests / bodies, mirrors / bodies,
               minutes);
}

// As the arithmetic was first written down: each limit held for a minute before anything follows.
AirGuard::Params by_the_minute()
{
    AirGuard::Params params;
    params.yield = 1.25;
    params.yield_after_s = 60;
    params.high = params.soon = 1e9;
    params.far_after_s = 30;
    return params;
}

void print_all_led(int bodies)
{
    fmt::print(
        "Led for 18 of 20 minutes, {} bodies: longest time with the index above 1.25 (median, "
        "95 %, most), bodies beyond 60 s;\nthe same of the body's own ventilation over 20 s "
        "(median, most); lowest PCO2 (median, least); a session has words, yields,\nrests, "
        "lasting mirrors, minutes led\n\n",
        bodies);
    fmt::print(
        "| {:<38} | {:>16} | >60s | {:>10} | >60s | {:>11} | word | yiel | rest | mirr | led  "
        "|\n",
        "", "index [s]", "own [s]", "PCO2 [mmHg]");
    print_led("guard off", bodies, false);
    print_led("guard on", bodies, true);
    print_led("minute rules alone", bodies, true, {}, by_the_minute());
    print_led("on, nobody heeds words", bodies, true, [](auto& body) { body.heeds = 1; });
    print_led("on, lets go slowly (30 s)", bodies, true,
              [](auto& body) { body.lets_go_tau_s = 30; });
    print_led("on, never lets go", bodies, true, [](auto& body) { body.lets_go_tau_s = 1e9; });
    print_led("on, breath varies half as much", bodies, true, [](auto& body) {
        body.depth_spread /= 2;
        body.time_spread /= 2;
    });
    print_led("on, breath varies half as much again", bodies, true, [](auto& body) {
        body.depth_spread *= 1.5;
        body.time_spread *= 1.5;
    });
    const auto rightly = [](auto& body) {
        body.deepening = 0.7;
        body.sudden = 0;
    };
    print_led("deepens as a slower breath needs, off", bodies, false, rightly);
    print_led("deepens as a slower breath needs, on", bodies, true, rightly);
}

struct Ordinary {
    double hours = 0, known_s = 0, all_s = 0;
    double sum = 0, power = 0, plus_minus = 0;
    int words = 0, yields = 0, rests = 0, mirrors = 0;
};

// Half hours of one body, heard from belts whose gains are taken as known, as nobody who leads
// would know better.
Ordinary ordinary(const devices::BodyModel::Params& params, double hours)
{
    constexpr double kHalfHour = 1800;
    Ordinary sum;
    for (unsigned seed = 1; sum.hours < hours; ++seed, sum.hours += 0.5) {
        devices::BodyModel body(params, seed);
        std::vector<Sample> samples;
        for (auto reading = body.next(); reading.time_s < kHalfHour; reading = body.next())
            for (const Band band : {Band::thoracic, Band::abdominal})
                samples.push_back({time_from_seconds(reading.time_s),
                                   reading.level[std::size_t(band)],
                                   {band, Quantity::displacement}});
        AirGuard guard({});
        Observing hear;
        hear(samples, samples.back().time, [&](Time now, const BreathState& heard) {
            BreathState state = heard;
            if (state.partition == Partition::uncalibrated)
                state.partition = Partition::calibrated;
            sessions::Wishes wishes;
            guard(now, state, {}, wishes);
            for (const auto& decision : wishes.decisions) {
                sum.words += decision.kind == DecisionKind::softer;
                sum.yields += decision.kind == DecisionKind::yield;
                sum.rests += decision.kind == DecisionKind::rest;
                sum.mirrors += decision.kind == DecisionKind::mirror;
            }
            const double tick_s = to_seconds(kFrameStep);
            sum.all_s += tick_s;
            if (!state.ventilation.known)
                return;
            sum.known_s += tick_s;
            sum.sum += state.ventilation.value * tick_s;
            sum.power += state.ventilation.value * state.ventilation.value * tick_s;
            sum.plus_minus += state.ventilation.plus_minus * tick_s;
        });
    }
    return sum;
}

void print_ordinary(double hours)
{
    fmt::print(
        "\nNobody leads, {} hours a row, heard from belts: advice an hour, and the index\n\n",
        hours);
    fmt::print("| {:<34} | words | yields | rests | mirrors | known | mean | SD   | +-   |\n", "");
    const auto row = [hours](const std::string& name, const devices::BodyModel::Params& params) {
        const auto sum = ordinary(params, hours);
        const double mean = sum.sum / sum.known_s;
        fmt::print("| {:<34} | {:>5.1f} | {:>6.1f} | {:>5.1f} | {:>7.1f} | {:>3.0f} % | {:>4.2f} | "
                   "{:>4.2f} | {:>4.2f} |\n",
                   name, sum.words / sum.hours, sum.yields / sum.hours, sum.rests / sum.hours,
                   sum.mirrors / sum.hours, 100 * sum.known_s / sum.all_s, mean,
                   std::sqrt(sum.power / sum.known_s - mean * mean), sum.plus_minus / sum.known_s);
    };
    for (const char* name : {"calm", "chest", "slow", "anxious", "restless"})
        row(name, devices::SimulatedBody::find(name)->body);
    auto steady = devices::SimulatedBody::find("calm")->body;
    steady.time_variability = steady.amplitude_variability = 0.06;
    row("calm, varying half as much", steady);
    steady.sighs_per_hour = 30;
    row("that, with 30 sighs an hour", steady);
    steady.sighs_per_hour = 12;
    steady.speech_share = 0.5;
    row("that, half of the breaths speech", steady);
}

} // namespace

int main(int count, char** arguments)
{
    print_all_led(count > 1 ? std::atoi(arguments[1]) : 1000);
    print_ordinary(count > 2 ? std::atof(arguments[2]) : 5);
}
