#include "sessions/limits.hpp"

#include "forms/report.hpp"
#include "sessions/timeline.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace crura::sessions {

namespace {

using forms::quoted;
using forms::text_of;

constexpr double kFastestFloorBpm = 8;

Duration from_minutes(double minutes)
{
    return from_seconds(minutes * 60);
}

Result<void> within(std::string_view what, double value, double from, double to)
{
    if (from <= value && value <= to)
        return {};
    return Error{text_of(what, " is ", value, "; permitted is ", from, " .. ", to, '.')};
}

Error has_no_guard(const Session& session, std::string_view what)
{
    return {text_of("The program ", quoted(session.name), " has no guard, so ", what,
                    "; leave that out, or take a program with a guard.")};
}

Result<void> choose_level(Session& session, const std::string& id)
{
    if (id.empty())
        return {};
    const auto found = std::find_if(session.levels.begin(), session.levels.end(),
                                    [&](const Level& each) { return each.id == id; });
    if (found != session.levels.end()) {
        session.guard.tremor_limit = found->tremor;
        return {};
    }
    if (session.levels.empty())
        return Error{text_of("The program ", quoted(session.name), " has no levels; leave out ",
                             quoted(id), '.')};
    std::string ids;
    for (const Level& each : session.levels)
        ids += (ids.empty() ? "" : ", ") + each.id;
    return Error{text_of("There is no level ", quoted(id), " in the program ", quoted(session.name),
                         "; there is ", ids, '.')};
}

Result<void> limit_tremor(Session& session, const Limits& limits)
{
    if (const auto chosen = choose_level(session, limits.level); !chosen)
        return chosen;
    if (!limits.tremor_minutes)
        return {};
    const double minutes = *limits.tremor_minutes;
    if (const auto fits = within("The time of tremor, in minutes,", minutes, kLeastTremorMinutes,
                                 kMostTremorMinutes);
        !fits)
        return fits;
    if (!session.guard.on)
        return has_no_guard(session, "minutes of tremor are not counted");
    const bool level_counts = !limits.level.empty();
    session.guard.tremor_limit = level_counts
        ? std::min(session.guard.tremor_limit, from_minutes(minutes))
        : from_minutes(minutes);
    return {};
}

Result<void> limit_responses(Session& session, const Limits& limits)
{
    if (!limits.response_every_minutes)
        return {};
    const double minutes = *limits.response_every_minutes;
    if (const auto fits = within("The time between two questions, in minutes,", minutes,
                                 kSoonestResponseMinutes, kLatestResponseMinutes);
        !fits && minutes != 0)
        return fits;
    if (!session.guard.on)
        return has_no_guard(session, "nobody is asked");
    session.guard.response_every = from_minutes(minutes);
    return {};
}

// Of the program's fixed paces, the slowest; 0: there is none.
double slowest_pace(const Session& session)
{
    double slowest = 0;
    for (const Step& step : session.steps)
        if (step.breath_rate_bpm > 0 && (slowest == 0 || step.breath_rate_bpm < slowest))
            slowest = step.breath_rate_bpm;
    return slowest;
}

Result<void> limit_pace(Session& session, const Limits& limits)
{
    if (!limits.slowest_bpm)
        return {};
    const double slowest = *limits.slowest_bpm;
    if (const auto fits = within("The slowest pace, in breaths a minute,", slowest,
                                 kSlowestUnlockedBpm, kFastestFloorBpm);
        !fits)
        return fits;
    if (const double pace = slowest_pace(session); pace > 0 && pace < slowest)
        return Error{text_of("The program ", quoted(session.name), " shows a pace of ", pace,
                             " breaths a minute, but ", slowest,
                             " is the slowest that is permitted; take another program.")};
    session.slowest_bpm = slowest;
    return {};
}

Result<void> limit_intent(Session& session, const Limits& limits)
{
    if (!limits.most)
        return {};
    for (Step& step : session.steps) {
        if (step.intent <= *limits.most)
            continue;
        if (step.style == GuideStyle::fixed)
            return Error{text_of("The program ", quoted(session.name),
                                 " is about paces to follow, which is more than is permitted; take "
                                 "another program.")};
        step.intent = *limits.most;
        step.style = GuideStyle::lead;
    }
    return {};
}

Result<void> limit_length(Session& session, const Limits& limits)
{
    if (!limits.longest_minutes)
        return {};
    const double longest = *limits.longest_minutes;
    if (const auto fits =
            within("The longest session, in minutes,", longest, kShortestMinutes, kLongestMinutes);
        !fits)
        return fits;
    session.longest = from_minutes(longest);
    if (const Duration least = length_of(session, session.longest); least > session.longest)
        return Error{text_of("The program ", quoted(session.name), " lasts ",
                             to_seconds(least) / 60, " minutes at least, but ", longest,
                             " are permitted; take another program.")};
    auto& offered = session.offered_minutes;
    const bool shortened = std::erase_if(offered, [&](double each) { return each > longest; }) > 0;
    if (shortened && (offered.empty() || offered.back() < longest))
        offered.push_back(longest);
    return {};
}

} // namespace

Result<Session> limited(Session session, const Limits& limits)
{
    for (const auto& limit :
         {limit_tremor, limit_responses, limit_pace, limit_intent, limit_length})
        if (const auto done = limit(session, limits); !done)
            return done.error();
    return session;
}

} // namespace crura::sessions
