#pragma once

#include "core/source.hpp"
#include "core/source_counters.hpp"
#include "core/time.hpp"
#include "devices/serial_port.hpp"

#include <string>
#include <thread>

namespace crura::devices {

// One WitMotion WT901 inertial sensor, wired or with a BLE unit's USB socket, on the chest or the
// belly: acceleration [g] and angular rate [deg/s] along its own axes.
//
// start() takes about 2 s, 4 s at worst: it finds the speed of the sensor, asks it for 100
// measurements a second and counts what then comes. Nothing is saved in the sensor: switched off
// and on it is as it was. A sensor without a clock is stamped by counting; see ClockFit.
class WitMotion : public Source {
public:
    WitMotion(Band band, std::string port_name, Clock clock = host_now);
    ~WitMotion() override { stop(); }

    std::string name() const override;
    Result<void> start(SampleRing& out) override;
    void stop() override { thread_ = {}; }
    SourceHealth health() const override { return counters_.read(); }

private:
    Band band_;
    KnownPort port_;
    Clock clock_;
    int baud_ = 115200; // the one that worked last
    SourceCounters counters_;
    std::jthread thread_;
};

} // namespace crura::devices
