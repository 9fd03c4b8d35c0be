#pragma once

#include "core/sink.hpp"
#include "core/snapshot.hpp"

#include <chrono>
#include <functional>
#include <thread>
#include <utility>

namespace crura::test {

// What the engine would say to the skin in its tick number `tick`.
inline Snapshot touch_snapshot(std::uint64_t tick, float level, Time sensed_at = {})
{
    Snapshot snapshot;
    snapshot.tick = tick;
    snapshot.cues.touch = {level, level};
    snapshot.cues.sensed_at = sensed_at;
    return snapshot;
}

// An engine that says so every 10 ms, in real time, until it is destroyed.
class TouchEngine {
public:
    // The level at so many seconds from now.
    TouchEngine(Sink& sink, std::function<float(double)> level)
        : thread_([&sink, level = std::move(level)](std::stop_token stop) {
              const auto start = host_now();
              for (std::uint64_t tick = 1; !stop.stop_requested(); ++tick) {
                  const auto now = host_now();
                  sink.accept(touch_snapshot(tick, level(to_seconds(now - start)), now), {});
                  std::this_thread::sleep_for(std::chrono::milliseconds(10));
              }
          })
    {
    }

private:
    std::jthread thread_;
};

} // namespace crura::test
