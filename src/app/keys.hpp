#pragma once

#include <optional>
#include <string>

namespace crura::app {

// What a person asks for while a session runs.
enum class Request {
    end,  // gently: a session that has a rest goes there first
    quit, // by a signal: now
    pause_or_resume,
    brake,
    mark,
    recalibrate, // from natural breathing
    guide,       // the next step of a guided calibration
    leave,       // a guided calibration
    next,        // step
    here,        // is the person
    dizzy,       // is the person
    skip,        // a question
    note,        // is to be written
    answer_0,    // to the open question
    answer_1,
    answer_2,
    answer_3,
    answer_4,
    answer_5,
    answer_6,
};

// Takes the first key off what was typed; nothing for one that means nothing here. An arrow or
// function key sends Esc and more at once: that is one key.
std::optional<Request> take_request(std::string& typed);

} // namespace crura::app
