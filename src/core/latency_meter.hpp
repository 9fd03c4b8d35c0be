#pragma once

#include "core/health.hpp"
#include "core/time.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

namespace crura {

// How long it takes from a measurement to where it is heard, sent or felt. Lock-free and of fixed
// size, without a pointer: it may stand in memory that two processes share, where all bytes zero
// are an empty meter.
//
//     meter.note(cues.sensed_at, heard_at);  // with every cue that goes out
//
// Cues come with every engine tick and are heard for many blocks, so only the first use of a new
// measurement counts. `heard_at` is host time and includes what the system says the rest of the
// way takes, as a sound card's delay. Cues without a measurement behind them do not count.
class LatencyMeter {
public:
    static constexpr std::size_t kRemembered = 8192; // of 50 to 100 a second: one to three minutes

    // [one thread]
    void note(Time sensed_at, Time heard_at) noexcept
    {
        const std::int64_t measurement = sensed_at.time_since_epoch().count();
        if (measurement == 0 || measurement == last_measurement_)
            return;
        last_measurement_ = measurement;
        note(heard_at - sensed_at);
    }

    // [the same thread] For one who knows that the measurement is new:
    // note(heard_at - cues.sensed_at), once for each sensed_at.
    void note(Duration took) noexcept
    {
        const std::uint32_t noted = noted_.load(std::memory_order_relaxed);
        const auto took_ms = float(to_seconds(took) * 1e3);
        took_ms_[noted % kRemembered].store(std::max(took_ms, 0.f), std::memory_order_relaxed);
        noted_.store(noted + 1, std::memory_order_release);
    }

    // [any] Over the last kRemembered. Sorts: for once a second, not for the audio callback.
    Latency figures() const noexcept
    {
        std::array<float, kRemembered> copy;
        const std::size_t noted = noted_.load(std::memory_order_acquire);
        const std::span remembered = std::span(copy).first(std::min(noted, kRemembered));
        if (remembered.empty())
            return {};
        for (std::size_t i = 0; i < remembered.size(); ++i)
            remembered[i] = took_ms_[i].load(std::memory_order_relaxed);
        auto from = remembered.begin();    // all before it are smaller
        const auto share = [&](double p) { // what so many do not exceed
            const auto at = std::size_t(p * double(remembered.size() - 1) + 0.5);
            std::nth_element(from, remembered.begin() + std::ptrdiff_t(at), remembered.end());
            from = remembered.begin() + std::ptrdiff_t(at);
            return *from;
        };
        Latency figures{.known = true};
        figures.p50_ms = share(0.5);
        figures.p95_ms = share(0.95);
        figures.p99_ms = share(0.99);
        return figures;
    }

    // [any] How many measurements were noted so far.
    std::uint32_t noted() const noexcept { return noted_.load(std::memory_order_acquire); }

private:
    static_assert(std::atomic<float>::is_always_lock_free
                  && std::atomic<std::uint32_t>::is_always_lock_free);

    std::array<std::atomic<float>, kRemembered> took_ms_{};
    std::atomic<std::uint32_t> noted_{0};
    std::int64_t last_measurement_ = 0; // of the noting thread only
};

} // namespace crura
