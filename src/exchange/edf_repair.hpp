#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <filesystem>

namespace crura::exchange {

// Makes an EDF file of ours whole again that was cut by a kill or a power cut: takes away a last
// record that is not whole or not counted, and counts the records that are there. Gives the number
// of bytes taken away. A file that is whole stays as it is, to the byte. What a kill left half
// written beside it (FILE.part) is taken away too.
//
// Not for a file that is still being recorded. Any thread. An error is a sentence that names the
// file: it cannot be opened or is no EDF file, or it ends before its first record does.
Result<std::uint64_t> repair_edf(const std::filesystem::path& path);

} // namespace crura::exchange
