#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace crura::app {

// How the recordings in a folder are.
struct RecordingsState {
    std::size_t there = 0, read = 0;
    std::size_t being_recorded = 0;             // left alone
    std::vector<std::filesystem::path> cut;     // with an unfinished end that repair takes away
    std::vector<std::filesystem::path> mended;  // it was taken away
    std::vector<std::filesystem::path> damaged; // in the middle
    std::vector<std::string> unread;            // why, a sentence each
};

// [main] Reads the latest `at_most` of them as a whole. `mend` repairs what was cut, unless
// somebody records into it.
RecordingsState check_recordings(const std::filesystem::path& folder, std::size_t at_most,
                                 bool mend);

} // namespace crura::app
