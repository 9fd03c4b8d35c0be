// Whether shaking is told from breath, steps, heart and voice: synthetic trunks, and what a person
// with an accelerometer on the chest felt.      usage: tremor [SEED ...]
#include "breath/events/tremor.hpp"
#include "breath/aligner.hpp"
#include "breath/events/tremor_filter.hpp"
#include "breath/tracker.hpp"
#include "support/observing.hpp"
#include "support/shaking.hpp"

#include <fmt/core.h>

#include <cmath>
#include <cstdlib>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

using namespace crura;
using namespace crura::test;
using devices::Random;

namespace {

struct Heard {
    int ticks = 0;                            // after the first 6 s
    int on = 0;                               // of them
    int events = 0;                           // that began
    double frequency_hz = 0, strength_mg = 0; // means, while on
    double first_s = -1, first_start_s = -1;  // of an event: known, began
    double last_over_s = -1, last_end_s = -1;
    double rate_error_bpm = 0;
    int rates = 0, unknown = 0;
};

Heard hear(const std::vector<Sample>& samples, double breath_bpm, double rate_from_s = 40,
           bool filtered = true)
{
    auto aligner = std::make_unique<breath::Aligner>(breath::Aligner::Params{});
    auto tracker = std::make_unique<breath::Tracker>(breath::Tracker::Params{});
    breath::TremorDetector tremor({});
    breath::TremorFilter filter({});
    BreathState state;
    Heard heard;
    std::size_t given = 0;
    for (Time now{}; now <= samples.back().time; now += kFrameStep) {
        std::size_t due = given;
        while (due < samples.size() && samples[due].time <= now)
            ++due;
        aligner->add(std::span(samples).subspan(given, due - given));
        given = due;
        state.onsets.clear();
        state.breaths.clear();
        state.events.clear();
        while (const auto frame = aligner->next(now)) {
            tremor(*frame, now, state);
            (*tracker)(filtered ? filter(*frame, tremor.rhythm_hz()) : *frame, now, state);
        }
        const double t = to_seconds(now);
        for (const auto& event : state.events)
            if (event.over) {
                heard.last_over_s = t;
                heard.last_end_s = to_seconds(event.end);
            } else {
                ++heard.events;
                if (heard.first_s < 0) {
                    heard.first_s = t;
                    heard.first_start_s = to_seconds(event.start);
                }
            }
        if (t < 6)
            continue;
        ++heard.ticks;
        if (state.tremor.on) {
            ++heard.on;
            heard.frequency_hz += state.tremor.frequency_hz.value;
            heard.strength_mg += state.tremor.strength_mg.value;
        }
        if (t > rate_from_s && now.time_since_epoch() % std::chrono::seconds(1) == Duration(0)) {
            ++heard.rates;
            heard.unknown += !state.breath_rate_bpm.known;
            if (state.breath_rate_bpm.known)
                heard.rate_error_bpm += std::fabs(state.breath_rate_bpm.value - breath_bpm);
        }
    }
    heard.frequency_hz /= std::max(heard.on, 1);
    heard.strength_mg /= std::max(heard.on, 1);
    heard.rate_error_bpm /= std::max(heard.rates - heard.unknown, 1);
    return heard;
}

constexpr double kUntilS = 90;

struct Scene {
    std::string name;
    std::function<std::vector<Sample>(Random& random, unsigned seed)> samples;
};

std::vector<Scene> quiet_scenes()
{
    const auto trunk = [](Random& random, unsigned seed) {
        return ShakenTrunk{
            .breath_bpm = random.uniform(6, 20), .tilt_deg = random.uniform(0.5, 4), .seed = seed};
    };
    const auto lying = [=](auto make) {
        return [=](Random& random, unsigned seed) {
            const auto here = trunk(random, seed);
            return here({{heartbeat(random.uniform(50, 90), random.uniform(0.005, 0.03),
                                    here.rate_hz, random.fork())},
                         {make(random, here.rate_hz)}},
                        kUntilS);
        };
    };
    const auto upright = [=](auto make) {
        return [=](Random& random, unsigned seed) {
            auto here = trunk(random, seed);
            here.upright = true;
            return here({{make(random, here.rate_hz)}}, kUntilS);
        };
    };
    return {
        {"rest", lying([](Random&, double) -> Shaking { return [] { return Vector3{}; }; })},
        {"strong heart", lying([](Random& random, double rate_hz) {
             return heartbeat(random.uniform(45, 130), random.uniform(0.03, 0.08), rate_hz,
                              random.fork());
         })},
        {"ringing heart", lying([](Random& random, double rate_hz) {
             return strikes(random.uniform(0.8, 2.3), random.uniform(4, 12),
                            random.uniform(0.08, 0.25), random.uniform(0.02, 0.08), rate_hz,
                            random.fork());
         })},
        {"talking", lying([](Random& random, double rate_hz) {
             return bursts(random.uniform(3, 6), 0.12, 0.3, random.uniform(0.03, 0.08), rate_hz,
                           random.fork());
         })},
        {"coughing", lying([](Random& random, double rate_hz) {
             return bursts(random.uniform(1, 3), 0.25, 1, random.uniform(0.2, 0.6), rate_hz,
                           random.fork());
         })},
        {"laughing", lying([](Random& random, double rate_hz) {
             return bursts(random.uniform(4, 6), 0.1, 0.5, random.uniform(0.2, 0.4), rate_hz,
                           random.fork());
         })},
        {"over-breathing",
         [](Random& random, unsigned seed) {
             const ShakenTrunk here{.breath_bpm = random.uniform(40, 77),
                                    .tilt_deg = random.uniform(2, 6),
                                    .seed = seed};
             return here({}, kUntilS);
         }},
        {"walking", upright([](Random& random, double rate_hz) {
             return gait(random.uniform(1.4, 2.3), random.uniform(0.1, 0.5), false, rate_hz,
                         random.fork());
         })},
        {"heavy heels", upright([](Random& random, double rate_hz) {
             return strikes(random.uniform(1.4, 3.1), random.uniform(4, 12),
                            random.uniform(0.05, 0.15), random.uniform(0.2, 1), rate_hz,
                            random.fork());
         })},
        {"running", upright([](Random& random, double rate_hz) {
             return gait(random.uniform(2.2, 3.2), random.uniform(0.6, 1.4), true, rate_hz,
                         random.fork());
         })},
    };
}

void print_quiet(const std::vector<unsigned>& seeds)
{
    fmt::print("| without a tremor | time on, % | events an hour |\n|---|---|---|\n");
    for (const auto& scene : quiet_scenes()) {
        double ticks = 0, on = 0, events = 0;
        for (const unsigned seed : seeds) {
            Random random(seed);
            const auto heard = hear(scene.samples(random, seed), 12);
            ticks += heard.ticks;
            on += heard.on;
            events += heard.events;
        }
        fmt::print("| {} | {:.2f} | {:.1f} |\n", scene.name, 100 * on / ticks,
                   events / (ticks / 3600 / kFrameRateHz));
    }
}

void print_tremor(const std::vector<unsigned>& seeds)
{
    fmt::print("\n| tremor | rate Hz | found | known after s | start off s | end off s | off Hz | "
               "off mg, % | time on, % |\n|---|---|---|---|---|---|---|---|---|\n");
    struct Kind {
        std::string name;
        double low_hz, high_hz, raggedness, rate_hz, low_g, high_g;
    };
    for (const Kind& kind : {Kind{"even, 4-9 Hz", 4, 9, 0, 100, 0.01, 0.2},
                             Kind{"bursty, 4-9 Hz", 4, 9, 1, 100, 0.01, 0.2},
                             Kind{"bursty, 9-13 Hz", 9, 12.5, 1, 100, 0.01, 0.2},
                             Kind{"slow, 1.6-3.5 Hz", 1.6, 3.5, 0.3, 100, 0.02, 0.15},
                             Kind{"bursty, 4-9 Hz", 4, 9, 1, 50, 0.01, 0.2},
                             Kind{"bursty, 4-9 Hz", 4, 9, 1, 33, 0.01, 0.2},
                             Kind{"too slow a sensor", 4, 9, 0.5, 25, 0.01, 0.2},
                             Kind{"too slow a sensor", 4, 9, 0.5, 10, 0.01, 0.2}}) {
        int found = 0;
        double known_s = 0, start_s = 0, end_s = 0, off_hz = 0, off_mg = 0, on = 0;
        for (const unsigned seed : seeds) {
            Random random(seed);
            const ShakenTrunk here{.breath_bpm = random.uniform(6, 18),
                                   .tilt_deg = random.uniform(0.5, 3),
                                   .rate_hz = kind.rate_hz,
                                   .seed = seed};
            const double hz = random.uniform(kind.low_hz, kind.high_hz);
            const double g = random.uniform(kind.low_g, kind.high_g);
            const double from_s = random.uniform(30, 31), to_s = random.uniform(60, 61);
            const auto heard = hear(
                here({{heartbeat(random.uniform(50, 90), 0.008, here.rate_hz, random.fork())},
                      {tremor(hz, g, kind.raggedness, here.rate_hz, random.fork()), from_s, to_s}},
                     kUntilS),
                here.breath_bpm);
            on += heard.on / kFrameRateHz / (to_s - from_s) / double(seeds.size());
            if (heard.first_s < from_s)
                continue;
            ++found;
            known_s += heard.first_s - from_s;
            start_s += std::fabs(heard.first_start_s - from_s);
            end_s += std::fabs(heard.last_end_s - to_s);
            off_hz += std::fabs(heard.frequency_hz - hz);
            off_mg += std::fabs(heard.strength_mg / 1e3 / g - 1);
        }
        const double n = std::max(found, 1);
        fmt::print(
            "| {} | {:.0f} | {}/{} | {:.1f} | {:.2f} | {:.2f} | {:.2f} | {:.0f} | {:.0f} |\n",
            kind.name, kind.rate_hz, found, seeds.size(), known_s / n, start_s / n, end_s / n,
            off_hz / n, 100 * off_mg / n, 100 * on);
    }
}

struct RateErrors {
    double bpm = 0;     // mean of those that are known
    double unknown = 0; // share
};

// What is told of the rate in the end, once a second.
RateErrors told(const std::vector<Sample>& samples, double breath_bpm, double from_s)
{
    int rates = 0, unknown = 0;
    double error_bpm = 0;
    Observing observe;
    observe(samples, samples.back().time, [&](Time now, const BreathState& state) {
        if (to_seconds(now) <= from_s
            || now.time_since_epoch() % std::chrono::seconds(1) != Duration(0))
            return;
        ++rates;
        unknown += !state.breath_rate_bpm.known;
        if (state.breath_rate_bpm.known)
            error_bpm += std::fabs(state.breath_rate_bpm.value - breath_bpm);
    });
    return {error_bpm / std::max(rates - unknown, 1), double(unknown) / rates};
}

// And what the tracker alone makes of it.
RateErrors tracked(const std::vector<Sample>& samples, double breath_bpm, double from_s,
                   bool filtered)
{
    const auto heard = hear(samples, breath_bpm, from_s, filtered);
    return {heard.rate_error_bpm, double(heard.unknown) / heard.rates};
}

// How well the breath rate is heard while a tremor of five times the breath's acceleration runs.
void print_rates(const std::vector<unsigned>& seeds)
{
    fmt::print("\n| rate error /min (unknown, %), tremor of 5x the breath | told | tracker | "
               "tracker, unfiltered | told, no tremor |\n|---|---|---|---|---|\n");
    struct Band {
        double low_hz, high_hz;
    };
    for (const Band& band : {Band{1, 1.6}, Band{1.6, 2}, Band{2, 3}, Band{3, 4}, Band{4, 6},
                             Band{6, 9}, Band{9, 13}}) {
        std::array<RateErrors, 4> sum{};
        for (const unsigned seed : seeds) {
            const auto samples = [&](bool shaken) {
                Random random(seed);
                const ShakenTrunk here{.breath_bpm = random.uniform(6, 18),
                                       .tilt_deg = random.uniform(1, 3),
                                       .seed = seed};
                const double breath_g = here.tilt_deg / 360 * kTurn / 2; // amplitude
                const double hz = random.uniform(band.low_hz, band.high_hz);
                const double rms_g = shaken ? 5 * breath_g / std::sqrt(2.) : 0;
                return here({{tremor(hz, rms_g, 0.5, here.rate_hz, random.fork()), 30, 120}}, 120);
            };
            const double bpm = Random(seed).uniform(6, 18);
            constexpr double kFromS = 45;
            const auto shaken = samples(true);
            const std::array errors{told(shaken, bpm, kFromS), tracked(shaken, bpm, kFromS, true),
                                    tracked(shaken, bpm, kFromS, false),
                                    told(samples(false), bpm, kFromS)};
            for (std::size_t way = 0; way < errors.size(); ++way) {
                sum[way].bpm += errors[way].bpm / double(seeds.size());
                sum[way].unknown += errors[way].unknown / double(seeds.size());
            }
        }
        fmt::print("| {}-{} Hz |", band.low_hz, band.high_hz);
        for (const auto& each : sum)
            fmt::print(" {:.2f} ({:.0f}) |", each.bpm, 100 * each.unknown);
        fmt::print("\n");
    }
}

} // namespace

int main(int argc, char** argv)
{
    std::vector<unsigned> seeds;
    for (int i = 1; i < argc; ++i)
        seeds.push_back(unsigned(std::strtoul(argv[i], nullptr, 10)));
    if (seeds.empty())
        for (unsigned seed = 1; seed <= 20; ++seed)
            seeds.push_back(seed);
    print_quiet(seeds);
    print_tremor(seeds);
    print_rates(seeds);
}
