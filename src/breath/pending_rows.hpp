#pragma once

#include "core/sample.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>

namespace crura::breath {

// The frames that are not due yet, as rows in a row: one column for each channel that was ever
// seen, nothing for the others. The oldest row is number 0. Nothing is allocated; what is not used
// is never touched, so that a body with two channels stays in a few cache lines. A plain value.
class PendingRows {
public:
    static constexpr std::size_t kRows = 256;    // 2.5 s of frames
    static constexpr std::size_t kValues = 2048; // so for 8 channels; 0.5 s for all there are

    // Every row gets one more column, still empty. Rows for which there is no more room are lost.
    void add_column()
    {
        move_to_front();
        const std::size_t narrow = columns_++;
        most_ = std::min(kRows, kValues / columns_);
        size_ = std::min(size_, most_);
        for (std::size_t row = size_; row-- > 0;) {
            const auto from = values_.begin() + row * narrow;
            std::copy_backward(from, from + narrow, values_.begin() + row * columns_ + narrow);
        }
    }

    // How many rows there can be.
    std::size_t most() const { return most_; }

    void set(std::size_t row, std::size_t column, double value, bool bridged)
    {
        assert(row < most_ && column < columns_);
        open_up_to(row);
        values_[(first_ + row) * columns_ + column] = value;
        Flags& flags = flags_[first_ + row];
        flags.valid |= bit(column);
        flags.bridged |= bridged ? bit(column) : 0;
    }

    // Of the oldest row.
    bool has(std::size_t column) const { return size_ > 0 && flags_[first_].valid & bit(column); }
    bool bridged(std::size_t column) const { return flags_[first_].bridged & bit(column); }
    double value(std::size_t column) const { return values_[first_ * columns_ + column]; }

    // The oldest row has become a frame.
    void pop()
    {
        if (size_ == 0)
            return;
        ++first_;
        if (--size_ == 0)
            first_ = 0;
    }

private:
    struct Flags { // a bit for each column
        std::uint64_t valid = 0;
        std::uint64_t bridged = 0;
    };
    static_assert(kChannels <= 64 && kValues >= 30 * kChannels);

    static std::uint64_t bit(std::size_t column) { return std::uint64_t(1) << column; }

    void open_up_to(std::size_t row)
    {
        if (first_ > size_ + row || first_ + row >= most_)
            move_to_front();
        for (; size_ <= row; ++size_)
            flags_[first_ + size_] = {};
    }

    void move_to_front()
    {
        const auto values = values_.begin() + first_ * columns_;
        std::copy(values, values + size_ * columns_, values_.begin());
        std::copy_n(flags_.begin() + first_, size_, flags_.begin());
        first_ = 0;
    }

    std::size_t columns_ = 0;
    std::size_t most_ = kRows;
    std::size_t first_ = 0; // place of the oldest row
    std::size_t size_ = 0;
    std::array<Flags, kRows> flags_{};
    std::array<double, kValues> values_{};
};

} // namespace crura::breath
