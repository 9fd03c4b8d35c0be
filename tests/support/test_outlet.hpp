#pragma once

#include "core/latest.hpp"
#include "core/spsc_ring.hpp"
#include "outlet/bell_linux.hpp"
#include "outlet/life.hpp"
#include "outlet/passage.hpp"

#include <array>
#include <atomic>
#include <cstdint>

namespace crura::test {

// Every word computed from the first: a torn value cannot hide.
struct Wide {
    std::array<std::uint64_t, 32> words{};

    static Wide of(std::uint64_t seed)
    {
        Wide wide;
        for (std::size_t i = 0; i < wide.words.size(); ++i)
            wide.words[i] = seed * (2 * i + 1);
        return wide;
    }
    std::uint64_t seed() const { return words[0]; }
    bool whole() const { return words == of(seed()).words; }
};

// What crura_test_outlet shares with the tests that keep it.
struct TestBlock {
    outlet::Life life;
    outlet::Passage<Latest<Wide>> newest;
    outlet::Passage<FixedRing<Wide, 64>> all;
    outlet::Bell bell;

    std::atomic<bool> can_open{true};
    std::atomic<int> process{0}; // of the outlet that runs
    std::atomic<int> started{0}; // outlets so far
    std::atomic<int> ended_well{0};
    std::atomic<std::uint64_t> newest_seen{0}; // its seed
    std::atomic<std::uint64_t> all_seen{0};
    std::atomic<std::uint64_t> disorder{0}; // torn, missing or out of order
};

} // namespace crura::test
