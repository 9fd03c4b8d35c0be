#pragma once

#include <optional>
#include <string>

namespace crura::app {

// What a person asks for while a session runs.
enum class Request {
    end,
    pause_or_resume,
    brake,
    mark,
    recalibrate, // from natural breathing
    guide,       // the next step of a guided calibration
    leave,       // a guided calibration
};

// Takes the first key off what was typed; nothing for one that means nothing here. An arrow or
// function key sends Esc and more at once: that is one key.
std::optional<Request> take_request(std::string& typed);

} // namespace crura::app
