#include "sessions/runner.hpp"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <utility>

namespace crura::sessions {

Runner::Runner(std::shared_ptr<const Session> session, Duration asked)
    : session_(std::move(session)), course_(*session_, asked)
{
    assert(asked > Duration{} && !session_->steps.empty());
}

// As SessionState::held() has it.
bool Runner::held() const noexcept
{
    return pause_.paused && elapsed_ == Duration{};
}

std::optional<std::size_t> Runner::rest_ahead() const noexcept
{
    std::optional<std::size_t> rest;
    for (auto step = session_->steps.size() - 1; step > course_.step(); --step) {
        if (session_->steps[step].rest)
            rest = step;
        else if (rest)
            break;
    }
    return rest;
}

void Runner::go_on() noexcept
{
    const auto step = course_.step();
    if (held() || session_->steps[step].rest)
        return;
    if (step + 1 == session_->steps.size())
        finished_ = true;
    else
        course_.go_to(step + 1, elapsed_);
}

void Runner::wind_down() noexcept
{
    const auto rest = rest_ahead();
    if (winds_down_ || pause_.braked || held() || !rest) {
        finished_ = true;
        return;
    }
    winds_down_ = true;
    pause_ = {};
    course_.go_to(*rest, elapsed_);
}

void Runner::obey(std::span<const Command> commands) noexcept
{
    bool went_on = false;
    for (const Command command : commands) {
        pause_.obey(command);
        if (finished_)
            continue;
        if (command == Command::end)
            wind_down();
        if (command == Command::next && !std::exchange(went_on, true))
            go_on();
    }
}

SessionState Runner::operator()(Time now, std::span<const Command> commands) noexcept
{
    if (begun_ && !pause_.paused && !finished_)
        elapsed_ =
            std::min(elapsed_ + std::clamp(now - last_, Duration{}, kLongestTick), course_.end());
    begun_ = true;
    last_ = now;
    obey(commands);
    std::optional<PlannedPrompt> due;
    if (!pause_.paused && !finished_) {
        due = course_(elapsed_);
        finished_ = elapsed_ >= course_.end();
    }

    SessionState state;
    state.running = !pause_.paused && !finished_;
    state.finished = finished_;
    state.braked = pause_.braked;
    state.elapsed = elapsed_;
    state.step = std::int16_t(course_.step());
    if (finished_)
        return state;
    state.left = course_.end() - elapsed_;
    state.unguided = course_.unguided(elapsed_);
    state.waiting = session_->steps[course_.step()].waits;
    if (due)
        state.prompt = due->prompt;
    return state;
}

} // namespace crura::sessions
