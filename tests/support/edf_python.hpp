#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace crura::test {

// An EDF file as python3-mne reads it.
struct MneRead {
    struct Signal {
        std::string name, unit;
        double rate_hz = 0;
        double first = 0, last = 0; // values
    };
    struct Note {
        double onset_s = 0, duration_s = 0;
        std::string text;
    };

    std::vector<Signal> signals;
    std::vector<Note> notes;
};

// Nothing, with a warning, where Debian's python3-mne is not installed; fails the test when it
// cannot read the file, or only wonders about it.
std::optional<MneRead> read_with_mne(const std::filesystem::path& path);

} // namespace crura::test
