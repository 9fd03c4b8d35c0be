#include "breath/observer.hpp"

#include "breath/turns/rate_fusion.hpp"

#include <bitset>

namespace crura::breath {
namespace {

// The channels of motion sensors, at every site.
constexpr std::bitset<kChannels> kInertial = [] {
    unsigned long long channels = 0;
    for (std::size_t site = 0; site < kSites; ++site)
        for (auto i = Quantity::acceleration_x; i <= Quantity::quaternion_z; i = i + 1)
            channels |= 1ull << index_of({Band(site), i});
    return channels;
}();

} // namespace

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
    ventilation_(tracker_.gains(), now, state);
}

void Observer::look(const Frame& frame, Time now, BreathState& state)
{
    const bool inertial = (aligner_.seen() & kInertial).any();
    if (inertial)
        feel(frame, now, state);
    else
        tracker_(frame, now, state);
    gaps_(frame, now, state);
    say_rate(state);
    phase_(frame, tracker_.delay_s(), state);
    if (inertial)
        heart_(frame, state);
    judge_sensors(frame, now, state);
    events_(now, state);
}

// What only motion sensors tell, and the breath with it.
void Observer::feel(const Frame& frame, Time now, BreathState& state)
{
    motion_(frame, now, state);
    tremor_(frame, now, state);
    tracker_(without_tremor_(frame, tremor_.rhythm_hz()), now, state);
    const Conditioner& chest = tracker_.conditioner(Band::thoracic);
    const Conditioner& belly = tracker_.conditioner(Band::abdominal);
    posture_(frame, chest.up() ? chest.breathing_axis() : belly.breathing_axis(), now, state);
    pelvic_drift_(frame, now, state);
    imu_rate_({chest.up(), belly.up(), chest.reference_up()});
}

void Observer::say_rate(BreathState& state)
{
    const Conditioner& chest = tracker_.conditioner(Band::thoracic);
    const Conditioner& belly = tracker_.conditioner(Band::abdominal);
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
    fit_(signals_, now, state, guidance.under_way() ? guidance.manoeuvre : Manoeuvre::natural);
}

} // namespace crura::breath
