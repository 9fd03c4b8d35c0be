#include "trend/series.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace crura::trend {
namespace {

constexpr double kLeastHeard_s = 180;

} // namespace

std::vector<history::SessionRow> alike(std::span<const history::SessionRow> sessions,
                                       const std::string& program_id)
{
    std::vector<history::SessionRow> chosen;
    std::copy_if(sessions.begin(), sessions.end(), std::back_inserter(chosen),
                 [&](const history::SessionRow& each) {
                     return each.program_id == program_id && each.ended && !each.arm
                         && each.figures.heard_s >= kLeastHeard_s;
                 });
    std::stable_sort(chosen.begin(), chosen.end(),
                     [](const auto& a, const auto& b) { return a.began < b.began; });
    return chosen;
}

std::string usual_program(std::span<const history::SessionRow> sessions)
{
    struct Use {
        std::size_t sessions = 0;
        history::WallTime last{};
        auto operator<=>(const Use&) const = default;
    };
    std::map<std::string, Use> uses;
    for (const auto& session : sessions) {
        auto& use = uses[session.program_id];
        ++use.sessions;
        use.last = std::max(use.last, session.began);
    }
    const auto most = std::max_element(
        uses.begin(), uses.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    return most == uses.end() ? "" : most->first;
}

std::vector<Point> series_of(const Measure& measure, std::span<const history::SessionRow> sessions)
{
    std::vector<Point> series;
    for (const auto& session : sessions) {
        const Estimate value = measure.of(session.figures);
        if (value.known && std::isfinite(value.value) && value.plus_minus <= measure.most_doubt)
            series.push_back({session.id, session.began, value});
    }
    return series;
}

} // namespace crura::trend
