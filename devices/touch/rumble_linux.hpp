#pragma once

#include "core/latency_meter.hpp"
#include "core/time.hpp"
#include "devices/touch/gamepad_linux.hpp"
#include "devices/touch/touch.hpp"
#include "devices/touch/touch_level.hpp"

#include <atomic>
#include <mutex>
#include <string>
#include <thread>

namespace crura::devices {

// A gamepad whose strong motor swells with the breath. Has a thread that opens the gamepad, again
// every second when it has gone. A rumble lasts 0.4 s when this program hangs, and ends with it.
class Rumble : public Touch {
public:
    // `wanted` and `folder` as for Gamepad::open.
    explicit Rumble(std::string wanted, TouchStrength strength = {},
                    std::string folder = "/dev/input", Clock clock = host_now);
    ~Rumble() override { stop(); }

    // [main] Still when it returns.
    void stop() { thread_ = {}; }

    std::string name() const override;
    Output state() const override { return state_; }
    std::string problem() const override;
    Latency latency() const override { return meter_.figures(); }
    void try_out() override { try_out_ = true; }
    void accept(const Snapshot& snapshot, std::span<const Sample>) noexcept override
    {
        level_.hear(snapshot);
    }

private:
    void run(const std::stop_token& stop);
    Result<void> follow(const std::stop_token& stop, Gamepad& pad);
    void become(Output state, const std::string& problem);

    const std::string wanted_;
    const std::string folder_;
    const Clock clock_;
    TouchLevel level_;
    LatencyMeter meter_;
    std::atomic<bool> try_out_{false};
    std::atomic<Output> state_{Output::lost};
    mutable std::mutex mutex_; // of problem_
    std::string problem_;
    std::jthread thread_; // last: it uses all the others
};

} // namespace crura::devices
