#include "breath/observer.hpp"

#include "breath/rate_fusion.hpp"

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
}

void Observer::look(const Frame& frame, Time now, BreathState& state)
{
    motion_(frame, now, state);
    tremor_(frame, now, state);
    tracker_(without_tremor_(frame, tremor_.rhythm_hz()), now, state);
    const Conditioner& chest = tracker_.conditioner(Band::thoracic);
    const Conditioner& belly = tracker_.conditioner(Band::abdominal);
    posture_(frame, chest.up() ? chest.breathing_axis() : belly.breathing_axis(), now, state);
    say_rate(state);
    phase_(frame, tracker_.delay_s(), state);
    heart_(frame, state);
    judge_sensors(frame, now, state);
    events_(now, state);
}

void Observer::say_rate(BreathState& state)
{
    const Conditioner& chest = tracker_.conditioner(Band::thoracic);
    const Conditioner& belly = tracker_.conditioner(Band::abdominal);
    imu_rate_({chest.up(), belly.up(), chest.reference_up()});
    const bool measured = state[Band::thoracic].valid || state[Band::abdominal].valid;
    const bool all_turn = state[Band::thoracic].valid == chest.up().has_value()
        && state[Band::abdominal].valid == belly.up().has_value();
    spectral_rate_(measured ? std::optional(state.displacement) : std::nullopt);
    state.breath_rate_bpm = fused({state.breath_rate_bpm, spectral_rate_.rate_bpm(),
                                   measured && all_turn ? imu_rate_.rate_bpm() : Estimate{}});
}

void Observer::judge_sensors(const Frame& frame, Time now, BreathState& state)
{
    for (auto& signal : signals_)
        signal(frame);
    quality_(frame, signals_, state);
    const auto& guidance = tracker_.guidance();
    fit_(signals_, now, state,
         guidance.outcome == CalibrationOutcome::under_way ? guidance.manoeuvre
                                                           : Manoeuvre::natural);
}

} // namespace crura::breath
