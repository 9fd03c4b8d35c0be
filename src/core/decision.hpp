#pragma once

#include "core/few.hpp"
#include "core/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace crura {

// What the guide or the guard decided by itself.
enum class DecisionKind : std::uint8_t {
    ask_response, // whether the person is here
    response_heard,
    response_missed,
    tone,               // after a long hold: a soft bowl
    let_it_out,         // and words
    suspect_freeze,     // worth a look: a response is asked for
    tremor_nearly_full, // of the minutes agreed on
    tremor_full,
    brake,
    softer,      // over-breathing: words,
    yield,       // the guide comes back towards the person
    mirror,      // nothing is led any more
    fall_asleep, // the person seems to: the guide mirrors and everything fades
    unguided,    // the guide left on purpose, to see what stays
    remind_low_back,
    ask_calibration, // the posture changed
    tremor_lasts,    // long after the minutes agreed on
    signal_lost,     // nothing can be watched: worth a look
};
inline constexpr std::size_t kDecisionKinds = 18;

// What the number that decided is.
enum class Ground : std::uint8_t {
    asked,        // a person did: no number
    schedule_s,   // since the last response
    hold_s,       // how long the breath is held
    missed,       // responses in a row
    stillness_s,  // since the tremor ended, with hardly a breath
    tremor_s,     // so far, of the minutes agreed on
    ventilation,  // of the usual
    share_drop,   // of the belly's share, against its own usual
    irregularity, // how much more than usual the breath times jump
    sighs,        // in a minute
    lag,          // how much shorter than asked the person's breaths are, as a share
    out_of_step,  // breaths in a row
    drowsy_s,     // out of step, irregular and still for so long
    turned_deg,   // the pelvis, or the whole body
    time_s,       // of the session
    silence_s,    // of every sensor
};
inline constexpr std::size_t kGrounds = 16;

// One decision with its evidence: what was seen, and the limit that it passed. Beside the limit the
// numbers have no doubt of their own: whoever measured them decided whether they may be believed.
struct Decision {
    DecisionKind kind{};
    Ground ground{};
    Time time{};
    double value = 0;
    double limit = 0;
};
using Decisions = Few<Decision, 8>;

namespace names {
inline constexpr std::array<const char*, kDecisionKinds> kDecisions = {"ask_response",
                                                                       "response_heard",
                                                                       "response_missed",
                                                                       "tone",
                                                                       "let_it_out",
                                                                       "suspect_freeze",
                                                                       "tremor_nearly_full",
                                                                       "tremor_full",
                                                                       "brake",
                                                                       "softer",
                                                                       "yield",
                                                                       "mirror",
                                                                       "fall_asleep",
                                                                       "unguided",
                                                                       "remind_low_back",
                                                                       "ask_calibration",
                                                                       "tremor_lasts",
                                                                       "signal_lost"};
inline constexpr std::array<const char*, kGrounds> kGroundNames = {
    "asked",       "schedule_s", "hold_s",       "missed",   "stillness_s", "tremor_s",
    "ventilation", "share_drop", "irregularity", "sighs",    "lag",         "out_of_step",
    "drowsy_s",    "turned_deg", "time_s",       "silence_s"};
} // namespace names

constexpr const char* name_of(DecisionKind kind)
{
    return std::size_t(kind) < kDecisionKinds ? names::kDecisions[std::size_t(kind)] : "unknown";
}
constexpr const char* name_of(Ground ground)
{
    return std::size_t(ground) < kGrounds ? names::kGroundNames[std::size_t(ground)] : "unknown";
}

} // namespace crura
