#pragma once

#include "core/time.hpp"

#include <ctime>
#include <semaphore.h>

namespace crura::outlet {

// Wakes one thread, which may be another process's; stands in a SharedBlock. Rings are counted:
// one that nobody waits for lets the next wait return at once.
class Bell {
public:
    Bell() { ::sem_init(&semaphore_, 1, 0); }
    Bell(const Bell&) = delete;
    Bell& operator=(const Bell&) = delete;

    // [any] Never waits.
    void ring() noexcept { ::sem_post(&semaphore_); }

    // [one thread] True when it rang; false when it did not within `at_most`.
    bool wait(Duration at_most) noexcept
    {
        const auto until = (host_now() + at_most).time_since_epoch();
        const timespec limit = {.tv_sec = until / std::chrono::seconds(1),
                                .tv_nsec = (until % std::chrono::seconds(1)).count()};
        return ::sem_clockwait(&semaphore_, CLOCK_MONOTONIC, &limit) == 0;
    }

private:
    sem_t semaphore_;
};

} // namespace crura::outlet
