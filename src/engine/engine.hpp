#pragma once

#include "breath/observer.hpp"
#include "core/command.hpp"
#include "core/sample.hpp"
#include "core/snapshot.hpp"
#include "engine/cue_map.hpp"
#include "engine/session_run.hpp"
#include "sessions/pause.hpp"
#include "sessions/runner.hpp"

#include <optional>
#include <span>

namespace crura::engine {

inline constexpr Duration kTick = std::chrono::milliseconds(10); // how often a live engine ticks

// From samples to everything Crura says, without a clock, a thread or a file: live use, replay, the
// offline analysis and every test are this one call. The same ticks give the same snapshots, bit
// for bit, and a copy goes on from where it was taken. One thread at a time.
class Engine {
public:
    // Measures the breath and nothing else: no session, no guide. It can be paused all the same.
    Engine();

    // Runs this session as well.
    explicit Engine(sessions::Runner runner);

    // Takes the samples that arrived since the last tick, in the order of their arrival, and says
    // what is known at `now`. `now` never goes back. The snapshot's health is left to the runtime.
    // It stays until the next tick: 6 KB that few callers need to copy.
    const Snapshot& tick(Time now, std::span<const Sample> samples,
                         std::span<const Command> commands = {}) noexcept;

    // At the end of a recording: the last breath, whose end was never seen.
    std::optional<Breath> unfinished() const { return observer_.unfinished(); }

private:
    void run_session(Time now) noexcept;
    SessionState without_program() noexcept;
    void say_cues(Time now, std::span<const Sample> samples) noexcept;

    Snapshot snapshot_;
    std::optional<Time> last_;
    CueMap cue_map_{{}};
    std::optional<SessionRun> run_;
    sessions::Pause pause_; // without one
    breath::Observer observer_{{}};
};

} // namespace crura::engine
