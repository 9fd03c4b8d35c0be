#include "breath/observer.hpp"

namespace crura::breath {

Observer::Observer(Params params) : aligner_(params.aligner), tracker_(params.tracker) {}

void Observer::operator()(Time now, std::span<const Sample> samples, BreathState& state) noexcept
{
    state.onsets.clear();
    state.breaths.clear();
    state.events.clear();
    aligner_.add(samples);
    while (const auto frame = aligner_.next(now))
        look(*frame, now, state);
}

void Observer::look(const Frame& frame, Time now, BreathState& state)
{
    tracker_(frame, now, state);
}

} // namespace crura::breath
