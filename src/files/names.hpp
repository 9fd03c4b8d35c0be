#pragma once

#include "core/result.hpp"

#include <filesystem>
#include <string>

namespace crura::files {

// What every way to write a file does with its name. [any]

// Whether something bears this name, be it a link to nowhere.
bool is_taken(const std::filesystem::path& path);

// The name of a file until it is whole: PATH.part.
std::filesystem::path part_of(const std::filesystem::path& path);

// Gives a file or a folder another name on the same disk, unless something bears it already.
Result<void> rename_new(const std::filesystem::path& from, const std::filesystem::path& to);

// Gives a file a name in the place of the file that bears it.
Result<void> rename_over(const std::filesystem::path& from, const std::filesystem::path& to);

// What was made, renamed or deleted in this folder reaches the disk: only then does a name outlive
// a power cut.
void sync_folder(const std::filesystem::path& folder);
void sync_folder_of(const std::filesystem::path& file);

// Makes a folder, and those above it, for their owner only (mode 0700); one that is there is left
// as it is.
Result<void> make_private(const std::filesystem::path& folder);

std::string reason(int error); // of an errno: "No space left on device"
Error taken(const std::filesystem::path& path);
Error cannot_write(const std::filesystem::path& path, int error);

} // namespace crura::files
