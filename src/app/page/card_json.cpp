#include "app/page/card_json.hpp"

#include "app/confirmation.hpp"
#include "app/page/values.hpp"

#include <algorithm>

namespace crura::app::page {

using json::Json;

namespace {

double minutes_of(Duration duration)
{
    return to_seconds(duration) / 60;
}

double longest_of(const sessions::Session& session)
{
    const double own = minutes_of(session.longest);
    return own > 0 ? std::min(own, sessions::kLongestMinutes) : sessions::kLongestMinutes;
}

} // namespace

Json card_of(const sessions::Session& session)
{
    Json::Array levels, steps;
    for (const auto& level : session.levels)
        levels.push_back(Json::Object{{"id", level.id},
                                      {"name", level.name},
                                      {"tremor_minutes", to_seconds(level.tremor) / 60}});
    for (const auto& step : session.steps)
        steps.push_back(step.name);
    return Json::Object{
        {"id", session.id},
        {"name", session.name},
        {"summary", session.summary},
        {"minutes", rounded(minutes_of(session.duration()), 2)},
        {"offered_minutes",
         Json::Array(session.offered_minutes.begin(), session.offered_minutes.end())},
        {"longest_minutes", longest_of(session)},
        {"cautions", json_of(session.cautions)},
        {"needs_confirmation", needs_confirmation(session)},
        {"checklist", json_of(session.checklist)},
        {"levels", std::move(levels)},
        {"guard", session.guard.on},
        {"soundscape", session.soundscape},
        {"steps", std::move(steps)},
    };
}

} // namespace crura::app::page
