#pragma once

#include "core/health.hpp"
#include "core/sink.hpp"

#include <string>

namespace crura::devices {

// How strongly a level of TouchCue drives a motor. Both are shares of what the motor can, 0 .. 1.
struct TouchStrength {
    float strongest = 0.6f; // at level 1: gentle
    float weakest = 0.2f;   // at the least level that is felt at all: below this it does not turn
    bool probe = false;     // for measuring latency: follows TouchCue::raw as it is
};

// A Sink that is felt. It finds its device by itself and finds it again, every second, when it has
// gone; it is still when no tick came for 0.5 s and while the session is braked.
class Touch : public Sink {
public:
    // [any] What a person calls it: "line:/dev/ttyUSB0".
    virtual std::string name() const = 0;

    // [any] Returns at once.
    virtual Output state() const = 0;

    // [any but engine] Why it is lost: one sentence for a person; empty when it is not.
    virtual std::string problem() const = 0;

    // [any but engine] From a measurement until the device was told of it.
    virtual Latency latency() const = 0;

    // [any] Two soft pulses, to find out that it works and where it sits.
    virtual void try_out() = 0;
};

} // namespace crura::devices
