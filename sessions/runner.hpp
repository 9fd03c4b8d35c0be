#pragma once

#include "core/command.hpp"
#include "core/session_state.hpp"
#include "core/time.hpp"
#include "sessions/course.hpp"
#include "sessions/pause.hpp"
#include "sessions/session.hpp"

#include <memory>
#include <optional>
#include <span>

namespace crura::sessions {

// Walks through a session. It reads no clock: `now` is an argument, and a copy goes on from where
// it was taken. [engine]
class Runner {
public:
    // The session is scaled to last `asked`, longer than nothing, as far as its steps permit.
    Runner(std::shared_ptr<const Session> session, Duration asked);

    // Where the session is now; it begins with the first call. Commands take effect now:
    //
    //   pause, resume  stop and start the session's time
    //   brake          is a pause in which nothing is to be heard or felt
    //   next           goes on to the next step, paused or not, once a call whoever asks; after the
    //                  last it finishes the session. A step of rest is not left by it
    //   end            finishes the session; but before a rest it leads to the last one (of several
    //                  steps of rest in a row, to the first), once, and the session goes on from
    //                  there to its end. From a brake it always finishes
    //
    // and the others mean nothing here. While it is held (paused at its very beginning) there is
    // nothing to go on from: next means nothing, and end finishes it. While a step waits that is
    // reported, and its whole duration counts as left, since it goes on by itself when that is
    // over.
    //
    // Once finished it stays so, in the step in which it ended, so that the sound of that step can
    // fade. A prompt is reported in one call only, with the step that it belongs to. A call that
    // comes late (a laptop was asleep) counts for no more than kLongestTick: the session goes on
    // where it was, and no sentence is missed.
    SessionState operator()(Time now, std::span<const Command> commands) noexcept;

    const Session& session() const noexcept { return *session_; }

    static constexpr Duration kLongestTick = std::chrono::seconds(1); // < kShortestGap

private:
    bool held() const noexcept;
    void obey(std::span<const Command> commands) noexcept;
    void go_on() noexcept;
    void wind_down() noexcept;
    std::optional<std::size_t> rest_ahead() const noexcept;

    std::shared_ptr<const Session> session_;
    Course course_;

    bool begun_ = false;
    Pause pause_;
    bool winds_down_ = false; // on its way from the rest to its end, because it was asked to end
    bool finished_ = false;
    Time last_{};
    Duration elapsed_{};
};

} // namespace crura::sessions
