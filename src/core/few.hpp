#pragma once

#include <array>
#include <cassert>
#include <cstddef>

namespace crura {

// Up to N values in a row, kept in place so that it can travel inside a Snapshot.
template <class T, std::size_t N>
class Few {
public:
    // False when there is no more room; the value is then dropped.
    bool push_back(const T& value) noexcept
    {
        if (size_ == N)
            return false;
        items_[size_++] = value;
        return true;
    }

    void clear() noexcept { size_ = 0; }
    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }
    bool full() const noexcept { return size_ == N; }

    T* begin() noexcept { return items_.data(); }
    T* end() noexcept { return items_.data() + size_; }
    const T* begin() const noexcept { return items_.data(); }
    const T* end() const noexcept { return items_.data() + size_; }

    T& operator[](std::size_t at) noexcept { return assert(at < size_), items_[at]; }
    const T& operator[](std::size_t at) const noexcept { return assert(at < size_), items_[at]; }

private:
    std::array<T, N> items_{};
    std::size_t size_ = 0;
};

} // namespace crura
