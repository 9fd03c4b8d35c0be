#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

namespace crura {

// Carries items from one thread to one other when every item matters. Wait-free on both sides; an
// item that finds no room is refused and counted. Memory is taken in the constructor only. A
// FixedRing holds its items itself, so it may lie in memory that two processes share.
template <class T, class Items = std::vector<T>>
class SpscRing {
    static_assert(std::is_trivially_copyable_v<T>);

public:
    // Room for at least `capacity` items.
    explicit SpscRing(std::size_t capacity) requires std::constructible_from<Items, std::size_t>
        : items_(std::bit_ceil(capacity))
    {
    }
    SpscRing() requires(!std::constructible_from<Items, std::size_t>)
    {
        static_assert(std::has_single_bit(std::tuple_size_v<Items>));
    }

    // [producer]
    bool push(const T& item) noexcept
    {
        const auto head = head_.load(std::memory_order_relaxed);
        if (head - tail_.load(std::memory_order_acquire) > mask()) {
            refused_.fetch_add(1, std::memory_order_relaxed);
            return false;
        }
        items_[head & mask()] = item;
        head_.store(head + 1, std::memory_order_release);
        return true;
    }

    // [consumer]
    bool pop(T& item) noexcept
    {
        const auto tail = tail_.load(std::memory_order_relaxed);
        if (tail == head_.load(std::memory_order_acquire))
            return false;
        item = items_[tail & mask()];
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
    std::size_t capacity() const noexcept { return items_.size(); }

private:
    static constexpr std::size_t kCacheLine = 64;

    std::size_t mask() const noexcept { return items_.size() - 1; }

    Items items_;
    alignas(kCacheLine) std::atomic<std::size_t> head_{0}; // written by the producer
    std::atomic<std::uint64_t> refused_{0};                // written by the producer
    alignas(kCacheLine) std::atomic<std::size_t> tail_{0}; // written by the consumer
};

// `Capacity` is a power of two.
template <class T, std::size_t Capacity>
using FixedRing = SpscRing<T, std::array<T, Capacity>>;

} // namespace crura
