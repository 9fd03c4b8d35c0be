#pragma once

#include "core/time.hpp"
#include "devices/serial_port.hpp"
#include "devices/touch/line_motor.hpp"

#include <string>
#include <thread>

namespace crura::devices {

// The vibration motor of a board that does nothing else here: has the board's port to itself, and a
// thread that opens it, again every second when it has gone. "V0" is the first thing that is said
// on a port and the last.
class Motor : public Touch {
public:
    explicit Motor(std::string port_name, TouchStrength strength = {}, Clock clock = host_now);
    ~Motor() override { stop(); }

    // [main] Still, and the port closed, when it returns; takes up to 0.4 s.
    void stop() { thread_ = {}; }

    std::string name() const override { return motor_.name(); }
    Output state() const override { return motor_.state(); }
    std::string problem() const override { return motor_.problem(); }
    Latency latency() const override { return motor_.latency(); }
    void try_out() override { motor_.try_out(); }
    void accept(const Snapshot& snapshot, std::span<const Sample> samples) noexcept override
    {
        motor_.accept(snapshot, samples);
    }
    std::uint64_t refused() const { return motor_.refused(); } // [any]

private:
    void run(const std::stop_token& stop);
    Result<void> converse(const std::stop_token& stop);

    KnownPort port_;
    Clock clock_;
    LineMotor motor_;
    std::jthread thread_; // last: it uses all the others
};

} // namespace crura::devices
