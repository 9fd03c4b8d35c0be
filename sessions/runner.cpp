#include "sessions/runner.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace crura::sessions {

namespace {

// From the written length to the length that was asked for.
struct Scale {
    double factor;

    Scale(const Session& session, Duration total)
        : factor(to_seconds(total) / to_seconds(session.duration()))
    {
    }

    Duration operator()(Duration written) const
    {
        return from_seconds(to_seconds(written) * factor);
    }
};

} // namespace

std::vector<PlannedPrompt> plan_prompts(const Session& session, Duration total)
{
    const Scale scaled(session, total);
    std::vector<PlannedPrompt> plan;
    Duration step_begin{}; // at the written length
    for (std::size_t s = 0; s < session.steps.size(); ++s) {
        const Step& step = session.steps[s];
        const Duration step_end = scaled(step_begin + step.duration);
        for (std::size_t p = 0; p < step.prompts.size(); ++p) {
            const Duration at = scaled(step_begin + step.prompts[p].at);
            const Duration before = p == 0 ? kShortestGap : step.quiet;
            const Duration after = p == 0 ? Duration{} : step.quiet;
            if ((plan.empty() || at - plan.back().at >= before) && step_end - at >= after)
                plan.push_back({at, std::int16_t(s), std::int16_t(p)});
        }
        step_begin += step.duration;
    }
    return plan;
}

Runner::Runner(std::shared_ptr<const Session> session, Duration total)
    : session_(std::move(session)), total_(total), plan_(plan_prompts(*session_, total))
{
    assert(total > Duration{} && !session_->steps.empty());
    const Scale scaled(*session_, total);
    Duration end{};
    for (const Step& step : session_->steps)
        step_ends_.push_back(scaled(end += step.duration));
}

std::int16_t Runner::step_now() const noexcept
{
    const auto over = std::upper_bound(step_ends_.begin(), step_ends_.end(), elapsed_);
    return std::int16_t(std::min(over, step_ends_.end() - 1) - step_ends_.begin());
}

SessionState Runner::operator()(Time now, std::span<const Command> commands) noexcept
{
    if (begun_ && !pause_.paused && !finished_)
        elapsed_ += std::clamp(now - last_, Duration{}, kLongestTick);
    begun_ = true;
    last_ = now;
    if (elapsed_ >= total_) {
        elapsed_ = total_;
        finished_ = true;
    }
    for (const Command command : commands) {
        pause_.obey(command);
        finished_ = finished_ || command == Command::end;
    }

    SessionState state;
    state.running = !pause_.paused && !finished_;
    state.finished = finished_;
    state.braked = pause_.braked;
    state.elapsed = elapsed_;
    state.left = finished_ ? Duration{} : total_ - elapsed_;
    state.step = step_now();
    if (state.running && next_prompt_ < plan_.size() && plan_[next_prompt_].at <= elapsed_) {
        state.step = plan_[next_prompt_].step;
        state.prompt = plan_[next_prompt_].prompt;
        ++next_prompt_;
    }
    return state;
}

} // namespace crura::sessions
