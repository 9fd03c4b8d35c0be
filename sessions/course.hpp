#pragma once

#include "core/session_state.hpp"
#include "core/time.hpp"
#include "sessions/session.hpp"
#include "sessions/timeline.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace crura::sessions {

inline constexpr Duration kShortestGap = std::chrono::seconds(8); // to be said and taken in

// A sentence that will be said, and when in the running session.
struct PlannedPrompt {
    Duration at{}; // since the session began, pauses not counted
    std::int16_t step = SessionState::kNone;
    std::int16_t prompt = SessionState::kNone; // index into the step's prompts
};

// The way through a session: which step it is in, what is said in it, and when. It knows no
// commands and no clock; a plain value, which refers to the session. [engine]
//
// Sentences scale with their step, but the quiet after a sentence does not, so a short session says
// less. Between two sentences of a step lies the step's quiet, between those of two steps the
// shorter of both, and kShortestGap at least. The step's quiet must also remain in the step after
// each sentence but its first. At the written length, or longer, all are said.
//
// Whoever goes on to a step before its time hears the sentence with which it begins, however much
// quiet the one before asked for: at once, or kShortestGap after what was said last. The others of
// the step follow as far behind it as written.
class Course {
public:
    Course(const Session& session, Duration asked);

    // The next sentence that is due and has not been given, after which this is to be called again;
    // nothing when all of them are, and the course is then in the step of this moment.
    std::optional<PlannedPrompt> operator()(Duration elapsed) noexcept;

    // On to a step before its time.
    void go_to(std::size_t step, Duration elapsed) noexcept;

    std::size_t step() const noexcept { return step_; }
    Duration end() const noexcept; // of the session, if it goes on as planned

    // Whether the guide is silent on purpose: in the last Session::unguided of the last steps in a
    // row that guide, and for a quarter of their time at most.
    bool unguided(Duration elapsed) const noexcept;

private:
    bool is_last(std::size_t step) const noexcept;
    bool guides(std::size_t step) const noexcept;
    Duration step_end() const noexcept { return begin_ + timeline_.length_of(step_); }
    void enter(std::size_t step, Duration at) noexcept;
    bool may_say(std::size_t prompt, Duration at) const noexcept;

    const Session* session_;
    Timeline timeline_;

    std::size_t step_ = 0;
    Duration begin_{};        // of the step
    Duration words_from_{};   // from when its sentences count
    Duration guided_from_{};  // when the first of these steps in a row that guide began
    bool early_ = false;      // the step began before its time
    std::size_t next_ = 0;    // of the step's sentences
    PlannedPrompt last_said_; // of the session
};

// The sentences of a session that is asked to last `asked`, in order, when nobody interferes. [any]
std::vector<PlannedPrompt> plan_prompts(const Session& session, Duration asked);

} // namespace crura::sessions
