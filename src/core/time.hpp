#pragma once

#include <chrono>
#include <functional>

namespace crura {

using Duration = std::chrono::nanoseconds;

// Host time: one monotonic time base for everything. A device's own clock is mapped to it once, in
// the device's thread; a replayed or simulated session counts from zero.
using Time = std::chrono::time_point<std::chrono::steady_clock, Duration>;

// Whoever needs to know the time is given a Clock, so that a test can hand in its own.
using Clock = std::function<Time()>;

inline Time host_now()
{
    return std::chrono::steady_clock::now();
}

constexpr double to_seconds(Duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

// Rounds to the nearest nanosecond.
constexpr Duration from_seconds(double seconds)
{
    return Duration(static_cast<Duration::rep>(seconds * 1e9 + (seconds < 0 ? -0.5 : 0.5)));
}

constexpr double to_seconds(Time time)
{
    return to_seconds(time.time_since_epoch());
}

constexpr Time time_from_seconds(double seconds)
{
    return Time(from_seconds(seconds));
}

} // namespace crura
