#include "feed/mats.hpp"
#include "app/confirmation.hpp"
#include "app/page/members.hpp"
#include "app/page/reply.hpp"
#include "app/page/requests.hpp"
#include "app/page/settings.hpp"
#include "app/page/values.hpp"
#include "app/paths.hpp"
#include "audio/soundscape_loader.hpp"
#include "core/nearest.hpp"
#include "sessions/loader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace crura::app::page {

using json::Json;
using web::Response;

namespace {

constexpr std::size_t kMostSources = 8;

// What a request to open a mat asks for, as far as it makes sense in itself.
struct Wish {
    std::string program;
    std::optional<double> minutes;
    std::optional<std::vector<std::string>> sources;
    std::optional<std::string> person, soundscape, audio;
    std::optional<sessions::Limits> limits;
    bool confirmed = false;
    std::optional<bool> record;
};

sessions::Limits limits_in(Members& members)
{
    sessions::Limits limits;
    limits.level = members.text("level").value_or("");
    limits.tremor_minutes = members.number("tremor_minutes", sessions::kLeastTremorMinutes,
                                           sessions::kMostTremorMinutes);
    limits.slowest_bpm = members.number("slowest_bpm", sessions::kSlowestUnlockedBpm, 12);
    limits.response_every_minutes =
        members.number("response_every_minutes", 0, sessions::kLatestResponseMinutes);
    return limits;
}

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

// Why this device may not wish that; empty: it may. Files on this machine are its owner's to name.
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
    options.limits = wish.limits.value_or(sessions::Limits{});
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
    if (const auto within = sessions::limited(*session, wish->limits.value_or(sessions::Limits{}));
        !within)
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
