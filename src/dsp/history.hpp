#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>

namespace crura::dsp {

// The last N values of a signal, newest first.
template <class T, std::size_t N>
class History {
public:
    void push(T value)
    {
        newest_ = newest_ + 1 < N ? newest_ + 1 : 0;
        values_[newest_] = value;
        size_ = std::min(size_ + 1, N);
    }

    void clear() { size_ = 0; }
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }

    // `age` 0 is the newest value, size() - 1 the oldest.
    T operator[](std::size_t age) const
    {
        assert(age < size_);
        return values_[newest_ >= age ? newest_ - age : newest_ + N - age];
    }

private:
    std::size_t newest_ = 0;
    std::size_t size_ = 0;
    std::array<T, N> values_{};
};

// The middle value of the last `count` (or fewer) values; their mean where the middle lies between
// two. 0 for an empty history.
template <std::size_t N>
double median(const History<double, N>& history, std::size_t count = N)
{
    std::array<double, N> sorted;
    const std::size_t size = std::min(count, history.size());
    if (size == 0)
        return 0;
    for (std::size_t i = 0; i < size; ++i)
        sorted[i] = history[i];
    std::sort(sorted.begin(), sorted.begin() + size);
    return 0.5 * (sorted[size / 2] + sorted[(size - 1) / 2]);
}

} // namespace crura::dsp
