#include "app/page/card_json.hpp"
#include "app/page/history_json.hpp"
#include "app/page/history_view.hpp"
#include "app/page/reply.hpp"
#include "app/page/requests.hpp"
#include "app/page/rights.hpp"
#include "app/page/settings.hpp"
#include "app/paths.hpp"
#include "app/sources.hpp"
#include "audio/audio_out.hpp"
#include "devices/serial_port.hpp"
#include "sessions/loader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace crura::app::page {

using json::Json;
using web::Response;

namespace {

constexpr std::size_t kLastSessions = 5;
constexpr const char* kSimulator = "simulator";

Json state(bool ok, const std::string& text)
{
    return Json::Object{{"ok", ok}, {"text", told(text)}};
}

// A file that is no program, or no soundscape, says so in `crura programs` and `crura soundscapes`.
Json cards()
{
    Json::Array cards;
    for (const auto& found : sessions::find_programs(program_folders()))
        if (const auto session = sessions::load_session(found.file))
            cards.push_back(card_of(*session));
    return cards;
}

bool is_simulated(const std::vector<std::string>& sources)
{
    return std::any_of(sources.begin(), sources.end(), [](const std::string& source) {
        return source.substr(0, source.find(':')) == kSimulator;
    });
}

// Nothing is opened: looking whether a sensor answers takes up to 3 s.
Json sensors_at_a_glance(const Settings& settings)
{
    const auto said = [](const std::string& text, bool simulated) {
        return Json::Object{{"text", text}, {"simulated", simulated}};
    };
    if (is_simulated(settings.sources))
        return said("A simulated body breathes in your place, as was set.", true);
    if (!settings.sources.empty())
        return said("As was set: " + fmt::format("{}", fmt::join(settings.sources, ", ")) + '.',
                    false);
    const auto ports = devices::list_serial_ports();
    const auto usb = std::count_if(ports.begin(), ports.end(),
                                   [](const auto& port) { return port.usb_vendor_id != 0; });
    if (usb == 0)
        return said("No sensor is plugged in: a simulated body breathes in its place. This is a "
                    "demonstration, not you.",
                    true);
    return said(usb == 1 ? std::string("Something that may be a sensor is plugged in.")
                         : fmt::format("{} things that may be sensors are plugged in.", usb),
                false);
}

Json sound_of(const Settings& settings)
{
    if (settings.audio == kNone)
        return state(true, "Sound is off, as was set.");
    for (const auto& output : audio::list_audio_outputs())
        if (settings.audio.empty() ? output.is_default
                                   : output.name.find(settings.audio) != std::string::npos)
            return state(true, output.name);
    return state(false,
                 settings.audio.empty()
                     ? "No sound output was found; a session runs in silence until there is one."
                     : fmt::format("There is no sound output called {} now.", settings.audio));
}

Json last_sessions(const Call& call, const HistoryView& view)
{
    Json::Array rows;
    if (!why_not(Who::records, call.device, call.house).empty())
        return rows;
    if (auto sessions = view.sessions("", kLastSessions)) {
        std::reverse(sessions->begin(), sessions->end());
        for (const auto& row : *sessions)
            rows.push_back(json_of(row, view.name_of(row.person)));
    }
    return rows;
}

Json history_of(const Call& call, const HistoryView& view)
{
    if (call.house.history.place == kNone)
        return state(true, "Sessions are not kept in a history.");
    if (!view.repository())
        return state(true, "There is no history yet: the first session makes it.");
    return state(true, "");
}

void add_programs_and_sensors(Json::Object& to)
{
    const auto read = read_settings();
    const auto settings = read ? *read : Settings{};
    to.emplace_back("programs", cards());
    to.emplace_back("sound", read ? sound_of(settings) : state(false, read.error().message));
    to.emplace_back("sensors", sensors_at_a_glance(settings));
}

} // namespace

Response start(const Call& call)
{
    Json::Object all;
    add_programs_and_sensors(all);
    const auto view = HistoryView::of(call);
    all.emplace_back("sessions", view ? last_sessions(call, *view) : Json::Array{});
    all.emplace_back("history",
                     view ? history_of(call, *view) : state(false, view.error().message));
    return good(all);
}

Response sensors(const Call&)
{
    const auto found = find_sources();
    if (!found)
        return failed(found.error());
    Json::Array array;
    bool simulated = false;
    for (const auto& source : found->sources) {
        const bool is = is_simulated({source->name()});
        simulated = simulated || is;
        if (!is)
            array.push_back(Json::Object{{"name", source->name()}, {"text", found->chosen}});
    }
    return good(Json::Object{
        {"found", std::move(array)}, {"chosen", found->chosen}, {"simulated", simulated}});
}

} // namespace crura::app::page
