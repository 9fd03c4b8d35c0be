// How well the continuous phase follows the breath: runs tracker and phase, tick by tick, over
// every belt of the shared data at rest and compares with what the whole file tells afterwards.
//                                                                     usage: phase
#include "support/labelled_recordings.hpp"
#include "support/labels.hpp"
#include "support/observing.hpp"
#include "support/shared_data.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <exception>
#include <numbers>
#include <vector>

using namespace crura;
using namespace crura::test;

namespace {

constexpr double kReferenceHz = 50;
constexpr double kEndS = 5; // of a recording: nothing is compared there

using Complex = std::complex<double>;

std::vector<double> evenly(const std::vector<Sample>& samples)
{
    std::vector<double> levels;
    std::size_t after = 1;
    for (double t = 0; t <= to_seconds(samples.back().time); t += 1 / kReferenceHz) {
        while (after + 1 < samples.size() && to_seconds(samples[after].time) < t)
            ++after;
        const double from_s = to_seconds(samples[after - 1].time);
        const double hole_s = to_seconds(samples[after].time) - from_s;
        const double part = hole_s > 0 ? std::clamp((t - from_s) / hole_s, 0., 1.) : 0;
        const double before = samples[after - 1].value;
        levels.push_back(before + part * (samples[after].value - before));
    }
    return levels;
}

// What a second-order Butterworth band-pass of 0.1 to 0.6 Hz lets through, forward and backward.
double both_ways(double frequency_hz)
{
    constexpr double kLow = 0.1, kHigh = 0.6;
    const double u = (frequency_hz * frequency_hz - kLow * kHigh) / ((kHigh - kLow) * frequency_hz);
    return 1 / (1 + u * u * u * u);
}

// The reference: band-pass without delay and Hilbert transform, both as a plain sum over the
// spectrum of the whole recording, less the line between its ends.
std::vector<Complex> analytic(std::vector<double> levels, double polarity)
{
    const auto size = double(levels.size());
    const double first = levels.front(), slope = (levels.back() - first) / (size - 1);
    double mean = 0;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        levels[i] = polarity * (levels[i] - first - slope * double(i));
        mean += levels[i] / size;
    }
    std::vector<Complex> sum(levels.size());
    for (double k = 1; k * kReferenceHz / size < 2; ++k) {
        const Complex step = std::polar(1., 2 * std::numbers::pi * k / size);
        Complex turn = 1, power = 0;
        for (const double level : levels) {
            power += (level - mean) * std::conj(turn);
            turn *= step;
        }
        power *= 2 / size * both_ways(k * kReferenceHz / size);
        turn = 1;
        for (auto& each : sum) {
            each += power * turn;
            turn *= step;
        }
    }
    return sum;
}

struct Errors {
    std::vector<double> deg;
    int within = 0; // of their plus-minus
    int unknown = 0;

    void add(const Errors& other)
    {
        deg.insert(deg.end(), other.deg.begin(), other.deg.end());
        within += other.within;
        unknown += other.unknown;
    }
};

bool counts(double time_s, double end_s, const Labels& labels)
{
    return time_s >= kSkippedS && time_s < end_s - kEndS
        && std::none_of(labels.excluded.begin(), labels.excluded.end(), [time_s](Span span) {
               return span.from_s <= time_s && time_s <= span.to_s;
           });
}

Errors measure(const std::vector<Sample>& samples, double polarity, const Labels& labels)
{
    const auto reference = analytic(evenly(samples), polarity);
    Errors errors;
    Observing observing;
    observing(samples, samples.back().time, [&](Time now, const BreathState& state) {
        const auto place = std::size_t(std::lround(to_seconds(now) * kReferenceHz));
        if (!counts(to_seconds(now), to_seconds(samples.back().time), labels)
            || place >= reference.size())
            return;
        if (!state.phase_deg.known) {
            ++errors.unknown;
            return;
        }
        const double truth = std::arg(reference[place]) * 180 / std::numbers::pi;
        errors.deg.push_back(std::remainder(state.phase_deg.value - truth, 360));
        errors.within += std::fabs(errors.deg.back()) <= state.phase_deg.plus_minus;
    });
    return errors;
}

void print_row(const std::string& name, const Errors& errors)
{
    Complex sum;
    for (const double error : errors.deg)
        sum += std::polar(1., error * std::numbers::pi / 180);
    const auto count = double(errors.deg.size());
    const auto sizes = magnitudes(errors.deg);
    fmt::print(
        "| {:<53} | {:>5.1f} | {:>5.1f} | {:>5.1f} | {:>5.1f} | {:.3f} | {:>3.0f} | {:>3.0f} |\n",
        name, percentile(sizes, 50), percentile(sizes, 90), percentile(errors.deg, 50),
        std::arg(sum) * 180 / std::numbers::pi, std::abs(sum) / count, 100 * errors.within / count,
        100 * count / (count + errors.unknown));
}

void print_table(const std::filesystem::path& data)
{
    fmt::print("| {:<53} | {:>5} | {:>5} | {:>5} | {:>5} | {:>5} | {:>3} | {:>3} |\n", "recording",
               "|err|", "p90", "bias", "mean", "PLV", "+-%", "kn%");
    fmt::print("|{:-<55}|{:-<7}|{:-<7}|{:-<7}|{:-<7}|{:-<7}|{:-<5}|{:-<5}|\n", "", "", "", "", "",
               "", "", "");
    Errors all;
    for (const auto& recording : labelled_recordings()) {
        if (recording.channel.quantity != Quantity::displacement)
            continue;
        const double polarity = recording.name.starts_with("hexoskin") ? -1 : 1;
        const auto errors = measure(read_samples(data, recording), polarity,
                                    read_labels(data / "labels", recording.name));
        print_row(recording.name, errors);
        all.add(errors);
    }
    print_row("all", all);
}

} // namespace

int main()
try {
    const auto data = shared_data();
    if (!data) {
        fmt::print(stderr, "The recordings are not here: set CRURA_DATA to their folder.\n");
        return 1;
    }
    print_table(*data);
} catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
}
