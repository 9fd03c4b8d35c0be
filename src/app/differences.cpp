#include "app/differences.hpp"

#include "core/names.hpp"
#include "record/gist.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <type_traits>
#include <utility>

namespace crura::app {
namespace {

using record::Said;

constexpr Duration kNear = std::chrono::milliseconds(500); // what moved less is still the same one
constexpr std::size_t kNamed = 4;                          // of what is in one of both only

// By the order of Said::what: what people call it, and since which format it is recorded as today.
struct Kind {
    const char* name;
    std::uint16_t since;
};
constexpr std::uint16_t kNever = 0xFFFF;
constexpr std::array<Kind, std::variant_size_v<decltype(Said::what)>> kKind = {
    {{"turns of the breath", 1},
     {"breaths", 1},
     {"events", 2},
     {"moments of the session", 4},
     {"health", kNever},
     {"glances", 1},
     {"decisions", 4},
     {"answers", 4},
     {"states of the guard", 4},
     {"rate assessments", 4}}};

// What it is, so that the same thing is found again in the other row, and when it was.
struct Thing {
    std::string what;
    Time when{};
    const Said* said = nullptr;
};

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

struct Paired {
    std::vector<std::pair<Thing, Thing>> both;
    std::vector<Thing> only_recorded;
    std::vector<Thing> only_today;
};

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

void widen(double& most, const Estimate& a, const Estimate& b)
{
    if (a.known && b.known)
        most = std::fmax(most, std::abs(a.value - b.value));
}

// ", rate by up to 0.42 breaths/min", where it differs at all.
std::string rate_and_share(double rate_bpm, double share)
{
    std::string text;
    if (rate_bpm > 0)
        text += fmt::format(", rate by up to {:.2g} breaths/min", rate_bpm);
    if (share > 0)
        text += fmt::format(", belly share by up to {:.2g} of 100", 100 * share);
    return text;
}

// "(sigh 2:10, hold 3:05 and 2 more)"
std::string named(const std::vector<Thing>& things, Time origin)
{
    std::string text;
    for (std::size_t i = 0; i < std::min(things.size(), kNamed); ++i)
        text += fmt::format("{}{}{}{}", i ? ", " : "", things[i].what,
                            things[i].what.empty() ? "" : " ",
                            minutes_and_seconds(things[i].when - origin));
    if (things.size() > kNamed)
        text += fmt::format(" and {} more", things.size() - kNamed);
    return text;
}

// How those differ that are in both rows.
struct Changes {
    std::size_t same = 0;
    std::size_t other = 0;
    Duration moved{}; // largest differences
    double rate_bpm = 0;
    double share = 0;

    Changes(const Paired& paired, std::uint16_t format)
    {
        for (const auto& [a, b] : paired.both) {
            if (record::same_bits(*a.said, *b.said, format)) {
                ++same;
                continue;
            }
            ++other;
            moved = std::max(moved, Duration(std::chrono::abs(a.when - b.when)));
            const auto* was = std::get_if<Breath>(&a.said->what);
            const auto* is = std::get_if<Breath>(&b.said->what);
            if (was && is) {
                rate_bpm =
                    std::fmax(rate_bpm, std::abs(was->breath_rate_bpm - is->breath_rate_bpm));
                widen(share, was->abdominal_share, is->abdominal_share);
            }
        }
    }

