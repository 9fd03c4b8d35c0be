#include "engine/engine.hpp"

#include <algorithm>
#include <utility>

namespace crura::engine {
namespace {

constexpr double kLongestStep = 0.1; // a tick that comes late fades nothing at once [s]

} // namespace

Engine::Engine() = default;

Engine::Engine(sessions::Runner runner)
    : observer_(
        {.tracker = {.calibration = {.duration_s = to_seconds(runner.session().calibration)}}}),
      runner_(std::move(runner))
{
}

Snapshot Engine::tick(Time now, std::span<const Sample> samples,
                      std::span<const Command> commands) noexcept
{
    Snapshot snapshot;
    snapshot.time = now;
    snapshot.tick = ++ticks_;
    for (const Command command : commands) {
        snapshot.commands.push_back(command);
        if (command == Command::recalibrate)
            observer_.recalibrate();
    }
    observer_(now, samples, breath_);
    snapshot.breath = breath_;
    run_session(now, commands, snapshot);
    last_ = now;
    return snapshot;
}

void Engine::run_session(Time now, std::span<const Command> commands, Snapshot& snapshot) noexcept
{
    CueMap::Levels levels;
    SessionState& session = snapshot.session;
    session.running = true;
    if (runner_)
        session = (*runner_)(now, commands);
    const bool audible = session.running && !session.finished;
    if (session.step != SessionState::kNone) {
        const auto& step = runner_->session().steps[std::size_t(session.step)];
        levels = {step.pad_level, step.wave_level};
        snapshot.target = guide_(now, audible ? step.intent : Intent::witness, breath_);
    }
    const double step_s = last_ ? std::min(to_seconds(now - *last_), kLongestStep) : 0;
    snapshot.cues = cue_map_(ticks_, step_s, breath_, snapshot.target, levels, audible);
}

} // namespace crura::engine
