#include "engine/onset_moments.hpp"

namespace crura::engine {
namespace {

constexpr double kUsualRateBpm = 15; // while none is known

Duration half_of(const Estimate& rate_bpm)
{
    return from_seconds(30 / (rate_bpm.known ? rate_bpm.value : kUsualRateBpm));
}

} // namespace

void OnsetMoments::operator()(Time now, const BreathState& breath, bool trusted) noexcept
{
    const Duration half_breath = half_of(breath.breath_rate_bpm);
    for (const Onset& onset : breath.onsets) {
        const bool inhales = onset.phase == Phase::inspiration;
        (inhales ? expiration_ : inspiration_).awaited = trusted;
        if (trusted)
            (inhales ? inspiration_ : expiration_).tell_certain(now, half_breath);
    }
    if (!trusted) {
        inspiration_.awaited = expiration_.awaited = false;
        return;
    }
    if (breath.displacement < params_.nearly_out)
        inspiration_.expect(now, breath.next_inspiration_s, half_breath);
    if (breath.displacement > params_.half_in)
        expiration_.expect(now, breath.next_expiration_s, half_breath);
}

void OnsetMoments::Turn::expect(Time now, const Estimate& next_s, Duration half_breath) noexcept
{
    if (awaited && next_s.known && next_s.value <= kLead_s && !told_within(now, half_breath))
        tell(now + from_seconds(next_s.value));
}

void OnsetMoments::Turn::tell_certain(Time now, Duration half_breath) noexcept
{
    if (!told_within(now, half_breath))
        tell(now);
    awaited = false;
}

bool OnsetMoments::Turn::told_within(Time now, Duration half_breath) const noexcept
{
    return moment.count > 0 && now - moment.due < half_breath;
}

void OnsetMoments::Turn::tell(Time due) noexcept
{
    ++moment.count;
    moment.due = due;
    awaited = false;
}

} // namespace crura::engine
