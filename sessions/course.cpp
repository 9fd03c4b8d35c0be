#include "sessions/course.hpp"

#include <algorithm>

namespace crura::sessions {

Course::Course(const Session& session, Duration asked)
    : session_(&session), timeline_(session, asked)
{
}

bool Course::is_last(std::size_t step) const noexcept
{
    return step + 1 == session_->steps.size();
}

bool Course::guides(std::size_t step) const noexcept
{
    return session_->steps[step].intent == Intent::guide;
}

void Course::enter(std::size_t step, Duration at) noexcept
{
    if (!guides(step_) || !guides(step))
        guided_from_ = at;
    step_ = step;
    begin_ = at;
    words_from_ = at;
    early_ = false;
    next_ = 0;
}

void Course::go_to(std::size_t step, Duration elapsed) noexcept
{
    enter(step, elapsed);
    early_ = true;
    const auto& prompts = session_->steps[step].prompts;
    if (last_said_.step == SessionState::kNone || prompts.empty())
        return;
    const Duration soonest = last_said_.at + kShortestGap;
    words_from_ = std::max(elapsed, soonest - timeline_.scaled(step, prompts[0].at));
}

// Whether there is quiet enough before and after it.
bool Course::may_say(std::size_t prompt, Duration at) const noexcept
{
    const Step& step = session_->steps[step_];
    const bool first = prompt == 0;
    if (!first && step_end() - at < step.quiet)
        return false;
    if (last_said_.step == SessionState::kNone || (first && early_))
        return true;
    const Duration quiet =
        std::min(session_->steps[std::size_t(last_said_.step)].quiet, step.quiet);
    return at - last_said_.at >= std::max(kShortestGap, quiet);
}

std::optional<PlannedPrompt> Course::operator()(Duration elapsed) noexcept
{
    while (true) {
        const auto& prompts = session_->steps[step_].prompts;
        for (; next_ < prompts.size(); ++next_) {
            const Duration at = words_from_ + timeline_.scaled(step_, prompts[next_].at);
            if (at > elapsed || at > step_end())
                break;
            if (may_say(next_, at)) {
                last_said_ = {at, std::int16_t(step_), std::int16_t(next_++)};
                return last_said_;
            }
        }
        if (is_last(step_) || elapsed < step_end())
            return std::nullopt;
        enter(step_ + 1, step_end());
    }
}

Duration Course::end() const noexcept
{
    Duration end = step_end();
    for (std::size_t s = step_ + 1; s < session_->steps.size(); ++s)
        end += timeline_.length_of(s);
    return end;
}

bool Course::unguided(Duration elapsed) const noexcept
{
    if (!guides(step_))
        return false;
    Duration end = step_end();
    auto after = step_ + 1;
    for (; after < session_->steps.size() && guides(after); ++after)
        end += timeline_.length_of(after);
    for (; after < session_->steps.size(); ++after)
        if (guides(after))
            return false;
    return elapsed >= end - std::min(session_->unguided, (end - guided_from_) / 4);
}

std::vector<PlannedPrompt> plan_prompts(const Session& session, Duration asked)
{
    Course course(session, asked);
    const Duration end = course.end();
    std::vector<PlannedPrompt> plan;
    while (const auto prompt = course(end))
        plan.push_back(*prompt);
    return plan;
}

} // namespace crura::sessions
