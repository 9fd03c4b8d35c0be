#pragma once

#include "core/health.hpp"
#include "core/result.hpp"
#include "core/sample.hpp"
#include "core/spsc_ring.hpp"

#include <string>

namespace crura {

using SampleRing = SpscRing<Sample>;

// Measures a body and pushes Samples from its own thread.
class Source {
public:
    virtual ~Source() = default; // stops

    // [runtime] What a person calls it: "line:/dev/ttyUSB0".
    virtual std::string name() const = 0;

    // [runtime] Opens the device and begins to push, from one thread of its own, into `out`, which
    // outlives the source. May be called again once offline: the runtime does so every second, and
    // has the only retry loop. The error is one sentence for a person.
    virtual Result<void> start(SampleRing& out) = 0;

    // [runtime] Returns when the thread has ended; nothing is pushed afterwards.
    virtual void stop() = 0;

    // [any]
    virtual SourceHealth health() const = 0;
};

} // namespace crura
