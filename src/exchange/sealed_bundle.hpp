#pragma once

#include "core/result.hpp"
#include "exchange/sealed_file.hpp"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace crura::exchange {

// Several files with their names in one sealed file; docs/privacy.md describes it. [any]

struct NamedFile {
    std::filesystem::path file;
    std::string name; // inside: "session.edf", "study/sub-01/eeg.tsv"; UTF-8
};

// A name that may be inside: relative, '/' between its parts, and none of them leads elsewhere, is
// empty or longer than 255 bytes, or holds a backslash or a control character; 1,000 bytes at most.
bool is_sound_name(const std::string& name);

// Seals these files into a new one. Of a file that grows meanwhile, what it was at the beginning.
// An existing `out` is left as it was.
Result<void> seal_files(std::span<const NamedFile> files, const std::filesystem::path& out,
                        const Secret& passphrase, SealCost cost = kModerate);

// Restores all of them into the folder (which is made), or none: nothing is left of a file that is
// damaged, and nothing that was there before is overwritten. Gives where they are now.
Result<std::vector<std::filesystem::path>> unseal_files(const std::filesystem::path& sealed,
                                                        const std::filesystem::path& folder,
                                                        const Secret& passphrase);

} // namespace crura::exchange
