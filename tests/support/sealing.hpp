#pragma once

#include "exchange/sealed_file.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace crura::test {

// As cheap as the format permits, so that a test can try many times.
constexpr exchange::SealCost kCheap{1, 8192};

inline std::string text_of(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_text(const std::filesystem::path& file, std::string_view text)
{
    std::ofstream(file, std::ios::binary | std::ios::trunc) << text;
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
    auto into = exchange::WholeFile::create(file);
    REQUIRE(into);
    auto sealer = exchange::Sealer::begin(std::move(*into), exchange::Secret(passphrase), kCheap);
    REQUIRE(sealer);
    REQUIRE(sealer->write(bytes_of(text)));
    REQUIRE(sealer->finish());
}

inline unsigned mode_of(const std::filesystem::path& path)
{
    return unsigned(std::filesystem::symlink_status(path).permissions());
}

inline std::set<std::string> names_in(const std::filesystem::path& folder)
{
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        names.insert(std::filesystem::relative(entry.path(), folder).string());
    return names;
}

} // namespace crura::test
