#pragma once

#include "core/time.hpp"

#include <memory>

namespace crura::test {

// Sees when the machine itself stands still: on every processor a thread of the highest real-time
// priority, where that is allowed, does nothing but sleep for a millisecond and look at the clock.
// A virtual machine's host takes its processors away for some milliseconds now and then; nothing
// that runs in it can be in time then, and what was missed meanwhile is not the program's doing.
class MachineWatch {
public:
    MachineWatch();
    ~MachineWatch();
    MachineWatch(const MachineWatch&) = delete;
    MachineWatch& operator=(const MachineWatch&) = delete;

    // The longest time for which any processor stood still, in all or in part within these bounds
    // [s]. Another thread's business: 0 until it runs again.
    double standstill_s(Time from, Time until) const;

    // How often any stood still for `longer_than_s` [s] or longer, since the beginning.
    int standstills(double longer_than_s) const;

private:
    struct Watch;
    std::unique_ptr<Watch> watch_;
};

} // namespace crura::test
