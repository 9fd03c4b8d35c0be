#include "app/page/mat_wish.hpp"

#include "app/page/members.hpp"

namespace crura::app::page {
namespace {

constexpr std::size_t kMostSources = 8;

sessions::Limits limits_in(Members& members)
{
    sessions::Limits limits;
    limits.tremor_minutes = members.number("tremor_minutes", sessions::kLeastTremorMinutes,
                                           sessions::kMostTremorMinutes);
    limits.slowest_bpm = members.number("slowest_bpm", sessions::kSlowestUnlockedBpm, 12);
    limits.response_every_minutes =
        members.number("response_every_minutes", 0, sessions::kLatestResponseMinutes);
    return limits;
}

} // namespace

Result<Wish> wish_in(const std::string& body)
{
    auto members = members_of(body);
    if (!members)
        return members.error();
    members->needs("program");
    Wish wish;
    wish.program = members->text("program").value_or("");
    wish.minutes =
        members->number("minutes", sessions::kShortestMinutes, sessions::kLongestMinutes);
    wish.level = members->text("level");
    if (wish.level == "")
        members->wrong("\"level\" is empty; without it the program takes its first.");
    wish.sources = members->texts("sources", kMostSources);
    wish.person = members->text("person");
    wish.soundscape = members->text("soundscape");
    wish.audio = members->text("audio");
    wish.confirmed = members->flag("confirmed").value_or(false);
    wish.record = members->flag("record");
    auto limits = members->object("limits");
    if (const auto fine = members->fine(); !fine)
        return fine.error();
    if (!limits)
        return wish;
    wish.limits = limits_in(*limits);
    if (const auto fine = limits->fine(); !fine)
        return fine.error();
    return wish;
}

sessions::Limits limits_of(const Wish& wish)
{
    auto limits = wish.limits.value_or(sessions::Limits{});
    limits.level = wish.level.value_or("");
    return limits;
}

std::string why_not(const Wish& wish, const access::Device& device)
{
    if (device.role != access::Role::therapist && (wish.limits || wish.person))
        return "Limits, and whose session it is, are set on a therapist's device only.";
    for (const auto& source : wish.sources.value_or(std::vector<std::string>{})) {
        const bool names_file = source.starts_with("play:")
            || (source.starts_with("osc:") && source.find(',') != std::string::npos);
        if (names_file && !device.owner)
            return "A file can be named in Crura's own browser only.";
    }
    return "";
}

RunOptions run_options(const Wish& wish, const Settings& settings, const HistoryChoice& history)
{
    RunOptions options;
    options.program = wish.program;
    options.minutes = wish.minutes;
    options.sources = wish.sources.value_or(settings.sources);
    options.output = output_of(settings);
    options.output.audio = wish.audio.value_or(settings.audio);
    if (wish.soundscape)
        options.output.soundscape = *wish.soundscape;
    options.limits = limits_of(wish);
    options.confirmed = true;
    options.history = history;
    options.history.person = wish.person.value_or(history.person);
    if (!wish.record.value_or(settings.record)) {
        options.record = kNone;
        if (!wish.person) // whoever wants no recording wants no trace
            options.history.place = kNone;
    }
    return options;
}

} // namespace crura::app::page