    std::string text() const
    {
        const auto how =
            (moved > Duration{} ? fmt::format(", moved by up to {:.2g} s", to_seconds(moved))
                                : std::string())
            + rate_and_share(rate_bpm, share);
        return fmt::format("{} with other numbers{}", other, how);
    }
};

const Glance* glance_in(std::span<const Said> said)
{
    for (const auto& each : said)
        if (const auto* glance = std::get_if<Glance>(&each.what))
            return glance;
    return nullptr;
}

} // namespace

bool Differences::counts(const Said& said) const
{
    return kKind[said.what.index()].since <= format_;
}

bool Differences::same(std::span<const Said> recorded, std::span<const Said> today,
                       bool some_missing) const
{
    std::size_t next = 0;
    for (const auto& was : recorded) {
        if (!counts(was))
            continue;
        while (next < today.size()
               && (!counts(today[next])
                   || (some_missing && !record::same_bits(was, today[next], format_))))
            ++next;
        if (next == today.size() || !record::same_bits(was, today[next], format_))
            return false;
        ++next;
    }
    return some_missing
        || std::none_of(today.begin() + std::ptrdiff_t(next), today.end(),
                        [this](const Said& each) { return counts(each); });
}

void Differences::keep(std::span<const Said> said, std::array<List, kKinds>& lists) const
{
    for (const auto& each : said)
        if (counts(each) && !std::holds_alternative<Glance>(each.what))
            lists[each.what.index()].push_back(each);
}

void Differences::compare_glances(std::span<const Said> recorded, std::span<const Said> today)
{
    const auto* was = glance_in(recorded);
    const auto* is = glance_in(today);
    glances_.recorded += was != nullptr;
    if (!was || !is) {
        glances_.other += was || is;
        return;
    }
    if (record::same_bits({{}, *was}, {{}, *is}, format_))
        return;
    ++glances_.other;
    glances_.displacement =
        std::fmax(glances_.displacement, std::abs(was->displacement - is->displacement));
    widen(glances_.breath_rate_bpm, was->breath_rate_bpm, is->breath_rate_bpm);
    widen(glances_.abdominal_share, was->abdominal_share, is->abdominal_share);
}

bool Differences::add(std::span<const Said> recorded, std::span<const Said> today,
                      bool some_missing)
{
    keep(recorded, recorded_);
    keep(today, today_);
    compare_glances(recorded, today);
    const bool all_same = same(recorded, today, some_missing);
    none_ = none_ && all_same;
    return all_same;
}

std::string Differences::recorded() const
{
    std::string text;
    for (std::size_t kind = 0; kind < kKinds; ++kind)
        if (!recorded_[kind].empty())
            text += fmt::format("{}{} {}", text.empty() ? "" : ", ", recorded_[kind].size(),
                                kKind[kind].name);
    return text + fmt::format("{}{} glances", text.empty() ? "" : ", ", glances_.recorded);
}

std::string Differences::line(std::size_t kind, Time origin) const
{
    const auto& was = recorded_[kind];
    const auto& is = today_[kind];
    const auto paired = pair_up(was, is);
    const Changes changes(paired, format_);
    if (changes.same == was.size() && was.size() == is.size())
        return fmt::format("{}: {}, all the same", kKind[kind].name, was.size());
    auto text = fmt::format("{}: {} recorded, {} today; {} the same", kKind[kind].name, was.size(),
                            is.size(), changes.same);
    if (changes.other > 0)
        text += "; " + changes.text();
    if (!paired.only_recorded.empty())
        text += fmt::format("; only recorded: {}", named(paired.only_recorded, origin));
    if (!paired.only_today.empty())
        text += fmt::format("; only today: {}", named(paired.only_today, origin));
    return text;
}

std::vector<std::string> Differences::lines(Time origin) const
{
    std::vector<std::string> lines;
    for (std::size_t kind = 0; kind < kKinds; ++kind)
        if (!recorded_[kind].empty() || !today_[kind].empty())
            lines.push_back(line(kind, origin));
    const auto& [recorded, other, displacement, rate_bpm, share] = glances_;
    if (other == 0)
        lines.push_back(fmt::format("glances, ten a second: {}, all the same", recorded));
    else
        lines.push_back(fmt::format(
            "glances, ten a second: {} recorded, {} of them other{}{}", recorded, other,
            displacement > 0 ? fmt::format(", displacement by up to {:.2g}", displacement) : "",
            rate_and_share(rate_bpm, share)));
    return lines;
}

std::string minutes_and_seconds(Duration duration)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(duration).count();
    return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

} // namespace crura::app
