#pragma once

#include "core/result.hpp"
#include "report/story.hpp"

#include <filesystem>
#include <string>

namespace crura::app {

// [main] What a report tells of a recording, with the names of the program that was run; of an
// older recording, of the one that bears its name now. An error when it cannot be read, or holds
// nothing that Crura said. `for_therapist` and `person` as in StoryOptions.
Result<report::Story> read_story(const std::filesystem::path& recording, bool for_therapist,
                                 const std::string& person);

} // namespace crura::app
