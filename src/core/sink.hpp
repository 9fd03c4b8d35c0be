#pragma once

#include "core/sample.hpp"
#include "core/snapshot.hpp"

#include <span>

namespace crura {

// Is handed everything the engine says and does something with it: sound, MIDI, a file, a screen.
class Sink {
public:
    virtual ~Sink() = default;

    // [engine] Returns at once: hands on through SpscRing or Latest, never waits, never allocates.
    // `samples` are the raw samples that this tick was given, in order.
    virtual void accept(const Snapshot& snapshot, std::span<const Sample> samples) noexcept = 0;
};

} // namespace crura
