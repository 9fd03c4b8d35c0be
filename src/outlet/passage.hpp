#pragma once

#include "outlet/life.hpp"

#include <atomic>
#include <cstdint>
#include <memory>

namespace crura::outlet {

// A Latest or a FixedRing into an outlet. An outlet may be killed in the middle of reading, which
// would leave a hand-off in disorder; so whoever writes makes it anew for each one, before the next
// one reads. What was under way to a dead outlet is dropped.
template <class HandOff>
class Passage {
public:
    // [engine] To write into.
    HandOff& in(const Life& life) noexcept
    {
        const auto generation = life.generation();
        if (made_for_.load(std::memory_order_relaxed) != generation) {
            std::construct_at(&hand_off_);
            made_for_.store(generation, std::memory_order_release);
        }
        return hand_off_;
    }

    // [outlet] To read from; null until something was written for this outlet.
    HandOff* out(const Life& life) noexcept
    {
        return made_for_.load(std::memory_order_acquire) == life.generation() ? &hand_off_
                                                                              : nullptr;
    }

private:
    HandOff hand_off_;
    std::atomic<std::uint32_t> made_for_{0};
};

} // namespace crura::outlet
