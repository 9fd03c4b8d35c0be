#include "breath/observer.hpp"

namespace crura::breath {

Observer::Observer(Params params) : aligner_(params.aligner), tracker_(params.tracker) {}

void Observer::operator()(Time now, std::span<const Sample> samples, BreathState& state) noexcept
{
    state.onsets.clear();
    state.breaths.clear();
    state.events.clear();
    aligner_.add(samples);
    while (const auto* frame = aligner_.next(now))
        look(*frame, now, state);
    phase_.say(now, state);
    state.calibration = tracker_.guidance();
}

void Observer::look(const Frame& frame, Time now, BreathState& state)
{
    motion_(frame, now, state);
    tremor_(frame, now, state);
    tracker_(without_tremor_(frame, tremor_.rhythm_hz()), now, state);
    const Conditioner& chest = tracker_.conditioner(Band::thoracic);
    const Conditioner& belly = tracker_.conditioner(Band::abdominal);
    posture_(frame, chest.up() ? chest.breathing_axis() : belly.breathing_axis(), now, state);
    imu_rate_({chest.up(), belly.up(), chest.reference_up()});
    phase_(frame, tracker_.delay_s(), state);
    heart_(frame, state);
    judge_sensors(frame, now, state);
    events_(now, state);
}

void Observer::judge_sensors(const Frame& frame, Time now, BreathState& state)
{
    for (auto& signal : signals_)
        signal(frame);
    quality_(frame, signals_, state);
    const auto& guidance = tracker_.guidance();
    fit_(signals_, now, state, guidance.under_way() ? guidance.manoeuvre : Manoeuvre::natural);
}

} // namespace crura::breath
