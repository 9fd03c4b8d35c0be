#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>

namespace crura {

// Carries items from one thread to one other when every item matters. Wait-free on both sides; an
// item that finds no room is refused and counted. Memory is taken in the constructor only.
template <class T>
class SpscRing {
    static_assert(std::is_trivially_copyable_v<T>);

public:
    // Room for at least `capacity` items.
    explicit SpscRing(std::size_t capacity)
        : mask_(std::bit_ceil(capacity) - 1), items_(std::make_unique<T[]>(mask_ + 1))
    {
    }

    // [producer]
    bool push(const T& item) noexcept
    {
        const auto head = head_.load(std::memory_order_relaxed);
        if (head - tail_.load(std::memory_order_acquire) > mask_) {
            refused_.fetch_add(1, std::memory_order_relaxed);
            return false;
        }
        items_[head & mask_] = item;
        head_.store(head + 1, std::memory_order_release);
        return true;
    }

    // [consumer]
    bool pop(T& item) noexcept
    {
        const auto tail = tail_.load(std::memory_order_relaxed);
        if (tail == head_.load(std::memory_order_acquire))
            return false;
        item = items_[tail & mask_];
        tail_.store(tail + 1, std::memory_order_release);
        return true;
    }

    // [any] How many items found no room so far.
    std::uint64_t refused() const noexcept { return refused_.load(std::memory_order_relaxed); }

    // [any] At least this many items were waiting a moment ago.
    std::size_t size() const noexcept
    {
        const auto tail = tail_.load(std::memory_order_acquire);
        return head_.load(std::memory_order_acquire) - tail;
    }

    // [any]
    std::size_t capacity() const noexcept { return mask_ + 1; }

private:
    static constexpr std::size_t kCacheLine = 64;

    const std::size_t mask_;
    const std::unique_ptr<T[]> items_;
    alignas(kCacheLine) std::atomic<std::size_t> head_{0}; // written by the producer
    std::atomic<std::uint64_t> refused_{0};                // written by the producer
    alignas(kCacheLine) std::atomic<std::size_t> tail_{0}; // written by the consumer
};

} // namespace crura
