#include "breath/events/breath_events.hpp"

namespace crura::breath {

BreathEvents::BreathEvents(Params params)
    : habits_(params.habits), holds_(params.holds), sighs_(params.sighs), gasps_(params.gasps),
      over_breathing_(params.over_breathing), rapid_shallow_(params.rapid_shallow),
      slow_steady_(params.slow_steady), speech_(params.speech),
      short_breaths_(params.short_breaths), freeze_(params.freeze)
{
}

void BreathEvents::operator()(Time now, BreathState& state)
{
    holds_(now, state);
    short_breaths_(now, state);
    freeze_(now, state);
    for (const Breath& breath : state.breaths)
        if (breath.inspiration_onset > last_breath_) {
            last_breath_ = breath.inspiration_onset;
            take(breath, now, state);
        }
    over_breathing_.tick(now, state);
    rapid_shallow_.tick(now, state);
    slow_steady_.tick(now, state);
    speech_.tick(now, state);
}

void BreathEvents::take(const Breath& breath, Time now, BreathState& state)
{
    holds_.learn(breath);
    const auto compared = habits_(breath, state);
    sighs_(compared, now, state);
    gasps_(compared, now, state);
    over_breathing_(compared, now, state);
    rapid_shallow_(compared, now, state);
    slow_steady_(breath, now, state);
    speech_(compared, now, state);
}

} // namespace crura::breath
