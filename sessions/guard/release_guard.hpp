#pragma once

#include "core/breath_state.hpp"
#include "core/command.hpp"
#include "core/guard_state.hpp"
#include "core/session_state.hpp"
#include "core/time.hpp"
#include "sessions/guard/freeze_suspicion.hpp"
#include "sessions/guard/grounding.hpp"
#include "sessions/guard/hold_watch.hpp"
#include "sessions/guard/responsiveness.hpp"
#include "sessions/guard/signal_watch.hpp"
#include "sessions/guard/tremor_minutes.hpp"
#include "sessions/session.hpp"
#include "sessions/tick_length.hpp"
#include "sessions/wishes.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace crura::sessions {

// Watches over a release session: the minutes of tremor agreed on, held breaths, stillness that may
// be a freeze, whether the person still answers; and grounds whoever was braked, in every session.
// docs/release-guard.md has the table of its decisions. It only ever asks for `brake` and `next`:
// it never resumes, asks for no held breath and no more stimulation, and takes silence of the
// sensors for nothing but silence of the sensors.
//
// It reads no clock, and a copy goes on from where it was taken. [engine]
class ReleaseGuard {
public:
    struct Params {
        Grounding::Params grounding{};
        TremorMinutes::Params tremor{};
        HoldWatch::Params holds{};
        FreezeSuspicion::Params freeze{};
        Responsiveness::Params response{};
        SignalWatch::Params signal{};
        double trembled_s = 10; // of tremor until "lying still after it" means something; 1 .. 60
        double apart_s = 1;     // a paradox that began so long before a hold is none of its; 0 .. 3
        double most_motion = 0.5; // Motion::level of a body that lies still, without tremor; 0 .. 1
    };

    explicit ReleaseGuard(Params params) noexcept;

    // Every tick, before the Runner. `last` is the SessionState of the tick before: its `phrase`
    // must be what was really said, or no answer is waited for. `step` is that of `last`; null:
    // none. `commands` are those of the person; each is a sign that they are here, so a therapist's
    // belong to the Runner alone (a brake of theirs is seen in `last`).
    GuardState operator()(Time now, const GuardPlan& plan, const Step* step,
                          const SessionState& last, const BreathState& breath,
                          std::span<const Command> commands, Wishes& wishes) noexcept;

private:
    struct Tick;

    void watch(const Tick& tick) noexcept;
    void watch_signal(const Tick& tick) noexcept;
    void watch_tremor(const Tick& tick) noexcept;
    void watch_hold(const Tick& tick) noexcept;
    void watch_freeze(const Tick& tick) noexcept;
    void watch_response(const Tick& tick) noexcept;
    void hear_answer(const Tick& tick) noexcept;
    void decide_on_answer(const Tick& tick, DecisionKind kind) noexcept;
    bool breath_is_clear(const Tick& tick) const noexcept;
    bool opposed_before(Time now, const Hold& hold) const noexcept;
    bool in_release(const BreathState& breath) const noexcept;
    void brake(const Tick& tick, Ground ground, double value, double limit) noexcept;
    void rest() noexcept;
    GuardState state(const GuardPlan& plan) const noexcept;
    Alert alert() const noexcept;

    Params params_;
    TickLength length_;
    Grounding grounding_;
    TremorMinutes tremor_;
    HoldWatch holds_;
    FreezeSuspicion freeze_;
    Responsiveness response_;
    SignalWatch signal_;

    bool braked_ = false;
    std::optional<Time> paradox_since_;
    Duration unasked_{}; // trembling or lying still after it, since the last sign of the person
    std::int16_t left_step_ = SessionState::kNone; // tremor step that was asked to be over
};

} // namespace crura::sessions
