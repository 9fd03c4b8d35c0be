#pragma once

#include "core/breath_state.hpp"
#include "core/check_in.hpp"
#include "core/command.hpp"
#include "core/session_state.hpp"
#include "core/time.hpp"
#include "sessions/tick_length.hpp"
#include "sessions/wishes.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace crura::sessions {

// Asks how a person is when a step with a check-in begins: three questions at most, one after
// another, answered by hand or by breath (docs/check-ins.md).
//
//      before    ease, tension              standing  difference
//      after     ease, tension, ready       pace      comfort
//
//      question ... how to answer (once a session) ... 0 ... 1 ... 2 ... let pass
//                                                      two short breaths take the one on offer
//
// An answer by hand wins at any time. What is offered changes when its words were said, and not
// when they were wished for. Nothing is asked twice, and nothing is asked of a session that stands
// still; with the step all its questions are dropped. It reads no clock, and a copy goes on from
// where it was taken. [engine]
class CheckIn {
public:
    struct Params {
        double hand_s = 7; // after a question, for a hand, before its choices are offered; 4 .. 15
        double offer_s = 6.5;  // from the words of one choice to the next; 5 .. 10
        double reaction_s = 1; // sooner nobody breathes at what they heard; 0.5 .. 2
        double late_s = 5;     // after the last choice, until short breaths are known; 3 .. 8
        double between_s = 2;  // from an answer to the next question; 1 .. 10
        double unsaid_s = 61;  // words not said by then were dropped; more than what drops them
    };

    explicit CheckIn(Params params) noexcept : params_(params) {}

    // Every tick, before the Runner. `asked` belongs to the step of `last`, the SessionState of the
    // tick before, whose `phrase` must be what was really said.
    CheckInState operator()(Time now, CheckInTime asked, const SessionState& last,
                            const BreathState& breath, std::span<const Command> commands,
                            Wishes& wishes) noexcept;

private:
    enum class Stage : std::uint8_t { idle, question, how, offer, between };

    bool open() const noexcept;
    Question question() const noexcept; // open now
    Phrase words() const noexcept;
    void listen(Time now, Phrase said) noexcept;
    void hear(Time now, const BreathState& breath, std::span<const Command> commands,
              CheckInState& state) noexcept;
    int taken(const BreathState& breath) const noexcept;
    void answer(Time now, AnsweredBy by, int choice, CheckInState& state) noexcept;
    void speak(Time now, CheckInState& state, Wishes& wishes) noexcept;
    bool waited(double seconds) const noexcept;
    void go(Stage stage) noexcept;

    Params params_;
    TickLength length_;

    std::int16_t step_ = SessionState::kNone;
    CheckInTime when_ = CheckInTime::none;
    std::size_t at_ = 0; // which of its questions
    Stage stage_ = Stage::idle;
    Duration since_{};                     // in this stage, or since its words were said
    bool wished_ = false, said_ = false;   // its words
    int choice_ = 0;                       // that is or will be offered
    int on_offer_ = -1;                    // its words were said
    std::array<Time, kChoices> offered_{}; // when, of this question
    bool told_how_ = false;                // in this session
};

} // namespace crura::sessions
