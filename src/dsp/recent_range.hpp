#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

namespace crura::dsp {

struct Range {
    float lowest = 0;
    float highest = 0;

    float width() const { return highest - lowest; }
    float middle() const { return 0.5f * (lowest + highest); }
};

// The lowest and highest of a signal over the last N steps of a few samples each. Any thread; a
// plain value.
template <std::size_t N>
class RecentRange {
public:
    explicit RecentRange(int samples_per_step) : per_step_(samples_per_step) {}

    // True when a step has been completed.
    bool operator()(float value)
    {
        now_ = samples_ == 0 ? Range{value, value}
                             : Range{std::min(now_.lowest, value), std::max(now_.highest, value)};
        if (++samples_ < per_step_)
            return false;
        newest_ = (newest_ + 1) % N;
        steps_[newest_] = now_;
        size_ = std::min(size_ + 1, N);
        samples_ = 0;
        return true;
    }

    void clear() { size_ = 0, samples_ = 0; }
    std::size_t size() const { return size_; } // whole steps

    // Of `count` steps, the newest of which is `age` steps old; both within size().
    Range over(std::size_t age, std::size_t count) const
    {
        Range range = step(age);
        for (std::size_t i = age + 1; i < age + count; ++i) {
            range.lowest = std::min(range.lowest, step(i).lowest);
            range.highest = std::max(range.highest, step(i).highest);
        }
        return range;
    }

private:
    const Range& step(std::size_t age) const { return steps_[(newest_ + N - age) % N]; }

    int per_step_;
    int samples_ = 0;
    Range now_;
    std::array<Range, N> steps_{};
    std::size_t newest_ = 0;
    std::size_t size_ = 0;
};

} // namespace crura::dsp
