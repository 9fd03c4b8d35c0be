// How well the breath is heard: runs the tracker, tick by tick, over every labelled recording of
// the shared data and prints one table.      usage: accuracy
#include "support/hearing.hpp"
#include "support/labelled_recordings.hpp"
#include "support/labels.hpp"
#include "support/shared_data.hpp"

#include <fmt/core.h>

#include <cmath>
#include <exception>
#include <string>
#include <vector>

using namespace crura;
using namespace crura::test;

namespace {

std::string number(double value, int digits)
{
    return std::isfinite(value) ? fmt::format("{:.{}f}", value, digits) : "-";
}

// F1, median |error| [ms], latency median / p90 [ms].
std::string cells(const EventScore& score)
{
    return fmt::format("{:>5} | {:>4} | {:>4} / {:>4}", number(score.f1(), 3),
                       number(1e3 * percentile(magnitudes(score.error_s), 50), 0),
                       number(1e3 * percentile(score.latency_s, 50), 0),
                       number(1e3 * percentile(score.latency_s, 90), 0));
}

void print_row(const std::string& name, std::size_t breaths, const Score& score)
{
    fmt::print("| {:<56} | {:>4} | {} | {} | {:>5} |\n", name, breaths, cells(score.inspiration),
               cells(score.expiration), number(score.rate_mae_bpm(), 2));
}

std::vector<Breath> breaths_of(const std::vector<Sample>& samples)
{
    Hearing hearing;
    hearing(samples, samples.back().time);
    return hearing.all_breaths();
}

// Both bands of the pair at once, in the order of time.
std::vector<Sample> merged(std::vector<Sample> samples, const std::vector<Sample>& others)
{
    samples.insert(samples.end(), others.begin(), others.end());
    std::stable_sort(samples.begin(), samples.end(),
                     [](const Sample& a, const Sample& b) { return a.time < b.time; });
    return samples;
}

void print_table(const std::filesystem::path& data)
{
    fmt::print("| {:<56} | {:>4} | {:>5} | {:>4} | {:>11} | {:>5} | {:>4} | {:>11} | {:>5} |\n",
               "recording", "n", "I F1", "err", "latency", "E F1", "err", "latency", "rate");
    fmt::print("|{:-<58}|{:-<6}|{:-<7}|{:-<6}|{:-<13}|{:-<7}|{:-<6}|{:-<13}|{:-<7}|\n", "", "", "",
               "", "", "", "", "", "");
    for (const auto& recording : labelled_recordings()) {
        const auto labels = read_labels(data / "labels", recording.name);
        print_row(recording.name, labels.breaths,
                  score(labels, breaths_of(read_samples(data, recording))));
    }
    const std::string hexoskin = "hexoskin_dualrip__record_288129__respiration_";
    const auto chest = labelled_recording(hexoskin + "thoracic");
    const auto belly = labelled_recording(hexoskin + "abdominal");
    const auto labels = read_labels(data / "labels", chest.name);
    print_row(
        "hexoskin_dualrip, both bands against the thoracic labels", labels.breaths,
        score(labels, breaths_of(merged(read_samples(data, chest), read_samples(data, belly)))));
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
