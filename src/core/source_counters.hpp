#pragma once

#include "core/health.hpp"
#include "core/source.hpp"

#include <atomic>
#include <cstdint>

namespace crura {

// A SourceHealth that the device's thread writes and any thread reads. It outlives reconnections.
class SourceCounters {
public:
    // [device]
    void push(const Sample& sample, SampleRing& out) { ++(out.push(sample) ? samples_ : refused_); }
    void reject(std::uint64_t packets) { rejected_ += packets; }
    void lose(std::uint64_t packets) { lost_ += packets; }
    void set_online(bool online) { online_ = online; }

    // [any]
    SourceHealth read() const
    {
        SourceHealth health;
        health.online = online_;
        health.samples = samples_;
        health.rejected = rejected_;
        health.lost = lost_;
        health.refused = refused_;
        return health;
    }

private:
    std::atomic<bool> online_{false};
    std::atomic<std::uint64_t> samples_{0};
    std::atomic<std::uint64_t> rejected_{0};
    std::atomic<std::uint64_t> lost_{0};
    std::atomic<std::uint64_t> refused_{0};
};

} // namespace crura
