#include "sessions/guide/guide.hpp"

#include <algorithm>

namespace crura::sessions {

namespace {

// What can be a breath at all.
constexpr double kShortestHalf_s = 0.3;
constexpr double kLongestBreath_s = 30;

} // namespace

Target Guide::operator()(Time now, Intent intent, const BreathState& breath) noexcept
{
    const double seconds = seconds_since_last(now);
    cycle_.advance(seconds);
    since_onset_s_ += seconds;

    heed_gap(now, breath.confidence);
    for (const Breath& each : breath.breaths)
        heed_breath(each, intent);

    const bool active = trusted_ && intent != Intent::witness;
    for (const Onset& onset : breath.onsets)
        if (onset.phase == Phase::inspiration) {
            heed_inspiration(now, onset.time);
            if (active && cycle_.phase() != Phase::inspiration)
                cycle_.begin(pace_.asked(intent), since_onset_s_);
        }
    if (active && leads_now(intent)) {
        cycle_.begin(pace_.asked(intent), 0);
        breath_of_own_ = false;
    }
    fade(active && cycle_.begun(), seconds);

    Target target;
    target.intent = intent;
    if (level_ == 0)
        return target;
    target.level = level_;
    target.phase = cycle_.phase();
    target.displacement = cycle_.displacement();
    target.cycle_position = cycle_.cycle_position();
    target.breath_rate_bpm = 60 / cycle_.times().period_s();
    target.inspiratory_time_s = cycle_.times().inspiratory_time_s;
    target.expiratory_time_s = cycle_.times().expiratory_time_s;
    return target;
}

double Guide::seconds_since_last(Time now) noexcept
{
    const auto step = begun_ ? std::clamp(now - last_, Duration{}, kLongestTick) : Duration{};
    begun_ = true;
    last_ = now;
    return to_seconds(step);
}

void Guide::heed_gap(Time now, double confidence) noexcept
{
    const bool silent =
        trusted_ && since_onset_s_ > params_.silent_breaths * pace_.own().period_s();
    if (confidence >= params_.lost_confidence && !silent)
        return;
    gap_ = now;
    good_ = 0;
    trusted_ = false;
}

bool Guide::is_good(const Breath& breath) const noexcept
{
    const BreathTimes times{breath.inspiratory_time_s, breath.expiratory_time_s};
    return breath.confidence >= params_.good_confidence && breath.inspiration_onset >= gap_
        && times.inspiratory_time_s >= kShortestHalf_s && times.expiratory_time_s >= kShortestHalf_s
        && times.period_s() <= kLongestBreath_s;
}

void Guide::heed_breath(const Breath& breath, Intent intent) noexcept
{
    if (!is_good(breath)) {
        good_ = 0;
        return;
    }
    const BreathTimes own{breath.inspiratory_time_s, breath.expiratory_time_s};
    if (level_ == 0)
        pace_.learn(own);
    else if (intent != Intent::witness)
        pace_.follow(own, intent);
    if (++good_ >= params_.good_breaths)
        trusted_ = true;
}

void Guide::heed_inspiration(Time now, Time onset) noexcept
{
    since_onset_s_ = std::max(0., to_seconds(now - onset));
    breath_of_own_ = true;
}

// Only Guide begins a breath by itself, and never one that is shorter than the person's own.
bool Guide::leads_now(Intent intent) const noexcept
{
    constexpr double kAsLong = 0.95; // the own median has noise
    const double asked_s = pace_.asked(intent).period_s();
    return intent == Intent::guide && breath_of_own_ && cycle_.begun()
        && cycle_.phase() == Phase::expiratory_pause && since_onset_s_ >= asked_s
        && asked_s >= kAsLong * pace_.own().period_s();
}

void Guide::fade(bool present, double seconds) noexcept
{
    if (!cycle_.begun())
        return;
    const double most = seconds / (params_.fade_breaths * cycle_.times().period_s());
    level_ += std::clamp((present ? 1 : 0) - level_, -most, most);
    if (level_ == 0 && !present)
        cycle_ = {};
}

} // namespace crura::sessions
