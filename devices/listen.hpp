#pragma once

#include "devices/serial_port.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace crura::devices {

// Hands every burst of bytes to `enough` until it answers true or the time is over; says which.
// Error: the port is gone. For the moments before a device's own thread runs.
template <class Enough>
Result<bool> listen(SerialPort& port, Duration limit, Enough enough)
{
    std::array<std::uint8_t, 256> buffer;
    const auto end = host_now() + limit;
    for (auto left = limit; left > Duration(0); left = end - host_now()) {
        const auto bytes = port.read(buffer, left);
        if (!bytes)
            return bytes.error();
        if (!bytes->empty() && enough(*bytes))
            return true;
    }
    return false;
}

} // namespace crura::devices
