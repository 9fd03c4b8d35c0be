#pragma once

#include "breath/events/spell.hpp"
#include "breath/turns/band_sum.hpp"
#include "core/breath_state.hpp"
#include "core/time.hpp"
#include "dsp/history.hpp"

#include <array>
#include <cstddef>
#include <optional>

namespace crura::breath {

// A candidate for a freeze: after a tremor the body lies still and hardly breathes. Ordinary breath
// after a tremor, however quiet the body, is rest. What hardly a breath is, this person says
// by how far both bands swing while they rest in this posture without a tremor; where the belly's
// share has fallen as well, a lesser collapse is enough. It says that somebody should look, or ask,
// and no more. Over when breath or movement returns. Evidence: seconds since the tremor ended. Any
// thread; a plain value.
class FreezeWatch {
public:
    struct Params {
        double tremor_s = 5;     // a tremor counts from here; 2 .. 30
        double after_s = 240;    // how long after it a freeze may begin; 30 .. 600
        double lasts_s = 20;     // collapsed and still for so long, the window among it; 15 .. 60
        double collapsed = 0.4;  // swing of the bands, of the usual; 0.2 .. 0.6
        double with_share = 0.6; // where the belly's share has fallen
        double share_fallen = 0.15; // by so much
        double breathes = 0.6;      // of the usual swing, at least: the breath is back
        double most_motion = 0.2;   // state.motion.level
        double enough_s = 30;       // of resting breath, before a swing is usual
        double memory_s = 120;      // of the usual swing and share
    };

    explicit FreezeWatch(Params params) : params_(params) {}

    // Every tick, after the tracker and whatever sets state.tremor, state.motion and state.posture.
    void operator()(Time now, BreathState& state);

private:
    static constexpr std::size_t kWindow = 60; // steps of 0.2 s

    struct Swing {           // of the last 12 s
        Levels of_band{};    // [sensor units]
        double relative = 0; // to the usual one, mean of the bands; 0 while that is unknown
        bool known = false;  // at rest for so long
    };

    void follow_tremor(Time now, double step_s, const BreathState& state);
    void hear(const BreathState& state);
    Swing swing() const;
    void learn(const Swing& swing, double step_s, const BreathState& state);
    bool collapsed(const Swing& swing, const BreathState& state) const;
    void judge(const Swing& swing, Time now, BreathState& state);

    Params params_;
    Spell spell_{EventKind::freeze};
    Time last_{};
    double trembled_s_ = 0;          // of the last tremor
    std::optional<Time> tremor_end_; // of the last that counts
    Posture posture_ = Posture::unknown;
    std::array<dsp::History<float, kWindow>, kBands> levels_;
    Levels usual_{};         // swing of each band [sensor units]
    double usual_share_ = 0; // of the belly
    double learnt_s_ = 0;    // from so much breath
    std::optional<Time> flat_since_;
};

} // namespace crura::breath
