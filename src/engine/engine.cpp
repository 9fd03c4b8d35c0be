#include "engine/engine.hpp"

#include <algorithm>
#include <utility>

namespace crura::engine {
namespace {

constexpr double kLongestStep = 0.1; // a tick that comes late fades nothing at once [s]

} // namespace

Engine::Engine() = default;

Engine::Engine(sessions::Runner runner)
    : run_(std::move(runner)),
      observer_(
          {.tracker = {.calibration = {.duration_s = to_seconds(run_->session().calibration)}}})
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
    run_session(now);
    say_cues(now, samples);
    last_ = now;
    return snapshot_;
}

// What a watcher asks of the observer, it obeys with the next frame.
void Engine::run_session(Time now) noexcept
{
    if (!run_) {
        snapshot_.session = without_program();
        return;
    }
    SessionRun::Commands obeyed;
    (*run_)(snapshot_, obeyed);
    for (std::size_t wished = snapshot_.commands.size(); wished < obeyed.size(); ++wished)
        observer_.obey(obeyed[wished], now);
}

void Engine::say_cues(Time now, std::span<const Sample> samples) noexcept
{
    CueMap::Levels levels;
    if (const auto* step = run_ ? run_->step_of(snapshot_.session) : nullptr)
        levels = {step->own_level, step->guide_level};
    const double step_s = last_ ? std::min(to_seconds(now - *last_), kLongestStep) : 0;
    snapshot_.cues = cue_map_(snapshot_, samples, levels, step_s);
}

SessionState Engine::without_program() noexcept
{
    for (const Command command : snapshot_.commands)
        pause_.obey(command);
    SessionState session;
    session.running = !pause_.paused;
    session.braked = pause_.braked;
    return session;
}

} // namespace crura::engine
