#pragma once

#include "core/command.hpp"
#include "core/health.hpp"
#include "core/sink.hpp"
#include "core/source.hpp"
#include "core/spsc_ring.hpp"
#include "engine/engine.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace crura::app {

// How the outputs are doing; asked from the engine's thread, so each must answer at once.
struct OutputStates {
    std::function<Output()> audio = [] { return Output::off; };
    std::function<Output()> midi = [] { return Output::off; };
    std::function<Output()> osc = [] { return Output::off; };
    std::function<Output()> touch = [] { return Output::off; };
    std::function<Output()> recorder = [] { return Output::off; };

    // From a measurement to where it is heard, sent and felt. Asked once a second each.
    std::function<Latency()> sound_latency = [] { return Latency{}; };
    std::function<Latency()> midi_latency = [] { return Latency{}; };
    std::function<Latency()> osc_latency = [] { return Latency{}; };
    std::function<Latency()> touch_latency = [] { return Latency{}; };
};

// Gives the next command that a pedal or another program asks for; false when there is none. Asked
// from the engine's thread, so it must answer at once.
using CommandSource = std::function<bool(Command&)>;

// Keeps one source going: starts it, and again every second when it has gone. This is the only
// retry loop there is.
class SourceKeeper {
public:
    explicit SourceKeeper(std::shared_ptr<Source> source);
    ~SourceKeeper();

    // [main] The first start; its error is a reason not to begin at all.
    Result<void> start();

    // [main] From now on, in a thread of its own.
    void keep();

    // [engine]
    bool pop(Sample& sample) { return ring_.pop(sample); }
    bool has_sample() const { return ring_.size() > 0; }
    SourceHealth health() const { return source_->health(); }

    // [any] Why the last start failed; empty when it did not.
    std::string problem() const;

    std::string name() const { return source_->name(); }

private:
    void run(const std::stop_token& stop);

    std::shared_ptr<Source> source_;
    SampleRing ring_;
    mutable std::mutex mutex_; // of problem_ and the waiting
    std::string problem_;
    std::condition_variable_any stopping_;
    std::jthread thread_;
};

// Ties sources, engine and sinks together in time: as soon as a sample has come, and every kTick
// when none does, it hands the engine what there is and every sink what the engine said. Two ticks
// are kTick / 2 apart at least. [main] but where said otherwise.
class Runtime {
public:
    Runtime(engine::Engine engine, std::vector<std::shared_ptr<Source>> sources,
            std::vector<Sink*> sinks, OutputStates outputs,
            std::vector<CommandSource> command_sources = {}, Clock clock = host_now);
    ~Runtime() { stop(); }

    // Starts every source; if one cannot start, none is kept and the error says why.
    Result<void> start();
    void stop();

    // False when too many are waiting: the sender is told "busy".
    bool send(Command command) { return commands_.push(command); }

    // [any] The session is over and its sound has faded.
    bool finished() const { return finished_; }

    const std::vector<std::unique_ptr<SourceKeeper>>& sources() const { return keepers_; }

private:
    void run(const std::stop_token& stop);
    void tick(Time now);
    Few<Command, 4> next_commands();
    void look_after(Time now);
    void ask_latency(Time now);
    void wait(Time due) const;
    bool sample_waits() const;

    engine::Engine engine_;
    std::vector<std::unique_ptr<SourceKeeper>> keepers_;
    std::vector<Sink*> sinks_;
    OutputStates outputs_;
    std::vector<CommandSource> command_sources_;
    Clock clock_;
    SpscRing<Command> commands_{4};
    std::vector<Sample> samples_; // of one tick; room is taken once
    Health health_;
    Time ask_at_{};         // a latency
    std::size_t asked_ = 0; // so many
    std::atomic<bool> finished_{false};
    std::jthread thread_;
};

} // namespace crura::app
