#pragma once

#include "core/few.hpp"
#include "core/phrase.hpp"
#include "core/session_state.hpp"
#include "core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace crura::sessions {

// One voice, and several who want to say something: the program, the guards, the check-ins. Says
// one thing at a time, the most urgent first:
//
//   at once   grounding                            also into another sentence
//   first     "are you here?"                      some seconds after the last words
//   soon      a check-in, words after a long hold  the same
//   calm      soft words, reminders                only after a good while of quiet
//   program   its prompts                          kShortestGap after the last words
//
// Whoever has waited for too long is not heard any more: the moment is over. While the session is
// braked only the grounding speaks, and nobody while it is paused or over. A soft bowl is no word
// and disturbs none. It reads no clock, and a copy goes on from where it was taken. [engine]
class SpeechTurns {
public:
    struct Params {
        double soon_s = 5;  // after the last words; 2 .. 10
        double calm_s = 30; // after the last words, or the step's quiet if that is less; 8 .. 120
        double patience_s = 60; // of what waits; 10 .. 120
    };

    explicit SpeechTurns(Params params) noexcept : params_(params) {}

    // Once a tick: `session` comes from the runner with the prompt that is due, and goes on with
    // what is said now. `quiet` is that of the step.
    void operator()(Time now, Duration quiet, std::span<const Phrase> wished,
                    SessionState& session) noexcept;

private:
    enum class Urgency : std::uint8_t { at_once, first, soon, calm };
    struct Waiting {
        Phrase phrase = Phrase::none;
        Time since{};
    };
    struct LatePrompt {
        std::int16_t step;
        std::int16_t prompt;
        Time since;
    };
    static constexpr std::size_t kMost = 16;

    static Urgency urgency_of(Phrase phrase) noexcept;
    void take(Time now, std::span<const Phrase> wished, const SessionState& session) noexcept;
    void forget(Time now, const SessionState& session) noexcept;
    double gap_s(Phrase phrase, Duration quiet) const noexcept;
    std::optional<std::size_t> next(Time now, Duration quiet) const noexcept;
    void say_phrase(Time now, std::size_t at, SessionState& session) noexcept;
    void say_prompt(Time now, SessionState& session) noexcept;
    bool quiet_for(Time now, double seconds) const noexcept;

    Params params_;
    Few<Waiting, kMost> waiting_; // in the order in which they were asked for
    std::optional<LatePrompt> prompt_;
    std::optional<Time> last_words_;
};

} // namespace crura::sessions
