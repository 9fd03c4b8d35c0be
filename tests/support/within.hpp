#pragma once

#include "core/time.hpp"

#include <chrono>
#include <thread>

namespace crura::test {

// Waits until the condition holds; false when it does not in time.
template <class Condition>
bool within(Duration limit, Condition holds)
{
    const auto end = host_now() + limit;
    while (!holds()) {
        if (host_now() > end)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

} // namespace crura::test
