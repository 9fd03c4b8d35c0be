#pragma once

#include "app/options.hpp"
#include "app/page/members.hpp"
#include "core/result.hpp"
#include "json/json.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace crura::app::page {

// What sessions use that the page opens; the ranges are those of the command line.
struct Settings {
    std::vector<std::string> sources; // empty: what is plugged in, else the simulated body
    std::string audio;                // part of a device's name; empty: the default; "none"
    double volume_db = 0;             // -60 .. 12
    std::string soundscape;           // an id; empty: the program's
    std::string music;                // a file or folder; empty: the soundscape's
    std::string voice;                // a pack; empty: the one that knows most; "none"
    std::string midi;                 // part of a port's name; empty: our own; "none"
    std::string osc;                  // PORT or HOST:PORT; empty: none
    std::string touch = kNone;        // see crura::devices::open_touch
    double touch_strength = 0.6;      // 0 .. 1
    bool record = true;
    std::string language = "en"; // of the page; there is no other yet
};

// [any] In the state folder, for a page writes them and no person: what deletes everything deletes
// them as well.
std::filesystem::path settings_file();

// [any] The usual ones where there is no file. While they are written it finds the old ones or the
// new ones, whole.
Result<Settings> read_settings(const std::filesystem::path& file = settings_file());

// Whole or not at all, for their owner only. [one thread at a time]
Result<void> write_settings(const Settings& settings,
                            const std::filesystem::path& file = settings_file());

// [any] `settings` with what these members change. An error where one cannot be, or names what is
// not there.
Result<Settings> changed(Settings settings, Members& members);

json::Json json_of(const Settings& settings);

// What `crura run` would be given for them.
OutputOptions output_of(const Settings& settings);

} // namespace crura::app::page
