#pragma once

#include "core/source.hpp"
#include "core/source_counters.hpp"
#include "osc/osc_map.hpp"
#include "osc/udp_linux.hpp"

#include <atomic>
#include <memory>
#include <thread>

namespace crura::osc {

// Measurements that another program sends as OSC, told apart by a map. A message in a bundle that
// is due within two seconds of its arrival counts as measured when the bundle was due, any other
// when it came. A packet that is no OSC, a number that is none and a message that ends before its
// argument are rejected and counted; a message that the map does not name is passed over.
//
// start() waits up to 3 s for a measurement; the source goes offline when none came for 3 s.
class OscSource : public Source {
public:
    OscSource(Endpoint at, OscMap map, Clock clock = host_now);
    ~OscSource() override { stop(); }

    std::string name() const override;
    Result<void> start(SampleRing& out) override;
    void stop() override { thread_ = {}; }
    SourceHealth health() const override { return counters_.read(); }

    // [runtime] Where it hears, once started; for who asked for port 0.
    std::uint16_t port() const { return port_; }

private:
    bool take(std::span<const std::uint8_t> packet, Time arrived, SampleRing& out);
    void run(const std::stop_token& stop, Udp socket, SampleRing& out);

    Endpoint at_;
    OscMap map_;
    Clock clock_;
    SourceCounters counters_;
    std::atomic<std::uint16_t> port_{0};
    std::jthread thread_;
};

} // namespace crura::osc
