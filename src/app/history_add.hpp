#pragma once

#include "core/result.hpp"
#include "history/repository.hpp"

#include <filesystem>
#include <string>

namespace crura::app {

// [main] Adds a recording to a person's history: runs the engine over it and keeps what a live
// session would have kept. One that is in it already is refused. The answer is a sentence.
Result<std::string> add_recording(history::Repository& repository, const history::Person& person,
                                  const std::filesystem::path& file);

} // namespace crura::app
