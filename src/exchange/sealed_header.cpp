#include "exchange/sealed_header.hpp"

#include <algorithm>
#include <cassert>
#include <string>

namespace crura::exchange {
namespace {

constexpr std::array<std::uint8_t, 8> kMagic = {'C', 'R', 'U', 'S', 'E', 'A', 'L', 0x9A};
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kVersionAt = 8, kPassesAt = 12, kMemoryAt = 16;

constexpr std::uint32_t kMostPasses = 16;
constexpr std::uint64_t kLeastMemory = 8ull << 10, kMostMemory = 1ull << 30; // bytes

template <class Unsigned>
void put(SealedHeader& header, std::size_t at, Unsigned value)
{
    for (std::size_t i = 0; i < sizeof value; ++i)
        header.bytes[at + i] = std::uint8_t(value >> (8 * i));
}

template <class Unsigned>
Unsigned get(const SealedHeader& header, std::size_t at)
{
    Unsigned value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i)
        value |= Unsigned(header.bytes[at + i]) << (8 * i);
    return value;
}

bool affordable(SealCost cost)
{
    return cost.passes >= 1 && cost.passes <= kMostPasses && cost.memory_bytes >= kLeastMemory
        && cost.memory_bytes <= kMostMemory;
}

} // namespace

SealedHeader header_for(SealCost cost)
{
    assert(affordable(cost));
    SealedHeader header;
    std::copy(kMagic.begin(), kMagic.end(), header.bytes.begin());
    put(header, kVersionAt, kVersion);
    put(header, kPassesAt, cost.passes);
    put(header, kMemoryAt, cost.memory_bytes);
    return header;
}

Result<SealCost> cost_in(const SealedHeader& header, const std::filesystem::path& file)
{
    if (!std::equal(kMagic.begin(), kMagic.end(), header.bytes.begin()))
        return Error{file.string() + " is not a file that Crura sealed."};
    const auto version = get<std::uint32_t>(header, kVersionAt);
    if (version > kVersion)
        return Error{file.string() + " was sealed by a newer Crura (format "
                     + std::to_string(version) + "), or is damaged; update Crura to open it."};
    const SealCost cost{get<std::uint32_t>(header, kPassesAt),
                        get<std::uint64_t>(header, kMemoryAt)};
    if (version == 0 || !affordable(cost))
        return Error{file.string()
                     + " says something about itself that Crura never writes; it is damaged, or "
                       "was made to do harm."};
    return cost;
}

} // namespace crura::exchange
