#pragma once

#include "core/source.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace crura::record {

enum class Pace : std::uint8_t {
    own_speed,           // as if measured now: the first sample is stamped with the start
    as_fast_as_possible, // with the stamps it has; waits where the ring is full, so loses nothing
};

// Plays samples as if a body were being measured. It is `finished` after the last one; until then,
// a start() after a stop() begins anew.
class Playback : public Source {
public:
    // `samples` are pushed in the order given; one that lies before its predecessor is due at once.
    Playback(std::string name, std::vector<Sample> samples, Pace pace, Clock clock = host_now);
    ~Playback() override { stop(); }

    std::string name() const override { return name_; }
    Result<void> start(SampleRing& out) override;
    void stop() override;
    SourceHealth health() const override;

private:
    void run(const std::stop_token& stop, SampleRing& out, Time start);
    bool wait_until(Time due, const std::stop_token& stop);
    bool wait_for_room(const SampleRing& out, const std::stop_token& stop);
    bool rest(Duration duration, const std::stop_token& stop);

    const std::string name_;
    const std::vector<Sample> samples_;
    const Pace pace_;
    const Clock clock_;

    std::atomic<bool> online_{false};
    std::atomic<bool> finished_{false};
    std::atomic<std::uint64_t> pushed_{0};
    std::atomic<std::uint64_t> refused_{0};
    std::condition_variable_any stopping_;
    std::jthread thread_;
};

} // namespace crura::record
