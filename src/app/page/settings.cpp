#include "app/page/settings.hpp"

#include "app/page/values.hpp"
#include "app/paths.hpp"
#include "app/soundscape_choice.hpp"
#include "app/sources.hpp"
#include "files/names.hpp"
#include "files/whole_files.hpp"
#include "osc/udp_linux.hpp"
#include "speech/pack.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <string_view>

namespace fs = std::filesystem;

namespace crura::app::page {

using json::Json;

namespace {

constexpr std::size_t kMostSources = 8;
constexpr std::size_t kLongestPath = 1000;

template <class T>
void set(T& member, std::optional<T> value)
{
    if (value)
        member = std::move(*value);
}

Settings with(Settings settings, Members& members)
{
    set(settings.sources, members.texts("sources", kMostSources));
    set(settings.audio, members.text("audio"));
    set(settings.volume_db, members.number("volume_db", -60, 12));
    set(settings.soundscape, members.text("soundscape"));
    set(settings.music, members.text("music", kLongestPath));
    set(settings.voice, members.text("voice", kLongestPath));
    set(settings.midi, members.text("midi"));
    set(settings.osc, members.text("osc"));
    set(settings.touch, members.text("touch"));
    set(settings.touch_strength, members.number("touch_strength", 0, 1));
    set(settings.record, members.flag("record"));
    set(settings.language, members.text("language"));
    if (settings.language != "en")
        members.wrong("\"language\" has to be en; the page knows no other yet.");
    return settings;
}

bool is_touch(const std::string& touch)
{
    for (const std::string_view whole : {"none", "line", "rumble"})
        if (touch == whole)
            return true;
    for (const std::string_view start : {"line:", "rumble:", "audio:"})
        if (touch.starts_with(start) && touch.size() > start.size())
            return true;
    return false;
}

// Only what has changed: a sensor's board or a folder may be away for a while.
Result<void> check(const Settings& settings, const Settings& before)
{
    if (settings.sources != before.sources)
        if (const auto sources = make_sources(settings.sources); !sources)
            return sources.error();
    if (settings.soundscape != before.soundscape && !settings.soundscape.empty())
        if (const auto found = choose_soundscape(settings.soundscape, soundscape_folders()); !found)
            return found.error();
    std::error_code ignored;
    if (settings.music != before.music && !settings.music.empty()
        && !fs::exists(settings.music, ignored))
        return Error{fmt::format("There is no music at {}.", settings.music)};
    if (settings.voice != before.voice && !settings.voice.empty() && settings.voice != kNone)
        if (const auto pack = speech::find_pack(settings.voice, voice_folders()); !pack)
            return pack.error();
    if (!settings.osc.empty())
        if (const auto endpoint = osc::read_endpoint(settings.osc); !endpoint)
            return endpoint.error();
    if (!is_touch(settings.touch))
        return Error{fmt::format("\"touch\" is {}; it has to be line:PORT, line, rumble, "
                                 "rumble:NAME, audio:NAME or none.",
                                 settings.touch)};
    return {};
}

Error unreadable(const fs::path& file, const std::string& why)
{
    return Error{fmt::format("The page's settings in {} cannot be read: {} Save them anew, or "
                             "delete the file.",
                             file.string(), why)};
}

} // namespace

fs::path settings_file()
{
    return page_folder() / "settings.json";
}

Result<Settings> read_settings(const fs::path& file)
{
    std::error_code missing;
    if (!fs::exists(file, missing))
        return Settings{};
    std::ifstream in(file, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    auto members = members_of(text);
    if (!in.is_open() || !members)
        return unreadable(file, members ? "it cannot be opened." : members.error().message);
    auto settings = with({}, *members);
    if (const auto fine = members->fine(); !fine)
        return unreadable(file, fine.error().message);
    return settings;
}

Result<void> write_settings(const Settings& settings, const fs::path& file)
{
    if (const auto folder = files::make_private(file.parent_path()); !folder)
        return folder.error();
    return files::write_whole({{file, json::to_text(json_of(settings))}}, files::IfTaken::replace);
}

Result<Settings> changed(Settings settings, Members& members)
{
    const auto before = settings;
    auto after = with(std::move(settings), members);
    if (const auto fine = members.fine(); !fine)
        return fine.error();
    if (const auto fine = check(after, before); !fine)
        return fine.error();
    return after;
}

Json json_of(const Settings& settings)
{
    return Json::Object{{"sources", json_of(settings.sources)},
                        {"audio", settings.audio},
                        {"volume_db", settings.volume_db},
                        {"soundscape", settings.soundscape},
                        {"music", settings.music},
                        {"voice", settings.voice},
                        {"midi", settings.midi},
                        {"osc", settings.osc},
                        {"touch", settings.touch},
                        {"touch_strength", settings.touch_strength},
                        {"record", settings.record},
                        {"language", settings.language}};
}

OutputOptions output_of(const Settings& settings)
{
    OutputOptions output;
    output.audio = settings.audio;
    output.volume_db = settings.volume_db;
    output.soundscape = settings.soundscape;
    output.music = settings.music;
    output.voice = settings.voice;
    output.midi = settings.midi;
    output.osc = settings.osc;
    output.touch = settings.touch;
    output.touch_strength = settings.touch_strength;
    return output;
}

} // namespace crura::app::page
