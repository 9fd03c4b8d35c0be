#include "app/studio/about.hpp"

#include "core/names.hpp"
#include "sessions/timeline.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace crura::app::studio {
namespace {

using json::Json;

constexpr std::array kStates = {"opening", "fitting", "running", "ended"};
constexpr std::array kIntents = {"witness", "invite", "guide"};
constexpr const char* kSimulator = "simulator";

Json or_null(const std::optional<double>& number)
{
    return number ? Json(*number) : Json();
}

Json limits_of(const sessions::Limits& limits)
{
    return Json::Object{{"tremor_minutes", or_null(limits.tremor_minutes)},
                        {"slowest_bpm", or_null(limits.slowest_bpm)},
                        {"response_every_minutes", or_null(limits.response_every_minutes)}};
}

Json texts(const std::vector<std::string>& all)
{
    return Json::Array(all.begin(), all.end());
}

Json program_of(const sessions::Session& session, Duration total)
{
    const sessions::Timeline timeline(session, total);
    Json::Array steps;
    for (std::size_t at = 0; at < session.steps.size(); ++at) {
        const auto& step = session.steps[at];
        steps.push_back(Json::Object{{"id", step.id},
                                     {"name", step.name},
                                     {"intent", kIntents[std::size_t(step.intent)]},
                                     {"waits", step.waits},
                                     {"rest", step.rest},
                                     {"duration_s", to_seconds(timeline.length_of(at))}});
    }
    return Json::Object{{"id", session.id},
                        {"name", session.name},
                        {"summary", session.summary},
                        {"language", session.language},
                        {"checklist", texts(session.checklist)},
                        {"total_s", to_seconds(timeline.total())},
                        {"guard", session.guard.on},
                        {"steps", std::move(steps)}};
}

// One of several sensors says in its name where it is worn.
Json bands_of(const std::string& name, const Sources& sources)
{
    Json::Array bands;
    for (std::size_t band = 0; band < kBands; ++band) {
        const char* const other = Band(band) == Band::thoracic ? "(belly)" : "(chest)";
        if (!sources.bands[band].kind.empty() && !name.ends_with(other))
            bands.push_back(name_of(Band(band)));
    }
    return bands;
}

Json sensors_of(const Sources& sources)
{
    Json::Array sensors;
    for (const auto& source : sources.sources)
        sensors.push_back(
            Json::Object{{"name", source->name()}, {"bands", bands_of(source->name(), sources)}});
    return sensors;
}

bool simulates(const Sources& sources)
{
    return std::any_of(sources.sources.begin(), sources.sources.end(),
                       [](const auto& source) { return source->name().starts_with(kSimulator); });
}

} // namespace

Json::Object about(int mat, const RunOptions& options, Time opened, const Live* live)
{
    return {{"mat", double(mat)},
            {"person", options.history.person},
            {"chosen", live ? live->sources.chosen : ""},
            {"opened_s", to_seconds(opened)},
            {"program", live ? program_of(*live->session, live->total) : Json()},
            {"sensors", live ? sensors_of(live->sources) : Json::Array{}},
            {"simulated", live && simulates(live->sources)},
            {"limits", limits_of(options.limits)}};
}

Json about_now(Json::Object members, const MatNews& news)
{
    members.emplace_back("state", kStates[std::size_t(news.state)]);
    members.emplace_back("problem", news.problem);
    members.emplace_back("session", news.session ? Json(double(*news.session)) : Json());
    return members;
}

} // namespace crura::app::studio
