#include "app/confirmation.hpp"
#include "app/page/history_view.hpp"
#include "app/page/mat_wish.hpp"
#include "app/page/reply.hpp"
#include "app/page/requests.hpp"
#include "app/page/values.hpp"
#include "app/paths.hpp"
#include "audio/soundscape_loader.hpp"
#include "core/nearest.hpp"
#include "feed/mats.hpp"
#include "sessions/loader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace crura::app::page {

using json::Json;
using web::Response;

namespace {

template <class Files>
std::vector<std::string> ids_of(const Files& files)
{
    std::vector<std::string> ids;
    for (const auto& file : files)
        ids.push_back(file.id);
    return ids;
}

// By its id: a page names no files.
Result<sessions::Session> program_called(const std::string& id)
{
    const auto all = sessions::find_programs(program_folders());
    for (const auto& found : all)
        if (found.id == id)
            return sessions::load_session(found.file);
    return Error{fmt::format("There is no program '{}'{}", id, did_you_mean(id, ids_of(all)))};
}

Result<void> check_soundscape(const std::string& id)
{
    const auto ids = ids_of(audio::find_soundscapes(soundscape_folders()));
    if (id.empty() || std::find(ids.begin(), ids.end(), id) != ids.end())
        return {};
    return Error{fmt::format("There is no soundscape '{}'{}", id, did_you_mean(id, ids))};
}

// Else the session would be in nobody's history.
Result<void> check_person(const Call& call, const std::string& person)
{
    if (person.empty())
        return {};
    const auto view = HistoryView::of(call);
    if (!view)
        return view.error();
    if (view->find(person))
        return {};
    std::vector<std::string> names;
    for (const auto& each : view->persons())
        names.push_back(each.pseudonym);
    return Error{names.empty() ? "Nobody is here yet; add the person first."
                               : fmt::format("Nobody is called {} here{}", person,
                                             did_you_mean(person, names))};
}

Response to_be_confirmed(const sessions::Session& session)
{
    return good(Json::Object{{"error", "Before the first time, please read whom this is not for."},
                             {"cautions", json_of(session.cautions)}},
                409);
}

Response open(const Call& call, const Wish& wish, const sessions::Session& session)
{
    const auto settings = read_settings();
    if (!settings)
        return failed(settings.error());
    if (call.house.studio.mats().size() >= feed::kMats)
        return refused(409,
                       fmt::format("All {} mats are taken; end one of them first.", feed::kMats));
    // Where it cannot be remembered, it will be asked again.
    if (needs_confirmation(session))
        static_cast<void>(remember_confirmation(session));
    const auto mat = call.house.studio.open(run_options(wish, *settings, call.house.history));
    if (!mat)
        return refused(400, mat.error().message);
    return good(Json::Object{{"mat", double(*mat)}}, 201);
}

} // namespace

Response open_mat(const Call& call)
{
    const auto wish = wish_in(call.request.body);
    if (!wish)
        return refused(400, wish.error().message);
    if (const auto why = why_not(*wish, call.device); !why.empty())
        return refused(403, why);
    const auto session = program_called(wish->program);
    if (!session)
        return refused(400, session.error().message);
    if (const auto fine = check_soundscape(wish->soundscape.value_or("")); !fine)
        return refused(400, fine.error().message);
    if (const auto fine = check_person(call, wish->person.value_or("")); !fine)
        return refused(400, fine.error().message);
    if (const auto within = sessions::limited(*session, limits_of(*wish)); !within)
        return refused(400, within.error().message);
    if (needs_confirmation(*session) && !wish->confirmed)
        return to_be_confirmed(*session);
    return open(call, *wish, *session);
}

Response close_mat(const Call& call)
{
    const auto mats = call.house.studio.mats();
    if (std::find(mats.begin(), mats.end(), call.number) == mats.end())
        return refused(404, fmt::format("There is no mat {} now.", call.number));
    if (const auto closed = call.house.studio.close(int(call.number)); !closed)
        return refused(404, closed.error().message);
    return good(Json::Object{});
}

} // namespace crura::app::page
