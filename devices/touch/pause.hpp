#pragma once

#include "core/time.hpp"

#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace crura::devices {

// Waits so long, or until told to stop.
inline void pause(const std::stop_token& stop, Duration length)
{
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, length, [] { return false; });
}

} // namespace crura::devices
