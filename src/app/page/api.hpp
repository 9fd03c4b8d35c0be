#pragma once

#include "access/doorkeeper.hpp"
#include "app/options.hpp"
#include "app/studio/studio.hpp"
#include "web/message.hpp"

#include <filesystem>
#include <functional>
#include <string>

namespace crura::app::page {

// What the page's requests are answered from. Two of them may be at once, in a thread each.
struct House {
    access::Doorkeeper& doorkeeper;
    studio::Studio& studio;
    HistoryChoice history; // of the person, or of a therapist's clients
    std::string lan_url;   // how others reach this machine; empty: they cannot
    std::filesystem::path
        authority; // what a tablet may install, to trust this machine; empty: none
    std::function<void(const std::string& device)> revoked; // its connections are to be closed
    // Whether what takes its time should come to an end, for somebody waits. Not there: nobody
    // does.
    std::function<bool()> hurries = {};
};

// Whether it may take seconds: what opens, closes, sounds, listens or deletes. Only one of these is
// answered at a time, so that none takes from another what both need, a port or a file. [any]
bool is_lengthy(const web::Request& request);

// Answers the requests below /api/ (docs/page-api.md). [two threads, neither the engine's: the
// lengthy ones in one of them, one at a time, all others in the other, likewise]
web::Response answer(const House& house, const web::Request& request);

} // namespace crura::app::page
