#include "app/history_place.hpp"
#include "app/page/history_view.hpp"
#include "app/page/members.hpp"
#include "app/page/reply.hpp"
#include "app/page/requests.hpp"
#include "app/page/values.hpp"

#include <fmt/format.h>

namespace crura::app::page {

using json::Json;
using web::Response;

namespace {

Json json_of(const history::Person& person)
{
    return Json::Object{{"id", double(person.id)},
                        {"name", person.pseudonym},
                        {"since", page::json_of(person.since)}};
}

} // namespace

Response people(const Call& call)
{
    const auto view = HistoryView::of(call);
    if (!view)
        return failed(view.error());
    Json::Array array;
    for (const auto& person : view->persons())
        array.push_back(json_of(person));
    return good(Json::Object{{"people", std::move(array)}});
}

Response add_person(const Call& call)
{
    auto members = members_of(call.request.body);
    if (!members)
        return refused(400, members.error().message);
    members->needs("name");
    const auto name = members->text("name");
    if (const auto fine = members->fine(); !fine)
        return refused(400, fine.error().message);
    if (call.house.history.place == kNone)
        return refused(409, "Sessions are not kept in a history now.");
    const auto view = HistoryView::of(call);
    if (!view)
        return failed(view.error());
    if (!name->empty() && view->find(*name))
        return refused(409, fmt::format("{} is here already.", *name));
    const auto repository = open_history_of(call.house.history);
    if (!repository)
        return failed(repository.error());
    const auto id = (*repository)->add_person(*name, call.now);
    if (!id)
        return refused(400, id.error().message);
    return good(json_of({*id, *name, call.now}), 201);
}

} // namespace crura::app::page
