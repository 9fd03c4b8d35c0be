// What the guide makes of simulated people, breath by breath: the tables of docs/guide.md.
//     usage: guide [PEOPLE]
// A model of following, not people.
#include "devices/simulated_body.hpp"
#include "support/led_session.hpp"

#include <fmt/core.h>

#include <cstdlib>
#include <string>
#include <vector>

using namespace crura;
using namespace crura::sessions;
using namespace crura::test;

namespace {

constexpr double kMinutes = 15;
using Body = devices::BodyModel::Params;

struct Row {
    std::string name;
    Body body;
    GuideManner manner = GuideManner::gentle;
    GuideParams params{};
};

struct Figures {
    std::vector<double> minutes_to_ten;
    std::vector<double> last_bpm;
    std::vector<double> minutes_below_ten;
    std::vector<double> beyond; // guide / person late
    std::vector<double> asleep_faded_s;
    double below_floor = 0, sleeps = 0, lags = 0, out_of_step = 0, shares = 0, jumps = 0, sighs = 0;
};

Body body_of(const char* kind)
{
    return devices::SimulatedBody::find(kind)->body;
}

void add(Figures& figures, const Row& row, std::uint64_t seed)
{
    LedSession session{.person = LedPerson(row.body, seed)};
    session.plan = {.intent = Intent::guide, .manner = row.manner};
    session.guide = Guide(row.params);
    session.tick = std::chrono::milliseconds(100);
    double faded_s = 0;
    session.run(kMinutes, [&] {
        const double now_s = to_seconds(session.now);
        if (faded_s == 0 && now_s > row.body.traits.asleep_after_s && session.target.level == 0
            && session.target.stage == GuideStage::sleep)
            faded_s = now_s;
    });
    if (const auto minutes = session.minutes_to(10))
        figures.minutes_to_ten.push_back(*minutes);
    figures.last_bpm.push_back(median_of(session.rates_bpm(13 * 60, 15 * 60)));
    double below_s = 0;
    std::vector<double> beyond;
    const auto& lived = session.person.lived();
    std::vector<double> recent;
    for (const auto& breath : lived) {
        recent.push_back(breath.breath_s);
        const std::vector<double> five(
            recent.end() - std::ptrdiff_t(std::min<std::size_t>(5, recent.size())), recent.end());
        below_s += 60 / median_of(five) < 10 ? breath.breath_s : 0;
        if (breath.start_s > 10 * 60 && breath.asked_s > 0)
            beyond.push_back(breath.asked_s / breath.breath_s);
        figures.below_floor += breath.asked_s > 60 / 5.5 + 1e-9;
    }
    figures.minutes_below_ten.push_back(below_s / 60);
    if (!beyond.empty())
        figures.beyond.push_back(median_of(beyond));
    if (faded_s > 0)
        figures.asleep_faded_s.push_back(faded_s - row.body.traits.asleep_after_s);
    for (const auto& [decision, stage] : session.decided) {
        figures.sleeps += decision.kind == DecisionKind::fall_asleep;
        figures.lags += decision.ground == Ground::lag;
        figures.out_of_step += decision.ground == Ground::out_of_step;
        figures.shares += decision.ground == Ground::share_drop;
        figures.jumps += decision.ground == Ground::irregularity;
        figures.sighs += decision.ground == Ground::sighs;
    }
}

double percentile(std::vector<double> values, double share)
{
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    return values[std::size_t(share * double(values.size() - 1) + 0.5)];
}

void print(const Row& row, int people)
{
    Figures figures;
    for (int seed = 1; seed <= people; ++seed)
        add(figures, row, std::uint64_t(seed));
    const double reached = double(figures.minutes_to_ten.size()) / people;
    fmt::print("| {} | {} | {:.0f} | {:.1f} | {:.1f} | {:.2f} | {:.2f} | {:.2f} | {:.2f} | {:.2f} "
               "| {:.2f} | {:.2f} | {:.2f} |\n",
               row.name,
               reached > 0.5
                   ? fmt::format("{:.1f}", percentile(figures.minutes_to_ten, 0.5 / reached))
                   : "-",
               100 * reached, median_of(figures.last_bpm), median_of(figures.minutes_below_ten),
               median_of(figures.beyond), percentile(figures.beyond, 0.95),
               figures.out_of_step / people, figures.lags / people, figures.shares / people,
               figures.jumps / people, figures.sighs / people, figures.sleeps / people);
    if (!figures.asleep_faded_s.empty() && row.body.traits.asleep_after_s < 900)
        fmt::print("  asleep and faded: {} of {}, after {:.0f} s (median), {:.0f} s (95 %), {:.0f} "
                   "s (most)\n",
                   figures.asleep_faded_s.size(), people, median_of(figures.asleep_faded_s),
                   percentile(figures.asleep_faded_s, 0.95), percentile(figures.asleep_faded_s, 1));
    if (figures.below_floor > 0)
        fmt::print("  {} breaths below the floor!\n", figures.below_floor);
}

std::vector<Row> rows()
{
    std::vector<Row> rows;
    const auto cooperative = body_of("cooperative");
    const auto both = [&rows](const std::string& name, const Body& body) {
        rows.push_back({name + ", gentle", body, GuideManner::gentle});
        rows.push_back({name + ", training", body, GuideManner::training});
    };
    for (const double step : {0.01, 0.015, 0.02, 0.03, 0.04}) {
        Row row{fmt::format("step {:.3f}, no lag rule", step), cooperative, GuideManner::training};
        row.params.training.step = step;
        rows.push_back(row);
    }
    both("cooperative", cooperative);
    auto uneven = cooperative;
    uneven.time_variability = 0.15;
    both("breath noise 15 %", uneven);
    auto fast = cooperative;
    fast.breath_rate_bpm = 20;
    both("start 20/min", fast);
    auto limited = body_of("limited");
    both("limited to 1.5", limited);
    limited.traits.longest_stretch = 1.2;
    both("limited to 1.2", limited);
    both("anxious", body_of("anxious"));
    both("distracted", body_of("distracted"));
    both("sleeping", body_of("sleeping"));
    both("calm", body_of("calm"));
    both("restless", body_of("restless"));
    return rows;
}

} // namespace

int main(int count, char** arguments)
{
    const int people = count > 1 ? std::max(1, std::atoi(arguments[1])) : 200;
    fmt::print("| who | min to < 10/min | reached, % | last /min | min below 10 | guide / person, "
               "late | 95 % "
               "| out of step | lag | share | uneven | sighs | asleep |\n");
    for (const Row& row : rows())
        print(row, people);
}
