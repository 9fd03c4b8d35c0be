#pragma once

#include "access/device.hpp"
#include "app/options.hpp"
#include "app/page/settings.hpp"
#include "core/result.hpp"
#include "sessions/limits.hpp"

#include <optional>
#include <string>
#include <vector>

namespace crura::app::page {

// What a request to open a mat asks for, as far as it makes sense in itself.
struct Wish {
    std::string program;
    std::optional<double> minutes;
    std::optional<std::vector<std::string>> sources;
    std::optional<std::string> person, soundscape, audio;
    std::optional<std::string> level;       // its id; else the program's first
    std::optional<sessions::Limits> limits; // but for the level, which anybody may choose
    bool confirmed = false;
    std::optional<bool> record;
};

// [any] Of the body of a request.
Result<Wish> wish_in(const std::string& body);

// [any] Why this device may not wish that, a sentence; empty: it may. Files on this machine are its
// owner's to name, limits and persons a therapist's.
std::string why_not(const Wish& wish, const access::Device& device);

// [any] What the program is to keep within: the level and the limits.
sessions::Limits limits_of(const Wish& wish);

// [any] What `crura run` would be given: what is wished, else what is set, of this history. The
// cautions were confirmed.
RunOptions run_options(const Wish& wish, const Settings& settings, const HistoryChoice& history);

} // namespace crura::app::page
