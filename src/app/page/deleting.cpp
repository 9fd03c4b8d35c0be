#include "app/forget.hpp"
#include "app/forget_everything.hpp"
#include "app/page/history_view.hpp"
#include "app/page/members.hpp"
#include "app/page/reply.hpp"
#include "app/page/requests.hpp"
#include "app/places.hpp"

namespace crura::app::page {

using json::Json;
using web::Response;

namespace {

constexpr const char* kWords = "delete everything";

} // namespace

Response delete_session(const Call& call)
{
    return with_session(call, [&](const HistoryView& view, const history::SessionDetail& detail) {
        if (!detail.session.ended && !call.house.studio.mats().empty())
            return refused(409, "That session may still run; end it first.");
        const auto gone =
            app::forget({.session = call.number, .yes = true}, own_places(), view.repository());
        return gone ? good(Json::Object{{"text", *gone}}) : failed(gone.error());
    });
}

Response forget(const Call& call)
{
    auto members = members_of(call.request.body);
    if (!members)
        return refused(400, members.error().message);
    members->needs("what");
    members->needs("words");
    const auto what = members->text("what"), words = members->text("words");
    if (what && *what != "everything")
        members->wrong("\"what\" has to be everything; one session is deleted at its own place.");
    if (words && *words != kWords)
        members->wrong("Nothing was deleted: type the words \"delete everything\" as they are.");
    if (const auto fine = members->fine(); !fine)
        return refused(400, fine.error().message);
    if (!call.house.studio.mats().empty())
        return refused(409, "A mat is open; end its session first.");
    const auto gone = forget_everything({.yes = true});
    if (!gone)
        return failed(gone.error());
    auto response = good(Json::Object{{"text", *gone}});
    response.token = "";
    return response;
}

} // namespace crura::app::page
