#pragma once

#include <filesystem>
#include <vector>

namespace crura::app {

// [main] A recording, if it is there, and what was made of it under its name and stands beside it:
// session.edf, session-bids, session.pdf, session.crura.csv.sealed. Never another recording, nor
// what only begins with the same letters.
std::vector<std::filesystem::path> recording_and_companions(const std::filesystem::path& recording);

} // namespace crura::app
