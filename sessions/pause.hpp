#pragma once

#include "core/command.hpp"

namespace crura::sessions {

// Whether a session stands still, because somebody asked for it. Any thread; a plain value.
struct Pause {
    bool paused = false;
    bool braked = false; // paused as well, and quiet at once

    void obey(Command command) noexcept
    {
        switch (command) {
        case Command::brake:
            braked = true;
            paused = true;
            break;
        case Command::pause:
            paused = true;
            break;
        case Command::resume:
            *this = {};
            break;
        default: // concerns others
            break;
        }
    }
};

} // namespace crura::sessions
