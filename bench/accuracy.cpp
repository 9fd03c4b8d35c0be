// How well the breath is heard: runs the observer, tick by tick, over every labelled recording of
// the shared data, and over simulated people who sit, walk and run, and prints one table.
//     usage: accuracy [FIRST_SEED [PEOPLE]]
#include "support/labelled_recordings.hpp"
#include "support/labels.hpp"
#include "support/live_score.hpp"
#include "support/observing.hpp"
#include "support/shared_data.hpp"
#include "support/treadmill.hpp"

#include <fmt/core.h>

#include <cmath>
#include <cstdlib>
#include <exception>
#include <numeric>
#include <string>
#include <vector>

using namespace crura;
using namespace crura::test;

namespace {

std::string number(double value, int digits)
{
    return std::isfinite(value) ? fmt::format("{:.{}f}", value, digits) : "-";
}

double mean(const std::vector<double>& values)
{
    return values.empty()
        ? std::nan("")
        : std::accumulate(values.begin(), values.end(), 0.) / double(values.size());
}

void append(std::vector<double>& all, const std::vector<double>& more)
{
    all.insert(all.end(), more.begin(), more.end());
}

void append(EventScore& all, const EventScore& more)
{
    all.hits += more.hits;
    all.missed += more.missed;
    all.false_alarms += more.false_alarms;
    append(all.error_s, more.error_s);
    append(all.latency_s, more.latency_s);
}

// One row of the table; rows add up to another one.
struct Row {
    std::string name;
    std::size_t breaths = 0;
    Score score{};
    std::vector<double> live_rate_error_bpm{};
    std::vector<double> prediction_error_s{};
    std::vector<double> first_onset_s{};
    std::size_t onsets = 0, told_onsets = 0;

    void operator+=(const Row& more)
    {
        breaths += more.breaths;
        append(score.inspiration, more.score.inspiration);
        append(score.expiration, more.score.expiration);
        append(score.rate_error_bpm, more.score.rate_error_bpm);
        append(live_rate_error_bpm, more.live_rate_error_bpm);
        append(prediction_error_s, more.prediction_error_s);
        append(first_onset_s, more.first_onset_s);
        onsets += more.onsets;
        told_onsets += more.told_onsets;
    }
};

Row heard(const std::string& name, const std::vector<Sample>& samples, const Labels& labels)
{
    LiveScore live;
    Observing hearing;
    hearing(samples, samples.back().time,
            [&live](Time now, const BreathState& state) { live.watch(now, state); });
    const auto breaths = hearing.all_breaths();
    return {name,
            labels.breaths,
            score(labels, breaths),
            live.rate_errors_bpm(labels),
            live.prediction_errors_s(labels),
            {live.first_onset_s()},
            2 * breaths.size(),
            live.told_onsets()};
}

// F1, median |error| [ms], latency median / p90 [ms].
std::string cells(const EventScore& score)
{
    return fmt::format("{:>5} | {:>3} | {:>4} / {:>4}", number(score.f1(), 3),
                       number(1e3 * percentile(magnitudes(score.error_s), 50), 0),
                       number(1e3 * percentile(score.latency_s, 50), 0),
                       number(1e3 * percentile(score.latency_s, 90), 0));
}

void print(const Row& row)
{
    fmt::print("| {:<52.52} | {:>4} | {} | {} | {:>4} | {:>4} | {:>4} | {:>4} | {:>4} |\n",
               row.name, row.breaths, cells(row.score.inspiration), cells(row.score.expiration),
               number(row.score.rate_mae_bpm(), 2), number(mean(row.live_rate_error_bpm), 2),
               number(percentile(row.prediction_error_s, 50), 2),
               number(percentile(row.first_onset_s, 50), 1),
               number(100. * (double(row.told_onsets) / double(row.onsets) - 1), 0));
}

void print_head()
{
    fmt::print("| {:<52} | {:>4} | {:>5} | {:>3} | {:>11} | {:>5} | {:>3} | {:>11} | {:>4} | {:>4} "
               "| {:>4} | {:>4} | {:>4} |\n",
               "", "n", "I F1", "err", "known after", "E F1", "err", "known after", "rate", "live",
               "next", "1st", "%");
    fmt::print("|{:-<54}|{:-<6}|{:-<7}|{:-<5}|{:-<13}|{:-<7}|{:-<5}|{:-<13}|{:-<6}|{:-<6}|{:-<6}|{"
               ":-<6}|{:-<6}|\n",
               "", "", "", "", "", "", "", "", "", "", "", "", "");
}

// Both bands of the pair at once, in the order of time.
std::vector<Sample> merged(std::vector<Sample> samples, const std::vector<Sample>& others)
{
    samples.insert(samples.end(), others.begin(), others.end());
    std::stable_sort(samples.begin(), samples.end(),
                     [](const Sample& a, const Sample& b) { return a.time < b.time; });
    return samples;
}

void print_recordings(const std::filesystem::path& data)
{
    Row belts{.name = "all belts together"};
    for (const auto& recording : labelled_recordings()) {
        const Row row = heard(recording.name, read_samples(data, recording),
                              read_labels(data / "labels", recording.name));
        print(row);
        if (recording.channel.quantity == Quantity::displacement)
            belts += row;
    }
    const std::string hexoskin = "hexoskin_dualrip__record_288129__respiration_";
    const auto chest = labelled_recording(hexoskin + "thoracic");
    const auto belly = labelled_recording(hexoskin + "abdominal");
    print(heard("hexoskin_dualrip, both bands, thoracic labels",
                merged(read_samples(data, chest), read_samples(data, belly)),
                read_labels(data / "labels", chest.name)));
    print(belts);
}

void print_simulated(unsigned first_seed, unsigned people)
{
    using Gait = Treadmill::Gait;
    struct Walk {
        Gait gait;
        double heaviness;
        std::string name;
    };
    for (const auto& [gait, heaviness, name] :
         {Walk{Gait::none, 1, "simulated belts of 10 Hz, sitting"},
          Walk{Gait::walking, 1, "walking"}, Walk{Gait::running, 1, "running"},
          Walk{Gait::walking, 3, "walking, thrice as heavily"},
          Walk{Gait::running, 2, "running, twice as heavily"}}) {
        Row all{.name = name};
        for (unsigned seed = first_seed; seed < first_seed + people; ++seed) {
            const auto one = Treadmill{gait, seed, 240, heaviness}.record();
            all += heard(name, one.samples, one.labels);
        }
        print(all);
    }
}

} // namespace

int main(int argc, char** argv)
try {
    const auto data = shared_data();
    print_head();
    if (data)
        print_recordings(*data);
    else
        fmt::print(stderr, "The recordings are not here: set CRURA_DATA to their folder.\n");
    print_simulated(argc > 1 ? unsigned(std::atoi(argv[1])) : 1,
                    argc > 2 ? unsigned(std::atoi(argv[2])) : 20);
} catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
}
