#include "app/differences.hpp"

#include "app/paired_said.hpp"
#include "record/gist.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace crura::app {
namespace {

using record::Glance;
using record::Said;

constexpr std::size_t kNamed = 4; // of what is in one of both only

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
        if (counts(each) && !std::holds_alternative<record::Glance>(each.what))
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
