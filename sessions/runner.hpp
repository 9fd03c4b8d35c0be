#pragma once

#include "core/command.hpp"
#include "core/session_state.hpp"
#include "core/time.hpp"
#include "sessions/pause.hpp"
#include "sessions/session.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace crura::sessions {

// A sentence that will be said, and when in the running session.
struct PlannedPrompt {
    Duration at{}; // since the session began, pauses not counted
    std::int16_t step = SessionState::kNone;
    std::int16_t prompt = SessionState::kNone; // index into the step's prompts
};

// The sentences of a session that is scaled to last `total`, in order. Steps and prompts scale,
// but the quiet after a sentence does not, so a short session says less. Between two sentences of a
// step lies the step's quiet, between those of two steps the shorter of both, and kShortestGap at
// least: two are closer than two minutes only where the program says so, and the words of getting
// up are heard though they follow soon on those of a quiet step. The step's quiet must also remain
// in the step after each sentence but its first. At the written length, or longer, all are said.
inline constexpr Duration kShortestGap = std::chrono::seconds(8); // to be said and taken in
std::vector<PlannedPrompt> plan_prompts(const Session& session, Duration total);

// Walks through a session. It reads no clock: `now` is an argument, and a copy goes on from where
// it was taken. [engine]
class Runner {
public:
    // The session is scaled to last `total`, longer than nothing.
    Runner(std::shared_ptr<const Session> session, Duration total);

    // Where the session is now; it begins with the first call. Commands take effect now: pause and
    // resume stop and start the session's time, brake is a pause in which nothing is to be heard or
    // felt, end finishes it, the others mean nothing here.
    //
    // Once finished it stays so, in the step in which it ended, so that the sound of that step can
    // fade. A prompt is reported in one call only, with the step that it belongs to. A call that
    // comes late (a laptop was asleep) counts for no more than kLongestTick: the session goes on
    // where it was, and no sentence is missed.
    SessionState operator()(Time now, std::span<const Command> commands) noexcept;

    const Session& session() const noexcept { return *session_; }

    static constexpr Duration kLongestTick = std::chrono::seconds(1); // < kShortestGap

private:
    std::int16_t step_now() const noexcept;

    std::shared_ptr<const Session> session_;
    Duration total_;
    std::vector<Duration> step_ends_;
    std::vector<PlannedPrompt> plan_;

    bool begun_ = false;
    Pause pause_;
    bool finished_ = false;
    Time last_{};
    Duration elapsed_{};
    std::size_t next_prompt_ = 0; // in the plan
};

} // namespace crura::sessions
