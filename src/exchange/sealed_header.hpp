#pragma once

#include "core/result.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace crura::exchange {

// What it costs to try one passphrase: written into the file, so that it may grow one day.
struct SealCost {
    std::uint32_t passes = 3;                  // 1 .. 16
    std::uint64_t memory_bytes = 256ull << 20; // 8 KiB .. 1 GiB
};

inline constexpr SealCost kModerate{}; // about half a second

// The beginning of a sealed file, which is not secret but cannot be changed unnoticed.
struct SealedHeader {
    static constexpr std::size_t kSize = 64, kSaltSize = 16, kStreamSize = 24;
    std::array<std::uint8_t, kSize> bytes{};

    std::uint8_t* salt() { return bytes.data() + kSize - kStreamSize - kSaltSize; }
    std::uint8_t* stream() { return bytes.data() + kSize - kStreamSize; }
};

// [any] All but salt and stream.
SealedHeader header_for(SealCost cost);

// [any] What the reader must know before it spends anything; an error when the file is none that
// Crura sealed, is of a newer format, or asks for more than `SealCost` allows. `file` is named.
Result<SealCost> cost_in(const SealedHeader& header, const std::filesystem::path& file);

} // namespace crura::exchange
