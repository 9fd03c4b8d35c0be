#pragma once

#include <array>
#include <atomic>
#include <type_traits>

namespace crura {

// Carries the newest value from one thread to one other when older ones no longer matter.
// Wait-free on both sides: three slots, one being written, one being read, one in between.
template <class T>
class Latest {
    static_assert(std::is_trivially_copyable_v<T>);

public:
    explicit Latest(const T& initial = {}) { slots_.fill(initial); }

    // [producer]
    void write(const T& value) noexcept
    {
        slots_[write_] = value;
        write_ = between_.exchange(write_ | kFresh, std::memory_order_acq_rel) & kSlot;
    }

    // [consumer] The newest value; the reference stays good until the next read().
    const T& read() noexcept
    {
        if (between_.load(std::memory_order_relaxed) & kFresh)
            read_ = between_.exchange(read_, std::memory_order_acq_rel) & kSlot;
        return slots_[read_];
    }

private:
    static constexpr unsigned kSlot = 3;  // which slot
    static constexpr unsigned kFresh = 4; // written since the last read

    std::array<T, 3> slots_;
    std::atomic<unsigned> between_{1};
    unsigned write_ = 0; // producer only
    unsigned read_ = 2;  // consumer only
};

} // namespace crura
