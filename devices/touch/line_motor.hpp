#pragma once

#include "core/latency_meter.hpp"
#include "devices/line_companion.hpp"
#include "devices/touch/motor_talk.hpp"
#include "devices/touch/touch.hpp"
#include "devices/touch/touch_level.hpp"

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>

namespace crura::devices {

// The vibration motor of a board that speaks the Crura line protocol. It has no port of its own: it
// is the companion of a LineSensor when the same board measures, of a Motor when it does not.
class LineMotor : public Touch, public LineCompanion {
public:
    LineMotor(std::string name, TouchStrength strength);

    std::string name() const override { return name_; }
    Output state() const override { return state_; }
    std::string problem() const override;
    Latency latency() const override { return meter_.figures(); }
    void try_out() override { try_out_ = true; }
    void accept(const Snapshot& snapshot, std::span<const Sample>) noexcept override
    {
        level_.hear(snapshot);
    }

    void port_opened(Time now) override;
    std::string due(Time now) override;
    void take(const LineMessage& message, Time now) override { talk_.take(message, now); }
    std::string last_words() override { return talk_.last_words(); }
    bool obeyed_last_words() const override { return talk_.stilled(); }
    void port_closed(const std::string& why) override;

    // [device] The board has no motor, or has not answered for a while: open its port anew.
    bool wants_new_port() const { return useless_; }

    // [any] Commands that the board refused.
    std::uint64_t refused() const { return refused_; }

private:
    void become(Output state, const std::string& problem);
    void judge(Time now);

    const std::string name_;
    TouchLevel level_;
    std::atomic<bool> try_out_{false};
    std::atomic<Output> state_{Output::lost};
    std::atomic<std::uint64_t> refused_{0};
    LatencyMeter meter_;
    mutable std::mutex mutex_; // of problem_
    std::string problem_;

    // The device thread's own.
    MotorTalk talk_;
    bool useless_ = false;
};

} // namespace crura::devices
