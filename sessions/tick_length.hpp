#pragma once

#include "core/time.hpp"

#include <algorithm>

namespace crura::sessions {

// How long it is since the last tick. One that comes late (a laptop was asleep) counts for no more
// than kLongest, so that nobody has missed anything meanwhile. A plain value. [engine]
class TickLength {
public:
    static constexpr Duration kLongest = std::chrono::seconds(1);

    Duration operator()(Time now) noexcept
    {
        const Duration tick = begun_ ? std::clamp(now - last_, Duration{}, kLongest) : Duration{};
        begun_ = true;
        last_ = now;
        return tick;
    }

private:
    bool begun_ = false;
    Time last_{};
};

} // namespace crura::sessions
