#pragma once

#include "breath/sensors/vector.hpp"
#include "core/frame.hpp"

namespace crura::test {

inline Frame frame_at(double time_s)
{
    Frame frame;
    frame.time = time_from_seconds(time_s);
    return frame;
}

inline void set(Frame& frame, Channel channel, double value)
{
    frame.value[index_of(channel)] = value;
    frame.valid.set(index_of(channel));
}

inline void set(Frame& frame, Band site, Quantity first, const breath::Vector& vector)
{
    for (std::size_t i = 0; i < 3; ++i)
        set(frame, {site, first + i}, vector[i]);
}

} // namespace crura::test
