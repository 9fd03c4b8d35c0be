// What trends and comparisons claim about simulated people of whom the truth is known: the tables
// of docs/trends.md.
//     usage: trend [PEOPLE]
// A model of practising, not people.
#include "support/practising_person.hpp"
#include "trend/change.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

using namespace crura;
using namespace crura::test;

namespace {

constexpr int kDays = 365;

struct Row {
    std::string name;
    Habits habits;
    Effect effect;
};

struct Figures {
    int people = 0, misled = 0, shown_wrong = 0;
    double looks = 0, covered = 0;
    double claims = 0, right = 0;
    double could = 0;            // measures that truly changed
    std::vector<int> first_days; // until one of them was claimed
    double spread_of = 0, width = 0, n_width = 0;
};

void follow(Figures& figures, const Row& row, std::uint64_t seed, trend::ChangeParams params)
{
    PractisingPerson person(row.habits, row.effect, seed);
    const auto sessions = person.practise(kDays);
    bool misled = false, wrong = false;
    for (std::size_t m = 0; m < trend::measures().size(); ++m) {
        const auto& measure = trend::measures()[m];
        std::vector<history::SessionRow> rows;
        for (const auto& each : sessions)
            rows.push_back(each.row);
        const auto series = series_of(measure, rows);
        if (series.empty())
            continue;
        const auto level = [&](const trend::Stretch& block) {
            double sum = 0, n = 0;
            for (const auto& point : series)
                if (point.began >= block.from && point.began <= block.to) {
                    sum += sessions[std::size_t(point.session - 1)].level[m];
                    ++n;
                }
            return sum / n;
        };
        bool seen = false;
        const bool changes = row.effect.size != 0 && PractisingPerson::changes(m);
        figures.could += changes;
        for (std::size_t n = params.settling + (params.baseline_blocks + 1) * params.block;
             n <= series.size(); n += params.block) {
            const auto change = change_of(measure, std::span(series).first(n), params);
            const double truth = level(change.recent) - level(change.baseline);
            const bool covers =
                std::fabs(change.difference.value - truth) <= change.difference.plus_minus;
            ++figures.looks;
            figures.covered += covers;
            wrong = wrong || !covers;
            if (change.verdict == trend::Verdict::no_clear_change) {
                figures.width += change.difference.plus_minus / change.spread;
                ++figures.n_width;
                continue;
            }
            const bool is_right =
                std::fabs(truth) > 1e-9 && (change.verdict == trend::Verdict::rose) == (truth > 0);
            ++figures.claims;
            figures.right += is_right;
            misled = misled || !is_right;
            if (changes && is_right && !seen)
                figures.first_days.push_back(sessions[std::size_t(series[n - 1].session - 1)].day);
            seen = seen || is_right;
        }
    }
    ++figures.people;
    figures.misled += misled;
    figures.shown_wrong += wrong;
}

void print(const Row& row, int people, trend::ChangeParams params)
{
    Figures figures;
    for (int seed = 1; seed <= people; ++seed)
        follow(figures, row, std::uint64_t(seed), params);
    const auto percent = [](double part, double whole) {
        return whole > 0 ? fmt::format("{:.1f}", 100 * part / whole) : std::string("-");
    };
    const auto by_day = [&](int day) {
        return percent(double(std::count_if(figures.first_days.begin(), figures.first_days.end(),
                                            [day](int each) { return each <= day; })),
                       figures.could);
    };
    fmt::print("| {} | {} | {} | {} | {} | {} | {} | {} | {:.2f} |\n", row.name,
               percent(figures.misled, people), percent(figures.right, figures.claims),
               percent(people - figures.shown_wrong, people),
               percent(figures.covered, figures.looks), by_day(90), by_day(180), by_day(365),
               figures.width / figures.n_width);
}

std::vector<Row> rows()
{
    std::vector<Row> rows;
    const Effect none{};
    for (const double phi : {0., 0.3, 0.6})
        rows.push_back({fmt::format("nothing, autocorrelation {}", phi),
                        {.autocorrelation = phi, .practises = 1},
                        none});
    rows.push_back({"nothing, no outliers", {.autocorrelation = 0.6, .outliers = 0}, none});
    rows.push_back({"nothing, outliers 10 %", {.outliers = 0.1}, none});
    rows.push_back({"nothing, weekends +1", {.weekends = 1, .practises = 1}, none});
    rows.push_back({"nothing, 3 a week", {.practises = 0.43}, none});
    rows.push_back({"nothing, learning 2", {.learning = 2}, none});
    rows.push_back({"nothing, steadier 0.5", {.steadier = 0.5}, none});
    rows.push_back({"nothing, less steady 2", {.steadier = 2}, none});
    rows.push_back({"nothing, wandering 0.5", {.wandering = 0.5}, none});
    for (const double phi : {0., 0.3, 0.6})
        for (const double size : {0.5, 1., 1.5, 2.5})
            rows.push_back({fmt::format("step {} from day 40, autocorrelation {}", size, phi),
                            {.autocorrelation = phi},
                            {.size = size}});
    rows.push_back({"slow 1.5 over 100 days", {}, {.size = 1.5, .grows_days = 100}});
    rows.push_back({"slow -2.5 over 200 days", {}, {.size = -2.5, .grows_days = 200}});
    rows.push_back({"for a while 2.5", {}, {.size = 2.5, .until_day = 120}});
    return rows;
}

} // namespace

int main(int argc, char** argv)
{
    const int people = argc > 1 ? std::atoi(argv[1]) : 2000;
    trend::ChangeParams params;
    if (argc > 2)
        params.block = std::size_t(std::atoi(argv[2]));
    if (argc > 4)
        params.baseline_blocks = std::size_t(std::atoi(argv[4]));
    if (argc > 5)
        params.recent_blocks = std::size_t(std::atoi(argv[5]));
    if (argc > 3)
        params.caution = std::atof(argv[3]);
    for (const auto& row : rows())
        if (!std::getenv("ROWS") || row.name.find("0.6") < 90 || row.name.find("wander") < 90)
            print(row, people, params);
}
