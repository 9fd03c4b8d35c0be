// Whether what happens to scripted bodies is found: holds, tremor, sighs, gasps, freezes, talk.
//     usage: events [FIRST SEED] [LAST SEED] [MINUTES] [list]
// `list` prints every true event beside what was told in its time, and what was told without one.
#include "support/event_score.hpp"

#include "core/names.hpp"

#include <fmt/core.h>

#include <cstdlib>
#include <string>

using namespace crura;
using namespace crura::test;

namespace {

constexpr std::array kWorn{Worn::belts, Worn::two_imus, Worn::three_imus};
constexpr std::array kWornNames{"two belts", "two IMUs", "three IMUs"};

void list(const Heard& heard, const char* worn, unsigned seed)
{
    const auto overlap = [](double a, double b, double c, double d) { return a < d && c < b; };
    for (const auto& truth : heard.truth) {
        fmt::print("{} {} {:7.1f} {:5.1f} s {:16} {:.2f} wild {:.1f} |", worn, seed, truth.start_s,
                   truth.end_s - truth.start_s, name_of(truth.kind), truth.strength,
                   truth.wildness);
        for (const auto& told : heard.told)
            if (overlap(told.start_s, told.end_s + 0.01, truth.start_s - 2, truth.end_s + 2))
                fmt::print(" {}{} {:.1f} {:.1f};", matches(truth, told) ? "+" : "",
                           name_of(told.kind), told.start_s, told.end_s - told.start_s);
        fmt::print("\n");
    }
    for (const auto& told : heard.told) {
        bool explained = false;
        for (const auto& truth : heard.truth)
            explained = explained || matches(truth, told);
        if (!explained)
            fmt::print("{} {} {:7.1f} {:5.1f} s only told: {}\n", worn, seed, told.start_s,
                       told.end_s - told.start_s, name_of(told.kind));
    }
}

void print(const EventScores& scores, const char* worn, double hours)
{
    fmt::print("\n| {}, {:.1f} h | true | recall | precision | false an hour | start off, s | end "
               "off, s | known after, s |\n|---|---|---|---|---|---|---|---|\n",
               worn, hours);
    for (std::size_t kind = 0; kind < kEventKinds; ++kind) {
        const auto& score = scores[kind];
        if (score.true_events == 0)
            continue;
        const double n = std::max(score.found, 1);
        fmt::print("| {} | {} | {:.3f} | {:.3f} | {:.1f} | {:.2f} | {:.2f} | {:.1f} |\n",
                   name_of(EventKind(kind)), score.true_events, score.recall(), score.precision(),
                   (score.told - score.found) / hours, score.start_off_s / n, score.end_off_s / n,
                   score.known_after_s / n);
    }
}

} // namespace

int main(int argc, char** argv)
{
    const auto number = [&](int at, unsigned otherwise) {
        return argc > at ? unsigned(std::strtoul(argv[at], nullptr, 10)) : otherwise;
    };
    const unsigned first = number(1, 1), last = number(2, 4);
    const double length_s = 60. * number(3, 60);
    for (std::size_t way = 0; way < kWorn.size(); ++way) {
        EventScores scores{};
        for (unsigned seed = first; seed <= last; ++seed) {
            const auto heard = hear(devices::event_library(seed, length_s), kWorn[way], seed);
            add_to(scores, heard);
            if (argc > 4 && std::string(argv[4]) == "list")
                list(heard, kWornNames[way], seed);
        }
        print(scores, kWornNames[way], (last - first + 1) * length_s / 3600);
    }
}
