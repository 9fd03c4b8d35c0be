#pragma once

#include "core/result.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace crura::speech {

// One sentence of a voice pack, as pack.toml tells of it.
struct PackSentence {
    std::string id;
    std::string text;
    std::string language;
    std::string file;   // in the pack's folder
    std::string sha256; // of the file
};

// A voice: sentences that one person, or one machine, has spoken. docs/voice.md has the format.
struct Pack {
    std::filesystem::path folder;
    std::string name;
    std::string language; // of sentences that name none of their own
    std::string licence;  // under which text and sound may be passed on
    std::string speaker;
    std::string about; // what it is, in one or two sentences
    std::vector<PackSentence> sentences;

    std::filesystem::path file_of(const PackSentence& sentence) const
    {
        return folder / sentence.file;
    }

    // However it is spelt; null when the pack lacks it.
    const PackSentence* find(std::string_view text, std::string_view wanted_language) const;
};

inline constexpr const char* kPackFile = "pack.toml";

// Reads a pack's pack.toml, and no sound yet. The error names every mistake with line and column.
// [main]
Result<Pack> load_pack(const std::filesystem::path& folder);

// What is written into pack.toml, so that load_pack reads the same pack. [any]
std::string pack_toml(const Pack& pack);

// The folders with a pack.toml in these folders, by name. Of two of one name that in the earlier
// folder is taken. A folder that is not there holds none. [main]
std::vector<std::filesystem::path> find_packs(std::span<const std::filesystem::path> folders);

// The pack that a person names: its own folder, or the name of one in these folders. [main]
Result<std::filesystem::path> find_pack(const std::string& wanted,
                                        std::span<const std::filesystem::path> folders);

} // namespace crura::speech
