#pragma once

#include "json/json.hpp"

#include <cstdint>

namespace crura::feed {

using ConnectionId = std::uint64_t;

// Who looks.
struct Viewer {
    json::Json device;     // as `hello` tells it: id, name, role, owner, mat
    bool commands = false; // may lead sessions
    bool care = false;     // sees and does what only a therapist may
    int mat = 0;           // sees and commands only this one; 0: all

    bool sees(int which) const { return mat == 0 || mat == which; }
};

} // namespace crura::feed
