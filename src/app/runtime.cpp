#include "app/runtime.hpp"

#include <algorithm>
#include <future>

namespace crura::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kRetry = 1s;
constexpr std::size_t kRing = 8192;            // samples: several seconds of the fastest source
constexpr std::size_t kSamplesPerTick = 16384; // more wait for the next tick

} // namespace

SourceKeeper::SourceKeeper(std::shared_ptr<Source> source)
    : source_(std::move(source)), ring_(kRing)
{
}

SourceKeeper::~SourceKeeper()
{
    thread_ = {};
    source_->stop();
}

Result<void> SourceKeeper::start()
{
    auto started = source_->start(ring_);
    const std::lock_guard lock(mutex_);
    problem_ = started ? "" : started.error().message;
    return started;
}

void SourceKeeper::keep()
{
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void SourceKeeper::run(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        const auto health = source_->health();
        if (!health.online && !health.finished)
            (void)start(); // what is wrong stands in problem()
        std::unique_lock lock(mutex_);
        stopping_.wait_for(lock, stop, kRetry, [] { return false; });
    }
}

std::string SourceKeeper::problem() const
{
    const std::lock_guard lock(mutex_);
    return problem_;
}

Runtime::Runtime(engine::Engine engine, std::vector<std::shared_ptr<Source>> sources,
                 std::vector<Sink*> sinks, OutputStates outputs,
                 std::vector<CommandSource> command_sources, Clock clock)
    : engine_(std::move(engine)), sinks_(std::move(sinks)), outputs_(std::move(outputs)),
      command_sources_(std::move(command_sources)), clock_(std::move(clock))
{
    for (auto& source : sources)
        keepers_.push_back(std::make_unique<SourceKeeper>(std::move(source)));
    samples_.reserve(kSamplesPerTick);
}

Result<void> Runtime::start()
{
    std::vector<std::future<Result<void>>> starts;
    for (auto& keeper : keepers_)
        starts.push_back(std::async(std::launch::async, [&keeper] { return keeper->start(); }));
    Result<void> all;
    for (auto& each : starts)
        if (const auto started = each.get(); !started && all)
            all = started.error();
    if (!all)
        return all;
    for (auto& keeper : keepers_)
        keeper->keep();
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
    return {};
}

void Runtime::stop()
{
    thread_ = {};
    keepers_.clear();
}

void Runtime::run(const std::stop_token& stop)
{
    Time due = clock_();
    while (!stop.stop_requested()) {
        const Time now = clock_();
        if (now - due > engine::kTick) {
            ++late_ticks_;
            due = now;
        }
        tick(now);
        due += engine::kTick;
        if (const auto rest = due - clock_(); rest > Duration(0))
            std::this_thread::sleep_for(rest);
    }
}

void Runtime::tick(Time now)
{
    samples_.clear();
    Sample sample;
    for (auto& keeper : keepers_)
        while (samples_.size() < kSamplesPerTick && keeper->pop(sample))
            samples_.push_back(sample);
    const auto commands = next_commands();
    Snapshot snapshot = engine_.tick(now, samples_, {commands.begin(), commands.size()});
    snapshot.health = health();
    for (auto* sink : sinks_)
        sink->accept(snapshot, samples_);
    if (snapshot.session.finished && snapshot.cues.audio.presence == 0)
        finished_ = true;
}

// Those that find no room wait for the next tick.
Few<Command, 4> Runtime::next_commands()
{
    Few<Command, 4> commands;
    Command command;
    while (!commands.full() && commands_.pop(command))
        commands.push_back(command);
    for (const auto& next : command_sources_)
        while (!commands.full() && next(command))
            commands.push_back(command);
    return commands;
}

Health Runtime::health() const
{
    Health health;
    for (const auto& keeper : keepers_)
        health.sources.push_back(keeper->health());
    health.audio = outputs_.audio();
    health.midi = outputs_.midi();
    health.osc = outputs_.osc();
    health.touch = outputs_.touch();
    health.recorder = outputs_.recorder();
    health.late_ticks = late_ticks_;
    return health;
}

} // namespace crura::app
