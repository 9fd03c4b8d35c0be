#pragma once

#include "breath/events/held_scale.hpp"
#include "breath/events/opposed_bands.hpp"
#include "breath/events/pauses.hpp"
#include "breath/events/spell.hpp"
#include "core/breath_state.hpp"
#include "dsp/history.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace crura::breath {

// A breath held: the displacement stays within a tenth of a breath for three seconds. Where it
// stays says after what; and it must have stayed there twice as long as this person
// usually does, or the pause of a slow breather would pass for a hold. Or chest and belly move
// against each other, so that no air moves (isovolume); a hold that becomes such is told as two. It
// is known at three seconds, over when the breath moves on. Evidence: how long it was held [s].
//
// Sets state.hold: whoever wants to know whether a hold is too long for this person asks that. Any
// thread; a plain value.
class Holds {
public:
    struct Params {
        double still = 0.10; // of a breath: it moves no more (AASM: less by 90 %)
        double least_s = 3;
        double usual = 2;               // of the usual stay there
        double unknown_s = 15;          // the least while the usual stay is unknown
        double top = 0.6;               // displacement of an inspiratory hold, more than
        double bottom = 0.3;            // and of an expiratory one, less than
        double any_drift = 0.03;        // of a breath a second, and more towards the mean:
        double mean = 0.35, leak = 1.3; // displacement; of what leak_s explains
        double late_s = 4.5; // it is still so soon after it came there, or in half the time needed
        double moves_on = 0.25;  // of a breath: away from where it was held
        double restless_s = 2.5; // for so long not quite still is no hold any more
        double drift_s = 10;     // time constant of what counts as drift of that place,
        double leak_s = 16;      // and of a leak that was seen before
        double smooth_s = 0.3;   // time constant; keeps a heartbeat below `still`
        double delay_s = 0.15;   // of the displacement
        double opposed_s = 5; // bands that oppose each other no more for so long end such a hold,
        double opposed_back_s = 1.8; // so long before they were last seen to
        double low = -0.4;           // displacement: below is no breath,
        double high = 2.9;           // nor above it for longer than
        double high_s = 2.5;
        double most_motion = 0.5; // state.motion.level, where it is no tremor
        int settle_breaths = 3;   // after such upheaval no hold is told for so many fair breaths,
        int sure_breaths = 2;     // after a hold the middle is not sure for so many,
        double settle_s = 120;    // or so long
        double fair_s = 12;       // a hold follows a fair breath so soon
        double disagree = 0.2;    // of a breath: the displacement is elsewhere than its bands
        double fair_height = 0.6,
               fair_rest = 0.3; // of a fair breath: higher than, rests lower than
        double same_s = 1.5;    // a hold that begins so soon after another goes on with it
        OpposedBands::Params opposed{};
        Pauses::Params pauses{};
    };

    explicit Holds(Params params)
        : params_(params), opposed_(params.opposed), pauses_(params.pauses)
    {
    }

    // Every breath, once.
    void learn(const Breath& breath);

    // Every tick, after the tracker.
    void operator()(Time now, BreathState& state);

private:
    enum Place : std::uint8_t { bottom, middle, top };
    static constexpr std::size_t kWindow = 100; // steps: least_s is 5 s at most
    static constexpr std::size_t kPlaces = 3;
    static constexpr std::size_t kStays = 8;
    static constexpr std::size_t kEnough = 3; // stays that make it usual

    using Stays = std::array<dsp::History<double, kStays>, kPlaces>; // [s]

    bool heard(const BreathState& state) const;
    void reset(Time now, const BreathState& state);
    void step(Time now, double step_s, BreathState& state);
    void smooth(Time now, double step_s, const BreathState& state);
    void upset(Time now, double step_s, const BreathState& state);
    bool low(const BreathState& state) const;
    bool settled(Time now) const;
    void move_to(Place place, Time now);
    void keep_stays(Time now);
    void watch(Time now, double step_s);
    void seek(Time now, BreathState& state);
    void begin(EventKind kind, Time start, Time now, BreathState& state);
    void follow(Time now, double step_s, BreathState& state);
    bool over(Time now, double away);
    void say(BreathState& state) const;
    double lag_s() const { return params_.delay_s + params_.smooth_s; } // of level_
    double held_level() const;
    bool leaks(double drift) const;
    bool agree(const BreathState& state) const;
    bool rests(Time now) const;
    Place place_of(double level) const;
    double needed_s(Place place) const;

    Params params_;
    OpposedBands opposed_;
    Pauses pauses_;
    double pause_s_ = 0; // the longest of the breath under way, so far
    Spell spell_{EventKind::hold};
    Time held_since_{}; // through a change of the kind
    bool listening_ = false;
    Time last_{};
    double level_ = 0;                    // smoothed displacement
    Levels bands_{};                      // smoothed levels
    dsp::History<float, kWindow> levels_; // of the last least_s
    bool still_ = false;
    Time still_since_{}, last_still_{};
    double drift_ = 0; // of level_ in that time [a second]
    Place place_ = bottom;
    Time here_since_{};
    Stays stays_s_;
    std::array<Stays, 2> stays_before_; // some seconds ago, and before that
    Time stays_kept_{};
    Time last_opposed_{};
    double high_s_ = 0; // it was too high for so long
    std::optional<Time> upset_;
    Time last_fair_{};
    int fair_breaths_ = 0;
    int settled_at_ = 0, sure_at_ = 0; // of these: no longer upset; after a hold, level known
    double lowest_ = 0, highest_ = 0;  // displacement since the last breath was known
    HeldScale scale_;
    double held_at_ = 0;    // of held_level(), about which it drifts
    double held_drift_ = 0; // [a second]
};

} // namespace crura::breath
