#include "app/paired_said.hpp"

#include "core/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <tuple>

namespace crura::app {
namespace {

using record::Said;

constexpr Duration kNear = std::chrono::milliseconds(500);

struct NameOf {
    std::string operator()(const Onset& onset) const { return name_of(onset.phase); }
    std::string operator()(const Breath&) const { return {}; }
    std::string operator()(const Event& event) const
    {
        return fmt::format("{}{}", name_of(event.kind), event.over ? " over" : "");
    }
    std::string operator()(const SessionState& session) const
    {
        if (session.phrase != Phrase::none)
            return name_of(session.phrase);
        const char* state = session.finished ? "the end"
            : session.braked                 ? "brake"
            : !session.running               ? "pause"
                                             : "";
        return fmt::format("step {}{}{}{}", session.step + 1, *state ? ", " : "", state,
                           session.prompt == SessionState::kNone ? "" : ", a sentence");
    }
    std::string operator()(const Decision& decision) const { return name_of(decision.kind); }
    std::string operator()(const Answer& answer) const { return name_of(answer.question); }
    template <class Other>
    std::string operator()(const Other&) const
    {
        return {};
    }
};

struct TimeOf {
    Time of_tick;

    Time operator()(const Onset& onset) const { return onset.time; }
    Time operator()(const Breath& breath) const { return breath.inspiration_onset; }
    Time operator()(const Event& event) const { return event.start; }
    Time operator()(const Decision& decision) const { return decision.time; }
    Time operator()(const Answer& answer) const { return answer.time; }
    template <class Other>
    Time operator()(const Other&) const
    {
        return of_tick;
    }
};

std::vector<Thing> things_in(const std::vector<Said>& said)
{
    std::vector<Thing> things;
    for (const auto& each : said) {
        auto what = std::visit(NameOf{}, each.what);
        std::replace(what.begin(), what.end(), '_', ' ');
        things.push_back({std::move(what), std::visit(TimeOf{each.time}, each.what), &each});
    }
    std::stable_sort(things.begin(), things.end(), [](const Thing& a, const Thing& b) {
        return std::tie(a.what, a.when) < std::tie(b.what, b.when);
    });
    return things;
}

} // namespace

Paired pair_up(const std::vector<Said>& recorded, const std::vector<Said>& today)
{
    Paired paired;
    const auto a = things_in(recorded), b = things_in(today);
    std::size_t i = 0, k = 0;
    while (i < a.size() || k < b.size()) {
        const bool both = i < a.size() && k < b.size();
        if (both && a[i].what == b[k].what && std::chrono::abs(a[i].when - b[k].when) <= kNear)
            paired.both.emplace_back(a[i++], b[k++]);
        else if (k == b.size()
                 || (both && std::tie(a[i].what, a[i].when) < std::tie(b[k].what, b[k].when)))
            paired.only_recorded.push_back(a[i++]);
        else
            paired.only_today.push_back(b[k++]);
    }
    const auto by_time = [](const Thing& x, const Thing& y) { return x.when < y.when; };
    std::stable_sort(paired.only_recorded.begin(), paired.only_recorded.end(), by_time);
    std::stable_sort(paired.only_today.begin(), paired.only_today.end(), by_time);
    return paired;
}

} // namespace crura::app
