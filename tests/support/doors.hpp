#pragma once

#include "access/doorkeeper.hpp"
#include "access/pairing_code.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace crura::test {

inline constexpr access::WallTime kNoon{std::chrono::hours(24 * 365 * 56 + 12)};

inline std::string offered(access::Doorkeeper& door, const access::Offer& offer = {},
                           access::WallTime now = kNoon)
{
    const auto code = door.offer(offer, now);
    if (!code)
        FAIL(code.error().message);
    return *code;
}

inline access::Entry entry(access::Doorkeeper& door, const std::string& code,
                           const std::string& name = "Tablet", access::WallTime now = kNoon)
{
    const auto entry = door.let_in(code, name, now);
    if (!entry)
        FAIL(entry.error().message);
    return *entry;
}

// A stranger tries codes that nobody offered.
inline std::vector<access::Refusal> guess(access::Doorkeeper& door, int times,
                                          access::WallTime now = kNoon)
{
    std::vector<access::Refusal> refusals;
    for (int each = 0; each < times; ++each)
        refusals.push_back(entry(door, access::new_code(), "stranger", now).refusal);
    return refusals;
}

} // namespace crura::test
