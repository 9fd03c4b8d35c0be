#include "devices/touch/touch_level.hpp"

#include <algorithm>

namespace crura::devices {

TouchLevel::TouchLevel(TouchStrength strength) : strength_(strength)
{
    strength_.strongest = std::clamp(strength.strongest, 0.f, 1.f);
    strength_.weakest = std::clamp(strength.weakest, 0.f, strength_.strongest);
}

void TouchLevel::hear(const Snapshot& snapshot) noexcept
{
    newest_.write({snapshot.tick, snapshot.cues.touch,
                   snapshot.session.braked || snapshot.cues.audio.panic, snapshot.cues.sensed_at});
}

TouchLevel::Felt TouchLevel::operator()(Time now) noexcept
{
    const Heard& heard = newest_.read();
    if (heard.tick != tick_heard_) {
        tick_heard_ = heard.tick;
        heard_at_ = now;
    }
    if (heard_at_ == Time{} || now - heard_at_ >= kStalled)
        return {};
    return {drive(heard), heard.sensed_at};
}

float TouchLevel::drive(const Heard& heard) const noexcept
{
    const float level = strength_.probe ? heard.cue.raw : heard.cue.level;
    if (heard.quiet || !(level >= kStill)) // nor is what is not a number felt
        return 0;
    const float felt = std::min(level, 1.f);
    if (strength_.probe)
        return felt;
    return strength_.weakest
        + (strength_.strongest - strength_.weakest) * (felt - kStill) / (1 - kStill);
}

} // namespace crura::devices
