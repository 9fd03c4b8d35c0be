#pragma once

#include "forms/form.hpp"
#include "sessions/session.hpp"

#include <vector>

namespace crura::sessions {

// A program as it was read, and where its parts stand in the file.
struct ProgramParts {
    const Session& session;
    const forms::Table& about;
    const std::vector<forms::Table>& levels; // as the session's
    const std::vector<forms::Table>& steps;  // as the session's
};

// Reports what is wrong, or was perhaps not meant so, between the parts of a program: what each
// part may say by itself its reader knows. docs/programs.md lists the rules. [any]
void check_rules(const ProgramParts& parts);

} // namespace crura::sessions
