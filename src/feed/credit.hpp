#pragma once

#include "core/time.hpp"

#include <cstdint>
#include <deque>

namespace crura::feed {

// How far a page is behind, and so whether it is sent another frame. Only frames that were sent and
// not yet said to be shown count: one that waits for more than a second closes the gate, and the
// gate opens when the last of these was shown, however late. So what lies between server and page
// is never more than a second of frames, on a slow way as on one that stands still.
class Credit {
public:
    static constexpr Duration kBehind = std::chrono::seconds(1);

    bool open(Time now) const
    {
        return on_the_way_.empty() || now - on_the_way_.front().at < kBehind;
    }

    void sent(std::uint64_t seq, Time now) { on_the_way_.push_back({seq, now}); }

    // The newest frame or beat that the page has shown: all before it are past.
    void got(std::uint64_t seq)
    {
        while (!on_the_way_.empty() && on_the_way_.front().seq <= seq)
            on_the_way_.pop_front();
    }

    std::size_t on_the_way() const { return on_the_way_.size(); }

private:
    struct Sent {
        std::uint64_t seq;
        Time at;
    };
    std::deque<Sent> on_the_way_; // oldest first
};

} // namespace crura::feed
