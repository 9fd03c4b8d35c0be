#include "sessions/guide/guide.hpp"

#include <algorithm>

namespace crura::sessions {

namespace {

// What can be a breath at all.
constexpr double kShortestHalf_s = 0.3;
constexpr double kLongestBreath_s = 30;

// Whether it can only come from a person who is awake. A guard asks for others, too.
bool shows_life(Command command)
{
    switch (command) {
    case Command::pause:
    case Command::end:
    case Command::brake:
    case Command::next:
        return false;
    default:
        return true;
    }
}

// Whether chest and belly are weighed anew.
bool calibrates(Command command)
{
    return command == Command::recalibrate || command == Command::calibrate_finish;
}

} // namespace

Guide::Guide(const Params& params) noexcept
    : params_(params), pace_(params), strain_(params), drowsiness_(params)
{
}

Target Guide::operator()(Time now, const GuidePlan& plan, const BreathState& breath, AirAdvice air,
                         std::span<const Command> commands, Decisions& decisions) noexcept
{
    const double seconds = seconds_since_last(now);
    time_s_ += seconds;
    since_onset_s_ += seconds;
    cycle_.advance(seconds);

    heed(commands, now);
    mirror_only_ = mirror_only_ || air == AirAdvice::mirror;
    heed_gap(now, breath.confidence);
    drowsiness_.heed_motion(now, breath.motion.level);
    for (const Event& event : breath.events)
        strain_.heed(event);

    go_to(stage_of(plan), now, decisions);
    if (stage_ == GuideStage::recognise)
        recognising_s_ += seconds;
    for (const Breath& each : breath.breaths)
        heed_breath(now, each, plan, air, decisions);
    go_to(stage_of(plan), now, decisions);

    show_breaths(now, plan, breath);
    move(breath, seconds);
    fade(shows() && (mirrors() || cycle_.begun()), seconds);
    return target_of(plan, breath);
}

double Guide::seconds_since_last(Time now) noexcept
{
    const auto step = begun_ ? std::clamp(now - last_, Duration{}, kLongestTick) : Duration{};
    begun_ = true;
    last_ = now;
    return to_seconds(step);
}

void Guide::heed(std::span<const Command> commands, Time now) noexcept
{
    for (const Command command : commands) {
        mirror_only_ = mirror_only_ || command == Command::dizzy;
        if (shows_life(command))
            drowsiness_.stirred(now);
        if (calibrates(command))
            strain_.forget_share();
    }
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
    jumps_.forget_last();
}

GuideStage Guide::stage_of(const GuidePlan& plan) const noexcept
{
    if (plan.intent == Intent::witness)
        return GuideStage::absent;
    if (asleep_)
        return GuideStage::sleep;
    if (plan.unguided)
        return GuideStage::unguided;
    if (mirror_only_ || (plan.intent == Intent::guide && plan.style == GuideStyle::mirror))
        return GuideStage::mirror;
    if (!recognised_)
        return GuideStage::recognise;
    if (followed_ < params_.follow_breaths)
        return GuideStage::follow;
    return pace_.yields() ? GuideStage::yield : GuideStage::lead;
}

void Guide::go_to(GuideStage stage, Time now, Decisions& decisions) noexcept
{
    if (stage == stage_)
        return;
    if (stage == GuideStage::unguided) {
        decisions.push_back({DecisionKind::unguided, Ground::time_s, now, time_s_, 0});
        carry_over_.begin();
        stayed_ = {};
    }
    stage_ = stage;
}

bool Guide::is_good(const Breath& breath) const noexcept
{
    const BreathTimes times{breath.inspiratory_time_s, breath.expiratory_time_s};
    return breath.confidence >= params_.good_confidence && breath.inspiration_onset >= gap_
        && times.inspiratory_time_s >= kShortestHalf_s && times.expiratory_time_s >= kShortestHalf_s
        && times.period_s() <= kLongestBreath_s;
}

void Guide::heed_breath(Time now, const Breath& breath, const GuidePlan& plan, AirAdvice air,
                        Decisions& decisions) noexcept
{
    if (!is_good(breath)) {
        good_ = 0;
        jumps_.forget_last();
        return;
    }
    const bool shown = trusted_;
    if (++good_ >= params_.good_breaths)
        trusted_ = true;
    const BreathTimes own{breath.inspiratory_time_s, breath.expiratory_time_s};
    if (asleep_)
        return sleep(now, own);
    if (!shown && level_ > 0)
        return pace_.observe(own); // after a gap: the pace stays as it was
    switch (stage_) {
    case GuideStage::absent:
    case GuideStage::recognise:
        return recognise(breath, own);
    case GuideStage::follow:
        return follow(breath, own, plan);
    case GuideStage::lead:
    case GuideStage::yield:
        return lead(now, breath, own, plan, air, decisions);
    case GuideStage::mirror:
        return pace_.observe(own);
    case GuideStage::sleep:
        return;
    case GuideStage::unguided:
        return measure_unguided(own);
    }
}

void Guide::recognise(const Breath& breath, BreathTimes own) noexcept
{
    if (level_ > 0)
        return pace_.observe(own);
    pace_.learn(own, true);
    strain_.learn(breath);
    jumps_(own.period_s(), true);
    recognised_ = recognised_ || pace_.learnt() == Pace::kRecognised
        || (recognising_s_ >= params_.recognise_s
            && pace_.learnt() >= std::size_t(params_.good_breaths));
}

void Guide::follow(const Breath& breath, BreathTimes own, const GuidePlan& plan) noexcept
{
    strain_.learn(breath);
    jumps_(own.period_s(), true);
    if (level_ == 0)
        return pace_.learn(own, false);
    pace_.follow(own, plan);
    ++followed_;
}

void Guide::lead(Time now, const Breath& breath, BreathTimes own, const GuidePlan& plan,
                 AirAdvice air, Decisions& decisions) noexcept
{
    if (const auto why = pace_.lead(own, shown_, plan))
        decisions.push_back({DecisionKind::yield, why->ground, now, why->value, why->limit});
    carry_over_.guided(own.period_s());

    jumps_(own.period_s(), false);
    const auto strain = strain_(breath, jumps_);
    if (strain && pace_.since_retreat() >= params_.strain_hold)
        retreat(*strain, now, decisions);
    else if (air == AirAdvice::yield && pace_.since_retreat() >= params_.air_again)
        pace_.retreat();

    if (const auto why = drowsiness_(now, pace_, jumps_)) {
        asleep_ = true;
        decisions.push_back({DecisionKind::fall_asleep, why->ground, now, why->value, why->limit});
    }
}

void Guide::retreat(const Reason& why, Time now, Decisions& decisions) noexcept
{
    if (pace_.retreat())
        decisions.push_back({DecisionKind::yield, why.ground, now, why.value, why.limit});
    else
        strain_.accept(why.ground, jumps_);
}

void Guide::sleep(Time now, BreathTimes own) noexcept
{
    pace_.observe(own);
    jumps_(own.period_s(), false);
    if (!drowsiness_.awake(now, jumps_))
        return;
    asleep_ = false;
    pace_.be_cautious();
}

void Guide::measure_unguided(BreathTimes own) noexcept
{
    pace_.observe(own);
    if (level_ > 0 || mirror_only_)
        return;
    carry_over_.unguided(own.period_s());
    stayed_ = carry_over_.estimate(pace_.original().period_s(), pace_.original_error_s());
}

} // namespace crura::sessions
