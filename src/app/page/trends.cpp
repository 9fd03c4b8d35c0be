#include "app/comparison_show.hpp"
#include "app/page/history_view.hpp"
#include "app/page/query.hpp"
#include "app/page/reply.hpp"
#include "app/page/requests.hpp"
#include "app/page/values.hpp"
#include "app/trend_words.hpp"
#include "trend/comparison.hpp"
#include "trend/series.hpp"

#include <algorithm>
#include <array>

namespace crura::app::page {

using history::SessionRow;
using json::Json;
using trend::Measure;
using web::Response;

namespace {

const char* name_of(trend::Verdict verdict)
{
    constexpr std::array kNames = {"too_few", "no_clear_change", "rose", "fell"};
    return kNames[std::size_t(verdict)];
}

std::string in_one_line(std::string text)
{
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

Json point_of(const Measure& measure, const trend::Point& point)
{
    const auto shown = [&](double value) {
        return rounded(value * measure.shown_times, measure.decimals + 1);
    };
    return Json::Array{json_of(point.began), shown(point.value.value),
                       shown(point.value.plus_minus)};
}

Json trend_of(const Measure& measure, const std::vector<trend::Point>& series)
{
    const auto change = trend::change_of(measure, series);
    const auto limits = limits_in_words(measure, change);
    Json::Array points;
    for (const auto& point : series)
        points.push_back(point_of(measure, point));
    return Json::Object{
        {"id", measure.id},
        {"name", measure.words},
        {"unit", measure.unit},
        {"decimals", double(measure.decimals)},
        {"verdict", name_of(change.verdict)},
        {"text", verdict_in_words(measure, change) + (limits.empty() ? "" : " " + limits)},
        {"points", std::move(points)}};
}

Json trends_of(const std::vector<SessionRow>& sessions, const std::string& asked)
{
    const auto program = asked.empty() ? trend::usual_program(sessions) : asked;
    const auto alike = trend::alike(sessions, program);
    Json::Array measures;
    for (const auto& measure : trend::measures())
        if (const auto series = trend::series_of(measure, alike); !series.empty())
            measures.push_back(trend_of(measure, series));
    const auto named = alike.empty()
        ? Json()
        : Json(Json::Object{{"id", program}, {"name", alike.back().program_name}});
    return Json::Object{
        {"program", named},
        {"sessions", double(alike.size())},
        {"measures", std::move(measures)},
        {"text",
         in_one_line(alike.empty() ? why_no_trend(sessions, program)
                                   : grounds_in_words(sessions.size() - alike.size()))}};
}

Json json_of(const history::ComparisonRow& row, const std::vector<SessionRow>& sessions)
{
    const auto known = trend::find_measure(row.outcome) != nullptr;
    const auto done = known ? trend::compare(row, sessions).done : 0;
    return Json::Object{{"id", double(row.id)},
                        {"kind", row.kind},
                        {"a", row.a},
                        {"b", row.b},
                        {"program", row.program_id},
                        {"outcome", row.outcome},
                        {"planned", double(row.sessions)},
                        {"done", double(done)},
                        {"began", page::json_of(row.began)},
                        {"ended", row.ended ? page::json_of(*row.ended) : Json()},
                        {"text", show_comparison(row, sessions)}};
}

// Calls `tell` with the one person who is meant; who is not there yet has no sessions.
template <class Tell>
Response with_person(const Call& call, Tell tell)
{
    const auto person = call.request.asked("person");
    if (!person.empty() && !call.for_therapist())
        return refused(403, "Whose sessions to see is chosen on a therapist's device only.");
    if (person.empty() && call.house.history.therapist && call.house.history.person.empty())
        return refused(400, "Say whose sessions are meant: person=NAME.");
    const auto view = HistoryView::of(call);
    if (!view)
        return failed(view.error());
    if (!person.empty() && !view->find(person))
        return refused(404, "Nobody is called that here.");
    return tell(*view, person);
}

Result<Json::Array> comparisons_of(const HistoryView& view, const std::string& person)
{
    Json::Array array;
    const auto* whose = view.find(person);
    if (!whose)
        return array;
    const auto rows = view.repository()->comparisons(whose->id);
    if (!rows)
        return rows.error();
    for (const auto& row : *rows) {
        const auto sessions = view.repository()->sessions({.comparison = row.id});
        if (!sessions)
            return sessions.error();
        array.push_back(json_of(row, *sessions));
    }
    return array;
}

} // namespace

Response trends(const Call& call)
{
    if (const auto fine = only_asks(call.request, {"person", "program"}); !fine)
        return refused(400, fine.error().message);
    return with_person(call, [&](const HistoryView& view, const std::string& person) {
        const auto sessions = view.sessions(person);
        return sessions ? good(trends_of(*sessions, call.request.asked("program")))
                        : failed(sessions.error());
    });
}

Response comparison(const Call& call)
{
    if (const auto fine = only_asks(call.request, {"person"}); !fine)
        return refused(400, fine.error().message);
    return with_person(call, [](const HistoryView& view, const std::string& person) {
        auto rows = comparisons_of(view, person);
        if (!rows)
            return failed(rows.error());
        const auto* text = rows->empty() ? "Nothing was compared yet." : "";
        return good(Json::Object{{"text", text}, {"comparisons", std::move(*rows)}});
    });
}

} // namespace crura::app::page
