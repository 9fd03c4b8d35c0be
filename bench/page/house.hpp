#pragma once

#include "core/latest.hpp"
#include "core/spsc_ring.hpp"
#include "devices/simulated_body.hpp"
#include "engine/engine.hpp"
#include "feed/hub.hpp"
#include "feed/mats.hpp"
#include "web/server.hpp"

#include <memory>
#include <optional>
#include <thread>
#include <vector>

namespace crura::bench {

// One mat: a real engine at 100 Hz in a thread of its own, on a simulated body in another.
class LiveMat : public feed::Mats {
public:
    explicit LiveMat(engine::Engine engine);
    ~LiveMat() override;

    // [main] Of each tick since the last call: what it took, what of this was the processor's time
    // for it, and how late it began.
    struct Ticks {
        std::vector<double> took_us{}, processor_us{}, late_us{};
    };
    Ticks take_ticks();

    // [server]
    std::vector<feed::MatNow> look() override;
    std::vector<feed::Said> take_said() override;
    std::vector<feed::Said> said(int) override { return said_; }
    std::vector<feed::Taken> take_taken() override;
    Answer command(int mat, Command command, std::uint64_t ticket) override;
    Answer note(int, const std::string&, Time) override { return Answer::handed_on; }

private:
    struct Asked {
        std::uint64_t ticket;
        Command command;
    };
    struct Tick {
        double took_us, processor_us, late_us;
    };
    void run(const std::stop_token& stop);
    void tick(Time now);

    engine::Engine engine_;
    SampleRing samples_{8192};
    devices::SimulatedBody body_;
    std::vector<Sample> in_tick_;
    SpscRing<Asked> asked_{4};
    SpscRing<feed::Taken> taken_{64};
    SpscRing<Breath> breaths_{64};
    SpscRing<Tick> ticks_{1 << 16};
    Latest<Snapshot> newest_;
    std::uint64_t ids_ = 0; // the server's
    std::vector<feed::Said> said_;
    std::jthread thread_;
};

// The server with its hub.
class House {
public:
    explicit House(LiveMat& mat);

    int port() const { return server_->ports().front(); }

private:
    web::Site site();

    std::optional<feed::Hub> hub_;
    LiveMat& mat_;
    std::unique_ptr<web::Server> server_;
};

} // namespace crura::bench
