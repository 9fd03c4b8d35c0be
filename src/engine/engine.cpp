#include "engine/engine.hpp"

#include <algorithm>
#include <utility>

namespace crura::engine {
namespace {

constexpr double kLongestStep = 0.1; // a tick that comes late fades nothing at once [s]

} // namespace

Engine::Engine() = default;

Engine::Engine(sessions::Runner runner)
    : runner_(std::move(runner)),
      observer_(
          {.tracker = {.calibration = {.duration_s = to_seconds(runner_->session().calibration)}}})
{
}

const Snapshot& Engine::tick(Time now, std::span<const Sample> samples,
                             std::span<const Command> commands) noexcept
{
    snapshot_.time = now;
    ++snapshot_.tick;
    snapshot_.commands.clear();
    for (const Command command : commands) {
        snapshot_.commands.push_back(command);
        observer_.obey(command, now);
    }
    observer_(now, samples, snapshot_.breath);
    run_session(now, samples, commands);
    last_ = now;
    return snapshot_;
}

void Engine::run_session(Time now, std::span<const Sample> samples,
                         std::span<const Command> commands) noexcept
{
    CueMap::Levels levels;
    SessionState& session = snapshot_.session;
    if (runner_)
        session = (*runner_)(now, commands);
    else
        session = without_program(commands);
    snapshot_.target = {};
    if (session.step != SessionState::kNone) {
        const auto& step = runner_->session().steps[std::size_t(session.step)];
        levels = {step.own_level, step.guide_level};
        snapshot_.target =
            guide_(now, session.running ? step.intent : Intent::witness, snapshot_.breath);
    }
    const double step_s = last_ ? std::min(to_seconds(now - *last_), kLongestStep) : 0;
    snapshot_.cues = cue_map_(snapshot_, samples, levels, step_s);
}

SessionState Engine::without_program(std::span<const Command> commands) noexcept
{
    for (const Command command : commands)
        pause_.obey(command);
    SessionState session;
    session.running = !pause_.paused;
    session.braked = pause_.braked;
    return session;
}

} // namespace crura::engine
