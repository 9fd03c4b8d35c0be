// How well the moments of the cues meet the turns of the breath: runs the engine over every
// labelled recording of the shared data and over simulated people, and prints one table.
//     usage: moments [FIRST_SEED [PEOPLE]]
#include "engine/engine.hpp"
#include "support/given.hpp"
#include "support/labelled_recordings.hpp"
#include "support/labels.hpp"
#include "support/shared_data.hpp"
#include "support/treadmill.hpp"

#include <fmt/core.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>
#include <vector>

using namespace crura;
using namespace crura::test;

namespace {

// The moments of one kind against the labels of that kind.
struct Turns {
    std::size_t labels = 0, met = 0, missed = 0, twice = 0, astray = 0;
    std::vector<double> error_s{}; // of those that were met
    std::vector<double> ahead_s{}; // announced - due

    void operator+=(const Turns& more)
    {
        labels += more.labels, met += more.met, missed += more.missed;
        twice += more.twice, astray += more.astray;
        error_s.insert(error_s.end(), more.error_s.begin(), more.error_s.end());
        ahead_s.insert(ahead_s.end(), more.ahead_s.begin(), more.ahead_s.end());
    }
};

struct Told {
    double at_s;
    double due_s;
};

// Each moment belongs to the nearest label; further off than a third of a breath it is astray.
Turns compared(const std::vector<Told>& told, const Labels& labels, const Labels::Events& events,
               double trusted_from_s)
{
    const auto& onsets = events.time_s;
    std::vector<int> meetings(onsets.size());
    const auto counts = [&](double time_s) {
        const auto touches = [&](Span span) {
            return span.from_s <= time_s && time_s <= span.to_s;
        };
        return time_s >= trusted_from_s && time_s <= labels.last_s
            && std::none_of(labels.excluded.begin(), labels.excluded.end(), touches)
            && std::none_of(events.holes.begin(), events.holes.end(), touches);
    };
    Turns turns;
    for (const Told& moment : told) {
        if (!counts(moment.due_s))
            continue;
        const auto after = std::lower_bound(onsets.begin(), onsets.end(), moment.due_s);
        if (after == onsets.begin() || after == onsets.end())
            continue;
        const double breath_s = *after - *(after - 1);
        const auto nearest =
            std::size_t((moment.due_s - *(after - 1) < *after - moment.due_s ? after - 1 : after)
                        - onsets.begin());
        const double error_s = moment.due_s - onsets[nearest];
        if (std::fabs(error_s) > breath_s / 3)
            ++turns.astray;
        else if (++meetings[nearest] > 1)
            ++turns.twice;
        else
            turns.error_s.push_back(error_s), turns.ahead_s.push_back(moment.due_s - moment.at_s);
    }
    for (std::size_t i = 0; i + 1 < onsets.size(); ++i)
        if (counts(onsets[i])) {
            ++turns.labels;
            (meetings[i] > 0 ? turns.met : turns.missed) += 1;
        }
    return turns;
}

struct Both {
    Turns inspiration, expiration;

    void operator+=(const Both& more)
    {
        inspiration += more.inspiration;
        expiration += more.expiration;
    }
};

Both met(const std::vector<Sample>& samples, const Labels& labels)
{
    auto engine = std::make_unique<engine::Engine>();
    std::vector<Told> in, out;
    std::uint32_t ins = 0, outs = 0;
    double trusted_s = -1;
    tick_through(*engine, samples, Time{}, samples.back().time, [&](const Snapshot& now) {
        const auto& cue = now.cues.audio;
        if (trusted_s < 0 && now.breath.next_inspiration_s.known && now.breath.confidence > 0.5)
            trusted_s = to_seconds(now.time);
        if (cue.inspiration.count != ins)
            in.push_back({to_seconds(now.time), to_seconds(cue.inspiration.due)});
        if (cue.expiration.count != outs)
            out.push_back({to_seconds(now.time), to_seconds(cue.expiration.due)});
        ins = cue.inspiration.count, outs = cue.expiration.count;
    });
    const double from_s = std::max(trusted_s, kSkippedS);
    return {compared(in, labels, labels.inspiration, from_s),
            compared(out, labels, labels.expiration, from_s)};
}

std::string cells(const Turns& turns)
{
    return fmt::format(
        "{:>4} | {:>3} | {:>3} | {:>3} | {:>4.0f} / {:>4.0f} | {:>4.0f}", turns.labels,
        turns.missed, turns.twice, turns.astray, 1e3 * percentile(magnitudes(turns.error_s), 50),
        1e3 * percentile(magnitudes(turns.error_s), 90), 1e3 * percentile(turns.error_s, 50));
}

void print(const std::string& name, const Both& row)
{
    fmt::print("| {:<44.44} | {} | {} |\n", name, cells(row.inspiration), cells(row.expiration));
}

} // namespace

int main(int argc, char** argv)
try {
    fmt::print("| | inspirations | missed | twice | astray | error median / p90 ms | bias ms "
               "| expirations | missed | twice | astray | error median / p90 ms | bias ms |\n"
               "|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
    Both belts;
    if (const auto data = shared_data())
        for (const auto& recording : labelled_recordings()) {
            const Both row = met(read_samples(*data, recording),
                                  read_labels(*data / "labels", recording.name));
            print(recording.name, row);
            if (recording.channel.quantity == Quantity::displacement)
                belts += row;
        }
    else
        fmt::print(stderr, "The recordings are not here: set CRURA_DATA to their folder.\n");
    print("all belts together", belts);
    const auto first_seed = argc > 1 ? unsigned(std::atoi(argv[1])) : 1;
    const auto people = argc > 2 ? unsigned(std::atoi(argv[2])) : 20;
    Both sitting;
    for (unsigned seed = first_seed; seed < first_seed + people; ++seed) {
        const auto one = Treadmill{Treadmill::Gait::none, seed, 240, 1}.record();
        sitting += met(one.samples, one.labels);
    }
    print("simulated people who sit", sitting);
} catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
}
