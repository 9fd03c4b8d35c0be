#pragma once

#include "core/breath_state.hpp"
#include "core/target.hpp"
#include "devices/body_model.hpp"
#include "devices/follower.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <numbers>
#include <vector>

namespace crura::test {

// A body of devices/body_model.hpp breath by breath, without its chest: the same follower, the same
// unevenness, seen by a detector that knows every onset 0.4 s late and takes nothing for anything
// else. A whole session takes a millisecond.
class LedPerson {
public:
    using Params = devices::BodyModel::Params;

    struct Lived {
        double start_s, breath_s;
        devices::MeantBreath meant;
        double asked_s; // by the guide that was heard; 0: none
    };

    explicit LedPerson(const Params& params, std::uint64_t seed)
        : LedPerson(params, devices::Random(seed))
    {
    }

    // What happened at `now`; `target` was shown until now.
    BreathState operator()(Time now, const Target& target)
    {
        const double now_s = to_seconds(now);
        BreathState state;
        state.confidence = confidence;
        while (now_s >= end_s_)
            begin_breath(target, now_s);
        while (!seen_.empty() && now >= seen_.front().inspiration_known_at)
            tell(state, now);
        state.motion.level = moves(now_s) ? 0.8 : 0.05;
        const double at = (now_s - start_s_) / (end_s_ - start_s_);
        const double rise = breath_.pace.inspiratory_s / breath_.pace.breath_s();
        state.displacement = at < rise
            ? (1 - std::cos(std::numbers::pi * at / rise)) / 2
            : (1 + std::cos(std::numbers::pi * (at - rise) / (1 - rise))) / 2;
        state.cycle_position = std::clamp(at, 0., 1.);
        state.phase = at < rise ? Phase::inspiration : Phase::expiration;
        return state;
    }

    const std::vector<Lived>& lived() const { return lived_; }
    double onset_s() const { return start_s_; }
    const devices::BreathPace& own() const { return follower_.own(); }

    double confidence = 0.9;
    bool listening = true;
    double unrest = 1;      // times as uneven as usual
    double share_shift = 0; // of the belly, from now on

private:
    LedPerson(const Params& params, devices::Random random)
        : params_(params), random_(random.fork()), time_wander_(random_), share_wander_(random_),
          follower_({params.inspiratory_share * 60 / params.breath_rate_bpm,
                     (1 - params.inspiratory_share) * 60 / params.breath_rate_bpm},
                    params.following, params.slowest_rate_bpm, params.traits, random.fork())
    {
    }

    void begin_breath(const Target& target, double now_s)
    {
        constexpr double kMost = 2.5;
        const double draw = std::clamp(time_wander_(random_), -kMost, kMost);
        const double share_draw = share_wander_(random_);
        const double sigh_draw = random_.uniform();
        const double move_draw = random_.uniform();

        start_s_ = end_s_;
        const bool mirrored =
            target.stage == GuideStage::mirror || target.stage == GuideStage::sleep;
        const bool heard = listening && target.level >= devices::BodyModel::kAudible && !mirrored;
        devices::HeardGuide guide{{target.inspiratory_time_s, target.expiratory_time_s}, 0};
        guide.onset_s = now_s - target.cycle_position * guide.pace.breath_s();
        breath_ = follower_(start_s_, heard ? &guide : nullptr);
        const double factor =
            std::max(0.3, 1 + unrest * breath_.unrest * params_.time_variability * draw);
        double breath_s = factor * breath_.pace.breath_s();
        if (breath_.listens)
            breath_s = follower_.toward_onset(start_s_, breath_s, guide);
        const double hours = breath_s / 3600;
        constexpr int kBreathsBetween = 5;
        const bool sighs = (breath_.sighs || sigh_draw < params_.sighs_per_hour * hours)
            && since_sigh_ > kBreathsBetween;
        ++since_sigh_;
        if (sighs) {
            breath_s *= 1.7;
            since_sigh_ = 0;
        }
        if (move_draw < params_.movements_per_hour * hours && !breath_.asleep)
            moves_until_s_ = start_s_ + 3;
        end_s_ = start_s_ + std::max(1., breath_s);
        const double in_s = std::clamp((1 + factor) / 2 * breath_.pace.inspiratory_s,
                                       0.15 * breath_s, 0.6 * breath_s);
        lived_.push_back({start_s_, end_s_ - start_s_, breath_, heard ? guide.pace.breath_s() : 0});
        see(in_s, sighs, share_draw);
    }

    void see(double in_s, bool sighs, double share_draw)
    {
        constexpr double kDelay_s = 0.4;
        Breath breath;
        breath.inspiration_onset = time_from_seconds(start_s_);
        breath.expiration_onset = time_from_seconds(start_s_ + in_s);
        breath.end = time_from_seconds(end_s_);
        breath.inspiration_known_at = time_from_seconds(start_s_ + kDelay_s);
        breath.inspiratory_time_s = in_s;
        breath.expiratory_time_s = end_s_ - start_s_ - in_s;
        breath.breath_rate_bpm = 60 / (end_s_ - start_s_);
        breath.partition = Partition::calibrated;
        const double share =
            params_.abdominal_share + share_shift + params_.share_variability * share_draw;
        breath.abdominal_share = {std::clamp(share, 0., 1.), 0.03, true};
        seen_.push_back(breath);
        sighs_.push_back(sighs);
    }

    // One onset, and the breath that ended with it.
    void tell(BreathState& state, Time now)
    {
        state.onsets.push_back({Phase::inspiration, seen_.front().inspiration_onset, now});
        if (told_) {
            last_.confidence = confidence;
            state.breaths.push_back(last_);
            if (last_sighs_)
                state.events.push_back({.kind = EventKind::sigh,
                                        .start = last_.inspiration_onset,
                                        .end = last_.end,
                                        .known_at = now,
                                        .over = true});
        }
        last_ = seen_.front();
        last_sighs_ = sighs_.front();
        told_ = true;
        seen_.pop_front();
        sighs_.pop_front();
    }

    bool moves(double now_s) const { return now_s < moves_until_s_; }

    Params params_;
    devices::Random random_;
    devices::Wander time_wander_;
    devices::Wander share_wander_;
    devices::Follower follower_;
    devices::MeantBreath breath_;
    double start_s_ = 0;
    double end_s_ = 0;
    double moves_until_s_ = 0;
    int since_sigh_ = 0; // breaths
    std::deque<Breath> seen_;
    std::deque<bool> sighs_;
    Breath last_;
    bool last_sighs_ = false;
    bool told_ = false;
    std::vector<Lived> lived_;
};

} // namespace crura::test
