#pragma once

#include "exchange/sealed_file.hpp"
#include "support/files_there.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace crura::test {

// As cheap as the format permits, so that a test can try many times.
constexpr exchange::SealCost kCheap{1, 8192};

inline std::string text_of(const std::filesystem::path& file)
{
    return bytes_in(file);
}

// Bytes that never repeat within a chunk.
inline std::string noise(std::size_t size)
{
    std::string bytes(size, '\0');
    std::uint64_t state = 1;
    for (char& byte : bytes) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        byte = char(state >> 56);
    }
    return bytes;
}

inline std::span<const std::uint8_t> bytes_of(std::string_view text)
{
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// Seals these bytes as they are, without a list of names.
inline void seal_text(const std::filesystem::path& file, std::string_view text,
                      std::string_view passphrase)
{
    auto into = files::WholeFile::create(file);
    REQUIRE(into);
    auto sealer = exchange::Sealer::begin(std::move(*into), exchange::Secret(passphrase), kCheap);
    REQUIRE(sealer);
    REQUIRE(sealer->write(bytes_of(text)));
    REQUIRE(sealer->finish());
}

} // namespace crura::test
