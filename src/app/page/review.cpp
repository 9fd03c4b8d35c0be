#include "app/page/course_json.hpp"
#include "app/page/history_json.hpp"
#include "app/page/history_view.hpp"
#include "app/page/query.hpp"
#include "app/page/reply.hpp"
#include "app/page/requests.hpp"
#include "app/page/story_json.hpp"
#include "app/places.hpp"
#include "app/read_story.hpp"
#include "record/file_claim.hpp"
#include "report/html.hpp"
#include "report/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace fs = std::filesystem;

namespace crura::app::page {

using history::SessionDetail;
using json::Json;
using web::Response;

namespace {

fs::path recording_of(const history::SessionRow& row)
{
    const fs::path file(row.recording);
    return file.empty() || file.is_absolute() ? file : own_places().recordings() / file;
}

// The error says why there is none, without the path: who asks may sit at another machine.
Result<report::Story> story_of(const Call& call, const HistoryView& view, const SessionDetail& of)
{
    const auto file = recording_of(of.session);
    std::error_code ignored;
    if (file.empty())
        return Error{"This session was not recorded."};
    if (!fs::exists(file, ignored))
        return Error{"The recording is not where it was kept any more."};
    if (record::is_being_recorded(file))
        return Error{"This session still runs; look again when it is over."};
    auto story = read_story(file, call.for_therapist(), view.name_of(of.session.person));
    if (!story)
        return Error{"The recording cannot be read; `crura doctor` on Crura's machine says more."};
    return story;
}

// Calls `tell` with the session that is asked for.
template <class Tell>
Response read_session(const Call& call, Tell tell)
{
    if (const auto fine = only_asks(call.request, {}); !fine)
        return refused(400, fine.error().message);
    return with_session(call, tell);
}

Response report_as(const Call& call, Result<std::string> (*make)(const report::Story&),
                   const char* type, const char* ending)
{
    return read_session(call, [&](const HistoryView& view, const SessionDetail& detail) {
        const auto story = story_of(call, view, detail);
        if (!story)
            return refused(404, story.error().message);
        auto bytes = make(*story);
        if (!bytes)
            return failed(bytes.error());
        return Response{.type = type,
                        .body = std::move(*bytes),
                        .file_name = fmt::format("crura-session-{}.{}", detail.session.id, ending)};
    });
}

} // namespace

Response sessions(const Call& call)
{
    const auto asked = only_asks(call.request, {"person", "latest"});
    const auto latest = latest_of(call.request);
    if (!asked || !latest)
        return refused(400, (asked ? latest.error() : asked.error()).message);
    const auto person = call.request.asked("person");
    if (!person.empty() && !call.for_therapist())
        return refused(403, "Whose sessions to see is chosen on a therapist's device only.");
    const auto view = HistoryView::of(call);
    if (!view)
        return failed(view.error());
    if (!person.empty() && !view->find(person))
        return refused(404, "Nobody is called that here.");
    auto rows = view->sessions(person, *latest);
    if (!rows)
        return failed(rows.error());
    std::reverse(rows->begin(), rows->end());
    Json::Array array;
    for (const auto& row : *rows)
        array.push_back(json_of(row, view->name_of(row.person)));
    return good(Json::Object{{"sessions", std::move(array)}});
}

Response session(const Call& call)
{
    return read_session(call, [&](const HistoryView& view, const SessionDetail& detail) {
        const auto story = story_of(call, view, detail);
        const Json::Object files{{"recording", !detail.session.recording.empty()},
                                 {"text", story ? std::string() : story.error().message}};
        return good(
            Json::Object{{"session", json_of(detail.session, view.name_of(detail.session.person))},
                         {"breaths", breaths_json(detail.rows)},
                         {"answers", answers_json(detail.rows)},
                         {"markers", markers_json(detail.rows, call.for_therapist())},
                         {"course", story ? json_of(story->course) : Json()},
                         {"story", story ? json_of(*story) : Json()},
                         {"files", files}});
    });
}

Response report_pdf(const Call& call)
{
    return report_as(call, report::pdf, "application/pdf", "pdf");
}

Response report_html(const Call& call)
{
    return report_as(call, report::html, "text/html; charset=utf-8", "html");
}

} // namespace crura::app::page
