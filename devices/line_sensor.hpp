#pragma once

#include "core/source.hpp"
#include "core/source_counters.hpp"
#include "core/time.hpp"
#include "devices/line_companion.hpp"
#include "devices/serial_port.hpp"

#include <memory>
#include <string>
#include <thread>

namespace crura::devices {

// A board that speaks the Crura line protocol (docs/line-protocol.md): belts on "chest" and
// "belly", acceleration on "cax" .. "baz". Values are handed on in the unit in which they were
// sent. Time stamps come from the board's own clock; a value that the board could not read is not
// handed on.
//
// start() waits up to 3 s for the board to say what it measures, for most boards restart when their
// port is opened. The source goes offline when the port is gone, or when 3 s pass without a
// measurement; the next start() says why.
class LineSensor : public Source {
public:
    explicit LineSensor(std::string port_name, Clock clock = host_now);
    ~LineSensor() override { stop(); }

    // [main] Before the first start(): what else is on the board, such as its motor.
    void share_port_with(std::shared_ptr<LineCompanion> companion);

    std::string name() const override { return "line:" + port_.name(); }
    const std::string& port_name() const { return port_.name(); }
    Result<void> start(SampleRing& out) override;
    void stop() override { thread_ = {}; }
    SourceHealth health() const override { return counters_.read(); }

private:
    Result<void> open(SampleRing& out);

    KnownPort port_;
    Clock clock_;
    std::shared_ptr<LineCompanion> companion_; // may be null
    SourceCounters counters_;
    std::jthread thread_;
};

} // namespace crura::devices
