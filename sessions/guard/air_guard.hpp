#pragma once

#include "core/breath_state.hpp"
#include "core/command.hpp"
#include "core/guard_state.hpp"
#include "core/time.hpp"
#include "sessions/wishes.hpp"

#include <span>

namespace crura::sessions {

// Watches whether a person takes more air than the body needs, by BreathState::ventilation, and
// advises less and less: softer words, then a guide that comes back, then nothing to follow for the
// rest of the session, which is also the answer to Command::dizzy. docs/over-breathing.md says why
// each limit lies where it does. [engine]; a plain value that reads no clock: a copy goes on from
// where it was taken. Begins anew with each session.
class AirGuard {
public:
    struct Params {
        double words = 1.15, words_after_s = 20;    // softer words; of the usual ventilation
        double yield = 1.20, yield_after_s = 20;    // the guide comes back
        double high = 1.25, high_after_s = 0;       // words and yield, so soon
        double mirror_after_s = 25;                 // above `high` in spite of them: mirror
        double far = 1.5, far_after_s = 10;         // mirror
        double calm = 1.10, calm_for_s = 45;        // below for so long: yield is over
        double words_every_s = 120;                 // at most so often; 60 .. 600
    };

    explicit AirGuard(Params params) noexcept : params_(params) {}

    // Once a tick, in every state of the session. Decisions and phrases are added to `wishes`.
    AirState operator()(Time now, const BreathState& breath, std::span<const Command> commands,
                        Wishes& wishes) noexcept;

private:
    Params params_;
};

} // namespace crura::sessions
