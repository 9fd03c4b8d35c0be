#pragma once

#include "core/breath_state.hpp"
#include "core/command.hpp"
#include "core/few.hpp"
#include "core/snapshot.hpp"
#include "core/time.hpp"
#include "sessions/check_in/check_in.hpp"
#include "sessions/guard/air_guard.hpp"
#include "sessions/guard/release_guard.hpp"
#include "sessions/guard/reminders.hpp"
#include "sessions/guide/guide.hpp"
#include "sessions/guide/rate_assessment.hpp"
#include "sessions/runner.hpp"
#include "sessions/speech_turns.hpp"
#include "sessions/wishes.hpp"

#include <span>

namespace crura::engine {

// One session with all who watch over it. They see how the breath is and where the session was a
// tick ago, and ask for commands and words; the commands are obeyed as a person's are, one voice
// says the words, and the guide shows what is left to show:
//
//   breath, last session -> guards, check-in -> wishes -> runner -> voice -> guide -> assessment
//
// Any thread; a plain value that reads no clock.
class SessionRun {
public:
    // More than a person and all watchers can ask for in one tick.
    using Commands = Few<Command, 8>;

    explicit SessionRun(sessions::Runner runner) : runner_(std::move(runner)) {}

    // Sets everything in `snapshot` that is about the session; its time, commands and breath are
    // there already. `obeyed` becomes what was obeyed, the watchers' wishes among them.
    void operator()(Snapshot& snapshot, Commands& obeyed) noexcept;

    const sessions::Session& session() const { return runner_.session(); }

    // The step that `state` is in; null outside.
    const sessions::Step* step_of(const SessionState& state) const;

private:
    void watch(Snapshot& snapshot, sessions::Wishes& wishes) noexcept;
    void guide(Snapshot& snapshot) noexcept;

    sessions::Runner runner_;
    sessions::AirGuard air_guard_{{}};
    sessions::ReleaseGuard release_guard_{{}};
    sessions::Reminders reminders_{{}};
    sessions::CheckIn check_in_{{}};
    sessions::SpeechTurns turns_{{}};
    sessions::Guide guide_{{}};
    sessions::RateAssessment assessment_{{}};
    SessionState last_; // as of the last tick
};

} // namespace crura::engine
