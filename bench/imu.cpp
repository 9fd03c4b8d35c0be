// How well motion sensors tell the breathing rate: sitting and standing people made up from seeds.
// usage: imu [first seed] [people] [how many of the three voices]
#include "breath/aligner.hpp"
#include "breath/sensors/conditioner.hpp"
#include "breath/sensors/imu_rate.hpp"
#include "support/hearing.hpp"
#include "support/observing.hpp"
#include "support/swaying_body.hpp"

#include <fmt/core.h>

#include <exception>
#include <string>
#include <vector>

using namespace crura;
using namespace crura::test;

namespace {

constexpr double kWindowS = 30, kHopS = 10, kLengthS = 300;

struct Errors {
    double total = 0;
    int within_2 = 0, known = 0, all = 0;

    void add(std::optional<double> said_bpm, double true_bpm)
    {
        ++all;
        if (!said_bpm)
            return;
        ++known;
        total += std::fabs(*said_bpm - true_bpm);
        within_2 += std::fabs(*said_bpm - true_bpm) <= 2;
    }
    std::string text() const
    {
        return fmt::format("{:5.2f} {:3.0f}% {:3.0f}%", known ? total / known : 0.,
                           100. * within_2 / std::max(known, 1), 100. * known / std::max(all, 1));
    }
};

// What was said at every frame.
struct Said {
    std::vector<double> time_s;
    std::vector<std::optional<double>> bpm;

    void add(double time, const Estimate& rate)
    {
        time_s.push_back(time);
        bpm.push_back(rate.known ? std::optional(rate.value) : std::nullopt);
    }
    std::optional<double> mean(double from_s, double to_s) const
    {
        double total = 0;
        int count = 0;
        for (std::size_t i = 0; i < time_s.size(); ++i)
            if (time_s[i] >= from_s && time_s[i] < to_s && bpm[i]) {
                total += *bpm[i];
                ++count;
            }
        return count ? std::optional(total / count) : std::nullopt;
    }
    std::optional<double> at(double from_s, double to_s) const
    {
        return mean(std::max(from_s, to_s - 0.1), to_s);
    }
};

// The method of the table of reference: spectra of the differenced gravity vector, summed over its
// axes, of the whole window at once.
double reference_bpm(const std::vector<breath::Vector>& up, double from_s, double to_s)
{
    const auto first = std::size_t(from_s * 10), last = std::size_t(to_s * 10);
    double best = 0, best_bpm = 0;
    for (double bpm = 7.2; bpm <= 42; bpm += 0.2) {
        double power = 0;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            double re = 0, im = 0;
            for (std::size_t i = first + 1; i < last; ++i) {
                const double u = double(i - first) / double(last - first);
                const double x = (up[i][axis] - up[i - 1][axis]) * (1 - std::cos(2 * M_PI * u));
                re += x * std::cos(2 * M_PI * bpm / 600 * double(i));
                im += x * std::sin(2 * M_PI * bpm / 600 * double(i));
            }
            power += re * re + im * im;
        }
        if (power > best) {
            best = power;
            best_bpm = bpm;
        }
    }
    return best_bpm;
}

struct Table {
    Errors reference, spectral, spectral_mean, tracker, tracker_mean, breaths, told;
};

double true_rate(const std::vector<devices::TrueBreath>& breaths, double from_s, double to_s)
{
    double total_s = 0;
    int count = 0;
    for (const auto& breath : breaths)
        if (breath.expiration_onset_s >= from_s && breath.expiration_onset_s < to_s) {
            total_s += breath.end_s - breath.inspiration_onset_s;
            ++count;
        }
    return count ? 60 * count / total_s : 0;
}

