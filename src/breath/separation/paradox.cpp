#include "breath/separation/paradox.hpp"

namespace crura::breath {

void Paradox::operator()(const Breath& breath, Time now, BreathState& state)
{
    const Estimate& opposed = breath.opposed_deg;
    const bool apart = opposed.known && opposed.value >= (on_ ? params_.to_deg : params_.from_deg);
    if (apart && !on_ && breaths_ == 0)
        event_.start = breath.inspiration_onset;
    if (apart)
        event_.end = breath.end;
    breaths_ = apart != on_ ? breaths_ + 1 : 0;
    if (breaths_ < params_.breaths)
        return;
    on_ = !on_;
    breaths_ = 0;
    if (on_)
        event_.evidence = opposed.value;
    event_.over = !on_;
    event_.known_at = now;
    state.events.push_back(event_);
}

} // namespace crura::breath
