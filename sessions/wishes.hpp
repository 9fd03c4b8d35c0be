#pragma once

#include "core/command.hpp"
#include "core/decision.hpp"
#include "core/few.hpp"
#include "core/phrase.hpp"

namespace crura::sessions {

// What those who watch over a session ask for in one tick: they decide, say and command, in the
// same way as a person does, but touch nothing themselves.
struct Wishes {
    Decisions decisions;
    Few<Phrase, 8> phrases;   // in the order in which they are to be said
    Few<Command, 4> commands; // brake, next; obeyed in the same tick
};

} // namespace crura::sessions
