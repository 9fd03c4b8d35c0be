#include "sessions/timeline.hpp"

#include <algorithm>

namespace crura::sessions {

namespace {

Duration length_of_those(const Session& session, bool scale)
{
    Duration sum{};
    for (const Step& step : session.steps)
        if (step.scales == scale)
            sum += step.duration;
    return sum;
}

// From the written length of the steps that scale to theirs in the session.
double share_of(const Session& session, Duration asked)
{
    const Duration scale = length_of_those(session, true);
    const Duration stay = length_of_those(session, false);
    if (scale == Duration{})
        return 1;
    const double share = to_seconds(asked - stay) / to_seconds(scale);
    return stay == Duration{} ? share : std::max(share, Timeline::kLeastShare);
}

} // namespace

Timeline::Timeline(const Session& session, Duration asked)
{
    if (session.longest > Duration{})
        asked = std::min(asked, session.longest);
    share_ = share_of(session, asked);
    Duration scale{}; // at the written length, of the steps so far
    for (const Step& step : session.steps) {
        scales_.push_back(step.scales);
        const Duration before = from_seconds(to_seconds(scale) * share_);
        if (step.scales)
            scale += step.duration;
        const Duration after = from_seconds(to_seconds(scale) * share_);
        lengths_.push_back(step.scales ? after - before : step.duration);
        total_ += lengths_.back();
    }
}

Duration length_of(const Session& session, Duration asked)
{
    return Timeline(session, asked).total();
}

} // namespace crura::sessions
