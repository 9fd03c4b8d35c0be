#pragma once

#include "core/time.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>

namespace crura::feed {

// How far a page is behind, and so whether it is sent another frame. Only frames that were sent and
// not yet said to be shown count. One of them that waits for a second closes the gate until all are
// shown, however late: so what lies between server and page is never more than a second of frames,
// and no way is so long that a page is never sent a frame again.
//
// A way that carries less than all frames would fill up with that second again and again. So after
// a closed gate one frame is on the way at a time, then two, four, ...: as many as the page keeps
// up with.
class Credit {
public:
    static constexpr Duration kBehind = std::chrono::seconds(1);

    bool open(Time now)
    {
        const bool behind = !on_the_way_.empty() && now - on_the_way_.front().at >= kBehind;
        if (behind)
            room_ = 1;
        return !behind && on_the_way_.size() < room_;
    }

    void sent(std::uint64_t seq, Time now) { on_the_way_.push_back({seq, now}); }

    // The newest frame or beat that the page has shown: all before it are past.
    void got(std::uint64_t seq)
    {
        const std::size_t before = on_the_way_.size();
        while (!on_the_way_.empty() && on_the_way_.front().seq <= seq)
            on_the_way_.pop_front();
        if (on_the_way_.size() < before && on_the_way_.size() <= room_ / 2)
            room_ = std::min(2 * room_, kMost);
    }

    std::size_t on_the_way() const { return on_the_way_.size(); }

private:
    static constexpr std::size_t kMost = 64; // frames: more than a second has

    struct Sent {
        std::uint64_t seq;
        Time at;
    };
    std::deque<Sent> on_the_way_; // oldest first
    std::size_t room_ = kMost;    // for so many at a time
};

} // namespace crura::feed
