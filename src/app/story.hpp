#pragma once

#include "record/recording.hpp"
#include "report/story.hpp"
#include "sessions/session.hpp"

#include <string>

namespace crura::app {

struct StoryOptions {
    bool for_therapist = false;                 // with decisions, limits and notes
    std::string person{};                       // a pseudonym; or empty
    const sessions::Session* session = nullptr; // the program, where it is still there
};

// What a report tells of a recording: what the engine said at the time, never computed anew. [any]
report::Story story_of(const record::Recording& recording, const StoryOptions& options);

} // namespace crura::app
