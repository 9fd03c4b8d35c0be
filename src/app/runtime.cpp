#include "app/runtime.hpp"

#include <algorithm>
#include <array>
#include <future>

namespace crura::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kRetry = 1s;
constexpr Duration kAskEvery = 1s;             // an output, how long it takes
constexpr Duration kLook = 1ms;                // for samples
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
            ++health_.late_ticks;
            due = now;
        }
        tick(now);
        if (now < due) // for a sample: the next one may be a little later
            due = now + engine::kTick + kLook;
        else
            due += engine::kTick;
        wait(due);
    }
}

// Until a sample has come.
void Runtime::wait(Time due) const
{
    const Time soonest = due - engine::kTick / 2;
    for (Time now = clock_(); now < due && !(now >= soonest && sample_waits()); now = clock_())
        std::this_thread::sleep_for(std::min(kLook, due - now));
}

bool Runtime::sample_waits() const
{
    return std::any_of(keepers_.begin(), keepers_.end(),
                       [](const auto& keeper) { return keeper->has_sample(); });
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
    look_after(now);
    snapshot.health = health_;
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

void Runtime::look_after(Time now)
{
    health_.sources.clear();
    for (const auto& keeper : keepers_)
        health_.sources.push_back(keeper->health());
    health_.audio = outputs_.audio();
    health_.midi = outputs_.midi();
    health_.osc = outputs_.osc();
    health_.touch = outputs_.touch();
    health_.recorder = outputs_.recorder();
    ask_latency(now);
}

// One at a time, for whoever answers has to sort.
void Runtime::ask_latency(Time now)
{
    struct Question {
        std::function<Latency()> OutputStates::*ask;
        Latency Health::*answer;
    };
    static constexpr std::array kQuestions{
        Question{&OutputStates::sound_latency, &Health::sound_latency},
        Question{&OutputStates::midi_latency, &Health::midi_latency},
        Question{&OutputStates::osc_latency, &Health::osc_latency},
        Question{&OutputStates::touch_latency, &Health::touch_latency}};
    if (now < ask_at_)
        return;
    ask_at_ = now + kAskEvery / kQuestions.size();
    const auto& [ask, answer] = kQuestions[asked_++ % kQuestions.size()];
    health_.*answer = (outputs_.*ask)();
}

} // namespace crura::app
