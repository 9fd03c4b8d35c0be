// What trends and comparisons say of simulated people of whom the truth is known: the tables of
// docs/trends.md.
//     usage: trend [PEOPLE]
// A model of practising, not people.
#include "support/comparing_person.hpp"
#include "support/practising_person.hpp"
#include "trend/change.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

using namespace crura;
using namespace crura::test;

namespace {

struct Row {
    std::string name;
    Habits habits;
    Effect effect;
    int days = 365;
};

struct Figures {
    int people = 0;
    int misled = 0; // by a claim that is not so, once or more
    int missed = 0; // an interval shown to them misses the truth, once or more
    int looks = 0, covered = 0;
    int claims = 0, right = 0;  // that are new: what was said before is not counted again
    int changed = 0;            // measures that did
    std::vector<int> seen_days; // when that was claimed first
    double widths = 0;
};

std::string percent(double part, double whole)
{
    return whole > 0 ? fmt::format("{:.1f}", 100 * part / whole) : "-";
}

// What a measure truly was over a stretch.
double truth_of(const trend::Stretch& stretch, std::span<const trend::Point> series,
                const std::vector<Practised>& sessions, std::size_t measure)
{
    double sum = 0;
    for (const auto& point : series)
        if (point.began >= stretch.from && point.began <= stretch.to)
            sum += sessions[std::size_t(point.session - 1)].level[measure];
    return sum / double(stretch.sessions);
}

// Looks at one measure whenever the answer may be another: a test shows that it is the same on all
// days between.
void look(Figures& figures, std::size_t measure, std::span<const trend::Point> series,
          const std::vector<Practised>& sessions, bool changes, bool& misled, bool& missed)
{
    const trend::ChangeParams params;
    bool seen = false;
    auto before = trend::Verdict::no_clear_change;
    for (std::size_t n = params.settling + (params.baseline_blocks + 1) * params.block;
         n <= series.size(); n += params.block) {
        const auto change = change_of(trend::measures()[measure], series.first(n));
        const double truth = truth_of(change.recent, series, sessions, measure)
            - truth_of(change.baseline, series, sessions, measure);
        const bool covers =
            std::fabs(change.difference.value - truth) <= change.difference.plus_minus;
        ++figures.looks;
        figures.covered += covers;
        figures.widths += change.difference.plus_minus / change.spread;
        missed = missed || !covers;
        const bool is_new = change.verdict != std::exchange(before, change.verdict);
        if (change.verdict == trend::Verdict::no_clear_change)
            continue;
        const bool right =
            std::fabs(truth) > 1e-9 && (change.verdict == trend::Verdict::rose) == (truth > 0);
        figures.claims += is_new;
        figures.right += is_new && right;
        misled = misled || !right;
        if (changes && right && !seen)
            figures.seen_days.push_back(sessions[std::size_t(series[n - 1].session - 1)].day);
        seen = seen || right;
    }
}

void follow(Figures& figures, const Row& row, std::uint64_t seed)
{
    const auto sessions = PractisingPerson(row.habits, row.effect, seed).practise(row.days);
    std::vector<history::SessionRow> rows;
    for (const auto& each : sessions)
        rows.push_back(each.row);
    bool misled = false, missed = false;
    for (std::size_t measure = 0; measure < trend::measures().size(); ++measure) {
        const auto series = series_of(trend::measures()[measure], rows);
        const bool changes = row.effect.size != 0 && PractisingPerson::changes(measure);
        figures.changed += changes;
        look(figures, measure, series, sessions, changes, misled, missed);
    }
    ++figures.people;
    figures.misled += misled;
    figures.missed += missed;
}

Figures print(const Row& row, int people)
{
    Figures figures;
    for (int seed = 1; seed <= people; ++seed)
        follow(figures, row, std::uint64_t(seed));
    const auto seen_by = [&](int day) {
        return percent(double(std::count_if(figures.seen_days.begin(), figures.seen_days.end(),
                                            [day](int each) { return each < day; })),
                       figures.changed);
    };
    fmt::print("| {} | {} | {} | {} | {} | {:.1f} |\n", row.name, percent(figures.misled, people),
               row.effect.size != 0 || row.habits.wandering_is_true
                   ? percent(figures.right, figures.claims)
                   : "-",
               percent(people - figures.missed, people),
               row.effect.size != 0
                   ? fmt::format("{} / {} / {}", seen_by(90), seen_by(180), seen_by(365))
                   : "-",
               figures.widths / figures.looks);
    return figures;
}

std::vector<Row> rows()
{
    const Effect none{};
    std::vector<Row> rows;
    for (const double phi : {0., 0.3, 0.6})
        rows.push_back({fmt::format("nothing, autocorrelation {}, every day", phi),
                        {.autocorrelation = phi, .practises = 1},
                        none});
    rows.push_back({"the same, 0.6, no outliers, no gaps",
                    {.autocorrelation = 0.6, .outliers = 0, .practises = 1, .silent = 0},
                    none});
    rows.push_back({"nothing, ten years", {.practises = 1}, none, 3650});
    rows.push_back({"nothing, three times a week", {.practises = 0.43}, none});
    rows.push_back({"nothing, outliers 10 %", {.outliers = 0.1}, none});
    rows.push_back({"nothing, weekends 1 higher", {.weekends = 1, .practises = 1}, none});
    rows.push_back({"nothing, learning from 2 off", {.learning = 2}, none});
    rows.push_back({"nothing, spread comes to half", {.steadier = 0.5}, none});
    rows.push_back({"nothing, spread comes to double", {.steadier = 2}, none});
    rows.push_back({"nothing, not calibrated", {.calibrated = false}, none});
    rows.push_back({"nothing that stays, wanders by 0.5", {.wandering = 0.5}, none});
    rows.push_back({"the same beside the level of those weeks",
                    {.wandering = 0.5, .wandering_is_true = true},
                    none});
    for (const double phi : {0., 0.3, 0.6})
        for (const double size : {0.5, 1., 1.5, 2.5})
            rows.push_back({fmt::format("step of {}, autocorrelation {}", size, phi),
                            {.autocorrelation = phi},
                            {.size = size}});
    rows.push_back({"rises to 1.5 over 100 days", {}, {.size = 1.5, .grows_days = 100}});
    rows.push_back({"falls to -2.5 over 200 days", {}, {.size = -2.5, .grows_days = 200}});
    rows.push_back({"2.5 from day 40 to 120", {}, {.size = 2.5, .until_day = 120}});
    return rows;
}

void print(const std::string& name, const Comparing& how, std::uint32_t sessions, int people)
{
    int claims = 0, right = 0, covered = 0;
    double width = 0;
    for (int seed = 1; seed <= people; ++seed) {
        ComparingPerson person(how, sessions, std::uint64_t(seed));
        person.finish();
        const auto result = trend::compare(person.row(), person.sessions());
        const double truth = person.truth();
        const bool claims_it = result.outcome != trend::Outcome::no_clear_difference;
        claims += claims_it;
        right += claims_it && (result.outcome == trend::Outcome::b_more) == (truth > 0)
            && how.b_higher != 0;
        covered += std::fabs(result.difference.value - truth) <= result.difference.plus_minus;
        width += result.difference.plus_minus;
    }
    fmt::print("| {} | {} | {} | {} | {} | {:.2f} |\n", name, sessions, percent(claims, people),
               how.b_higher != 0 ? percent(right, claims) : "-", percent(covered, people),
               width / people / (how.answers ? 0.9 : 1.2));
}

void print_comparisons(int people)
{
    for (const std::uint32_t sessions : {12u, 20u, 40u})
        for (const double phi : {0., 0.3, 0.6})
            print(fmt::format("no difference, autocorrelation {}", phi), {.autocorrelation = phi},
                  sessions, people);
    print("no difference, an answer", {.answers = true}, 20, people);
    print("no difference, every fifth broken off", {.broken_off = 0.2}, 20, people);
    for (const std::uint32_t sessions : {12u, 20u, 40u})
        for (const double size : {0.5, 1., 1.5})
            print(fmt::format("B higher by {}", size), {.b_higher = size}, sessions, people);
    print("B higher by 1, an answer", {.b_higher = 1, .answers = true}, 20, people);
    print("B higher by 1, a third stays", {.b_higher = 1, .stays = 0.33}, 20, people);
}

} // namespace

int main(int argc, char** argv)
{
    const int people = argc > 1 ? std::atoi(argv[1]) : 2000;
    fmt::print("| what happens | people misled, % | claims right, % | people whom no interval "
               "missed, % | seen by day 90 / 180 / 365, % | half width, spreads |\n"
               "|---|---|---|---|---|---|\n");
    int claims = 0, right = 0; // about people in whom something changes
    for (const auto& row : rows()) {
        const auto figures = print(row, people);
        claims += row.effect.size != 0 ? figures.claims : 0;
        right += row.effect.size != 0 ? figures.right : 0;
    }
    fmt::print("\nOf {} claims about people who change {} % are right.\n", claims,
               percent(right, claims));
    fmt::print("\n| what happens | sessions | claims a difference, % | of these right, % | "
               "intervals that hold, % | half width, spreads |\n|---|---|---|---|---|---|\n");
    print_comparisons(people);
}
