#pragma once

#include "forms/form.hpp"
#include "sessions/session.hpp"

namespace crura::sessions {

// Reads the [phrases] of a program into the session, whose language and guard are already known:
// what is left out is English, or a soft bowl in a program of another language. [any]
void read_phrases(const forms::Table& file, int format, Session& session);

} // namespace crura::sessions