void hear(SwayingBody& body, Table& table)
{
    const auto samples = body.samples(kLengthS);
    Hearing hearing;
    Observing observing;
    breath::Aligner aligner({});
    std::array conditioners{breath::Conditioner(Band::thoracic, {}),
                            breath::Conditioner(Band::abdominal, {})};
    breath::ImuRate imu_rate({});
    Said spectral, tracker, told;
    std::vector<breath::Vector> ups;
    std::size_t given = 0;
    for (Time now{}; now < time_from_seconds(kLengthS); now += kFrameStep) {
        std::size_t due = given;
        while (due < samples.size() && samples[due].time <= now)
            ++due;
        aligner.add(std::span(samples).subspan(given, due - given));
        given = due;
        while (const auto frame = aligner.next(now)) {
            for (auto& conditioner : conditioners)
                conditioner(*frame);
            imu_rate({conditioners[0].up(), conditioners[1].up(), conditioners[0].reference_up()});
            if (const auto up = conditioners[0].up())
                if (ups.size() < std::size_t(to_seconds(frame->time) * 10 + 0.5) + 1)
                    ups.push_back(*up);
            spectral.add(to_seconds(frame->time), imu_rate.rate_bpm());
        }
    }
    hearing(samples, time_from_seconds(kLengthS), [&](Time now, const BreathState& state) {
        tracker.add(to_seconds(now), state.breath_rate_bpm);
    });
    observing(samples, time_from_seconds(kLengthS), [&](Time now, const BreathState& state) {
        told.add(to_seconds(now), state.breath_rate_bpm);
    });
    const auto truth = body.breaths(kLengthS);
    for (double from_s = 30; from_s + kWindowS < kLengthS - 5; from_s += kHopS) {
        const double to_s = from_s + kWindowS, bpm = true_rate(truth, from_s, to_s);
        if (to_s * 10 < double(ups.size()))
            table.reference.add(reference_bpm(ups, from_s, to_s), bpm);
        table.spectral.add(spectral.at(from_s, to_s), bpm);
        table.spectral_mean.add(spectral.mean(from_s, to_s), bpm);
        table.tracker.add(tracker.at(from_s, to_s), bpm);
        table.tracker_mean.add(tracker.mean(from_s, to_s), bpm);
        table.told.add(told.at(from_s, to_s), bpm);
        double total = 0;
        int count = 0;
        for (const auto& breath : observing.breaths()) {
            const double at = to_seconds(breath.expiration_onset);
            if (at >= from_s && at < to_s) {
                total += 60 / breath.breath_rate_bpm;
                ++count;
            }
        }
        table.breaths.add(count ? std::optional(60 * count / total) : std::nullopt, bpm);
    }
}

struct Pace {
    std::string name;
    double slowest_bpm, fastest_bpm;
};

void people(std::uint64_t seed, int count, std::size_t voices, const Pace& pace)
{
    fmt::print("\n{}, {} to {} /min: ", pace.name, pace.slowest_bpm, pace.fastest_bpm);
    fmt::print("MAE [/min], share within 2 /min, share known; windows of {} s every {} s\n\n",
               kWindowS, kHopS);
    fmt::print("{:<34} | {:<15} | {:<15} | {:<15} | {:<15} | {:<15} | {:<15} | {:<15}\n", "",
               "reference", "spectral at end", "spectral mean", "tracker at end", "tracker mean",
               "breaths", "told at end");
    constexpr std::array kVoices{"quaternions, 10 Hz", "six axes, 50-100 Hz",
                                 "acceleration, 50-100 Hz"};
    for (std::size_t voice = 0; voice < voices; ++voice)
        for (const bool standing : {false, true})
            for (const bool pair : {false, true}) {
                Table table;
                for (int person = 0; person < count; ++person) {
                    SwayingBody body({.standing = standing,
                                      .pair = pair,
                                      .voice = SwayingBody::Voice(voice),
                                      .slowest_bpm = pace.slowest_bpm,
                                      .fastest_bpm = pace.fastest_bpm},
                                     seed + std::uint64_t(person));
                    hear(body, table);
                }
                fmt::print("{:<34} | {} | {} | {} | {} | {} | {} | {}\n",
                           fmt::format("{}{}{}", kVoices[voice], standing ? ", stand" : ", sit",
                                       pair ? ", pair" : ""),
                           table.reference.text(), table.spectral.text(),
                           table.spectral_mean.text(), table.tracker.text(),
                           table.tracker_mean.text(), table.breaths.text(), table.told.text());
            }
}

} // namespace

int main(int argc, char** argv)
try {
    for (const Pace& pace : {Pace{"usual breath", 9, 24}, Pace{"slow breath", 3, 8}})
        people(argc > 1 ? std::stoull(argv[1]) : 1, argc > 2 ? std::stoi(argv[2]) : 40,
               argc > 3 ? std::stoul(argv[3]) : 3, pace);
} catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
}
