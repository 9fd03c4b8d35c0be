#pragma once

#include "core/health.hpp"
#include "core/latency_meter.hpp"
#include "core/result.hpp"
#include "core/sink.hpp"
#include "core/spsc_ring.hpp"
#include "osc/osc_encoder.hpp"
#include "osc/udp_linux.hpp"

#include <atomic>
#include <memory>
#include <semaphore>
#include <string>
#include <thread>

namespace crura::osc {

struct OscOptions {
    Endpoint to;
    std::string prefix = "/crura"; // of every address; begins with a slash
};

// Tells other programs what the engine says, over UDP, from a thread of its own; OscEncoder says
// what. Whether anybody listens is not known.
class OscOut : public Sink {
public:
    // [runtime]
    static Result<std::unique_ptr<OscOut>> open(OscOptions options);

    ~OscOut() override { close(); }

    // [engine]
    void accept(const Snapshot& snapshot, std::span<const Sample> samples) noexcept override;

    // [runtime] Sends what is waiting and ends.
    void close();

    // [any] `lost` while the network does not take what is sent.
    Output state() const { return state_; }

    // [any] From measurement to packet.
    Latency latency() const { return meter_->figures(); }

    // [any] Snapshots that found the ring full.
    std::uint64_t refused() const { return waiting_.refused(); }

private:
    OscOut(OscOptions options, Udp socket);
    void run();
    void send(const Snapshot& snapshot);

    Udp socket_;
    OscEncoder encode_;
    SpscRing<Snapshot> waiting_;
    std::counting_semaphore<> work_{0}; // one for each snapshot, one to stop
    std::atomic<bool> stopping_{false};
    std::atomic<Output> state_{Output::working};
    std::unique_ptr<LatencyMeter> meter_ = std::make_unique<LatencyMeter>();
    std::jthread thread_;
};

} // namespace crura::osc
