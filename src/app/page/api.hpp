#pragma once

#include "access/doorkeeper.hpp"
#include "app/options.hpp"
#include "app/studio/studio.hpp"
#include "web/message.hpp"

#include <filesystem>
#include <functional>
#include <string>

namespace crura::app::page {

// What the page's requests are answered from.
struct House {
    access::Doorkeeper& doorkeeper;
    studio::Studio& studio;
    HistoryChoice history; // of the person, or of a therapist's clients
    std::string lan_url;   // how others reach this machine; empty: they cannot
    std::filesystem::path
        authority; // what a tablet may install, to trust this machine; empty: none
    std::function<void(const std::string& device)> revoked; // its connections are to be closed
};

// Answers the requests below /api/ (docs/page-api.md). [one thread at a time, not the engine's]
web::Response answer(const House& house, const web::Request& request);

} // namespace crura::app::page
