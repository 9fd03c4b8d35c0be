#pragma once

#include "core/time.hpp"

#include <cstdint>
#include <deque>
#include <optional>

namespace crura::feed {

// When the last ticks were. They are counted from 1.
class TickTimes {
public:
    explicit TickTimes(Duration kept) : kept_(kept) {}

    // Its number.
    std::uint64_t note(Time now)
    {
        times_.push_back(now);
        while (now - times_.front() > kept_)
            times_.pop_front();
        return ++newest_;
    }

    std::uint64_t newest() const { return newest_; }

    // Nothing for a tick that is longer ago than what is kept, or was never.
    std::optional<Time> of(std::uint64_t tick) const
    {
        const std::uint64_t back = newest_ - tick;
        if (tick > newest_ || back >= times_.size())
            return std::nullopt;
        return times_[times_.size() - 1 - std::size_t(back)];
    }

private:
    Duration kept_;
    std::uint64_t newest_ = 0;
    std::deque<Time> times_; // up to the newest
};

} // namespace crura::feed
