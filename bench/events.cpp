// Whether what happens to scripted bodies is found: holds, tremor, sighs, gasps, freezes, talk; how
// the rate of the breath is heard through a tremor; what the release guard makes of it all.
//     usage: events [FIRST SEED] [LAST SEED] [MINUTES] [library|rates|freezes|practice|list ...]
// A seed is an hour of the library (or MINUTES), ten times as much ordinary practice, and ten
// bodies that tremble; seeds may be shared out between processes. Without one of the words all is
// printed; `list` says every true event beside what was told in its time, what was told without
// one, and every brake.
#include "support/event_score.hpp"
#include "support/guarded.hpp"
#include "support/rate_score.hpp"

#include "core/names.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

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

struct Seeds {
    unsigned first, last;
    int count() const { return int(last - first + 1); }
};

void print_library(Seeds seeds, double length_s, bool lists)
{
    for (std::size_t way = 0; way < kWorn.size(); ++way) {
        EventScores scores{};
        for (unsigned seed = seeds.first; seed <= seeds.last; ++seed) {
            const auto heard = hear(devices::event_library(seed, length_s), kWorn[way], seed);
            add_to(scores, heard);
            if (lists)
                list(heard, kWornNames[way], seed);
        }
        print(scores, kWornNames[way], seeds.count() * length_s / 3600);
    }
}

void print_rates(Seeds seeds)
{
    fmt::print("\n| tremor, of the breath's acceleration | sensors | rate error, /min, mean | 95 % "
               "| unknown, % | tremor told, % |\n|---|---|---|---|---|---|\n");
    for (const double strength : {0., 1., 5.})
        for (std::size_t way = 0; way < kWorn.size(); ++way) {
            RateScore score;
            for (unsigned seed = seeds.first; seed < seeds.first + 10u * seeds.count(); ++seed)
                add_to(score, strength, kWorn[way], seed);
            fmt::print("| {:.0f} | {} | {:.2f} | {:.2f} | {:.1f} | {:.0f} |\n", strength,
                       kWornNames[way], score.mean(), score.most(0.95), 100 * score.unknown(),
                       100 * score.trembling());
        }
}

// A false brake, and what the body did last.
void explain(const Decision& brake, const devices::Scene& scene, const char* worn, unsigned seed)
{
    const double at_s = to_seconds(brake.time);
    const devices::BodyEvent* before = nullptr;
    for (const auto& event : scene.script)
        if (event.start_s <= at_s)
            before = &event;
    fmt::print("brake: {} seed {} at {:.0f} s of {:.0f}: {} {:.1f} of {:.1f}, {:.0f} s after {}\n",
               worn, seed, at_s, scene.length_s, name_of(brake.ground), brake.value, brake.limit,
               before ? at_s - before->start_s : 0, before ? name_of(before->kind) : "nothing");
}

struct Practised {
    double hours = 0;
    std::array<int, kDecisionKinds> decided{};
    int brakes_lying = 0; // where the program does not know that people get up
};

Practised practise(Seeds seeds, Worn worn, double hours_each, bool lists)
{
    Practised sum;
    for (unsigned seed = seeds.first; seed <= seeds.last; ++seed)
        for (const auto& scene : devices::ordinary_practice(seed, hours_each)) {
            Guarded up(scene, Guarded::Program::gets_up, seed);
            Guarded lying(scene, Guarded::Program::lies_still, seed);
            hear(scene, worn, seed, [&](Time now, const BreathState& state) {
                up(now, state);
                lying(now, state);
            });
            sum.hours += scene.length_s / 3600;
            sum.brakes_lying += lying.count(DecisionKind::brake);
            for (const auto& decision : up.decisions()) {
                ++sum.decided[std::size_t(decision.kind)];
                if (lists && decision.kind == DecisionKind::brake)
                    explain(decision, scene, kWornNames[std::size_t(worn)], seed);
            }
        }
    return sum;
}

void print_practice(Seeds seeds, double hours_each, bool lists)
{
    fmt::print(
        "\n| ordinary practice | hours | false brakes | in 10 h | if getting up were no step "
        "| suspected freezes | bowls | words | questions |\n"
        "|---|---|---|---|---|---|---|---|---|\n");
    for (const Worn worn : kWorn) {
        const auto sum = practise(seeds, worn, hours_each, lists);
        const auto of = [&](DecisionKind kind) { return sum.decided[std::size_t(kind)]; };
        fmt::print("| {} | {:.0f} | {} | {:.2f} | {} | {} | {} | {} | {} |\n",
                   kWornNames[std::size_t(worn)], sum.hours, of(DecisionKind::brake),
                   10 * of(DecisionKind::brake) / sum.hours, sum.brakes_lying,
                   of(DecisionKind::suspect_freeze), of(DecisionKind::tone),
                   of(DecisionKind::let_it_out), of(DecisionKind::ask_response));
    }
}

// A frozen person answers nothing.
void print_freezes(Seeds seeds, double length_s)
{
    fmt::print("\n| the guard and freezes | true | suspected | braked | suspected without one, an "
               "hour |\n|---|---|---|---|---|\n");
    for (const Worn worn : {Worn::two_imus, Worn::three_imus}) {
        int freezes = 0, suspected = 0, braked = 0, all = 0;
        for (unsigned seed = seeds.first; seed <= seeds.last; ++seed) {
            const auto scene = devices::event_library(seed, length_s);
            Guarded seen(scene, Guarded::Program::lies_still, seed);
            const auto heard = hear(scene, worn, seed, std::ref(seen));
            all += seen.count(DecisionKind::suspect_freeze);
            for (const auto& event : heard.truth) {
                if (event.kind != devices::BodyEventKind::freeze)
                    continue;
                ++freezes;
                suspected += seen.decided(DecisionKind::suspect_freeze, event.start_s, event.end_s);
                braked += seen.decided(DecisionKind::brake, event.start_s, event.end_s + 5);
            }
        }
        fmt::print("| {} | {} | {} | {} | {:.1f} |\n", kWornNames[std::size_t(worn)], freezes,
                   suspected, braked, (all - suspected) / (seeds.count() * length_s / 3600));
    }
}

} // namespace

int main(int argc, char** argv)
{
    const auto number = [&](int at, unsigned otherwise) {
        return argc > at ? unsigned(std::strtoul(argv[at], nullptr, 10)) : otherwise;
    };
    const Seeds seeds{number(1, 1), number(2, 4)};
    const double length_s = 60. * number(3, 60);
    const std::vector<std::string> words(argv + std::min(argc, 4), argv + argc);
    const auto has = [&](const char* word) {
        return std::find(words.begin(), words.end(), word) != words.end();
    };
    const bool lists = has("list");
    const bool all = words.size() == std::size_t(lists);
    if (all || has("library"))
        print_library(seeds, length_s, lists);
    if (all || has("rates"))
        print_rates(seeds);
    if (all || has("freezes"))
        print_freezes(seeds, length_s);
    if (all || has("practice"))
        print_practice(seeds, length_s / 360, lists);
}
