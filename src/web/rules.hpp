#pragma once

#include "web/callers.hpp"
#include "web/refusals.hpp"

#include <optional>
#include <string>

namespace crura::web {

// Of a request's header, what decides whether it is answered at all. Empty: not there.
struct Asked {
    std::string method; // empty: one that nobody knows
    std::string target;
    std::string host;
    std::string origin;
    bool upgrade = false; // to a WebSocket
    bool expects = false; // an interim answer
};

// Why not: what is not spoken here (400, 405, 417), another's name (421), another's page (403).
std::optional<Refusal> objection(const Asked& asked, const Callers& callers);

} // namespace crura::web
