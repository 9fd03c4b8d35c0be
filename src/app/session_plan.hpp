#pragma once

#include "app/live_session.hpp"
#include "app/options.hpp"
#include "app/remark.hpp"
#include "app/sources.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "sessions/limits.hpp"
#include "sessions/session.hpp"

#include <optional>
#include <string>

namespace crura::app {

// The program as it is to be run, within what was set for this person. [any]
Result<sessions::Session> choose_limited(const std::string& program, const sessions::Limits& limits,
                                         bool therapist);
Result<sessions::Session> choose_limited(const RunOptions& options);

// How long a session is to be: so many minutes, or its written length. [any]
Duration asked_length(const sessions::Session& session, const std::optional<double>& minutes);

// What is to happen, from what was asked for: program, turn of a comparison, where it is kept.
// Opens the history; a session that cannot be in it is there all the same, and `tell` hears why.
// One thread at a time.
Result<Live> plan_session(RunOptions options, Sources sources, const Tell& tell);

} // namespace crura::app
