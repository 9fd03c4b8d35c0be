#pragma once

#include "core/latest.hpp"
#include "core/sink.hpp"
#include "core/source.hpp"
#include "devices/body_imu.hpp"
#include "devices/body_model.hpp"
#include "devices/event_script.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace crura::devices {

// A way to breathe, and the sensors that see it.
struct BodyKind {
    enum class Sensors : std::uint8_t { belts, imus };

    std::string name;
    std::string description; // for a person, without a full stop
    BodyModel::Params body;
    Sensors sensors = Sensors::belts;
    std::array<BodyImu::Params, kBands> imu{};           // by Band, for Sensors::imus
    EventScript (*script)(std::uint64_t seed) = nullptr; // what else it does
};

// A body for whoever has no sensor at hand. It breathes in real time into two belts (displacement)
// or two IMUs (acceleration and angular rate), and follows the guide that it hears as a Sink.
class SimulatedBody : public Source, public Sink {
public:
    // What can be asked for by name: "calm", "chest", ...
    static std::vector<std::string> kinds();
    static Result<BodyKind> find(std::string_view name);

    explicit SimulatedBody(BodyKind kind, std::uint64_t seed = 1, Clock clock = host_now);
    ~SimulatedBody() override;

    std::string name() const override { return "simulator:" + kind_.name; }

    // Stamps each sample with the time it was due by the clock. Stopped and started again, the body
    // goes on from where it was.
    Result<void> start(SampleRing& out) override;
    void stop() override;
    SourceHealth health() const override;

    // [engine]
    void accept(const Snapshot& snapshot, std::span<const Sample> samples) noexcept override;

private:
    struct Heard {
        std::uint64_t tick = 0;
        Target target;
    };

    void run(std::stop_token stop, SampleRing& out);
    void listen(Time now);
    void measure(Time time, SampleRing& out);
    void push(SampleRing& out, const Sample& sample);

    const BodyKind kind_;
    const Clock clock_;
    Latest<Heard> heard_;

    // The thread's own.
    BodyModel body_;
    std::array<BodyImu, kBands> imu_;
    std::uint64_t tick_heard_ = 0;
    Time heard_at_{};

    std::atomic<bool> online_{false};
    std::atomic<std::uint64_t> samples_{0};
    std::atomic<std::uint64_t> refused_{0};
    std::jthread thread_;
};

} // namespace crura::devices
