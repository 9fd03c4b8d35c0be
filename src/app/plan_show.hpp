#pragma once

#include "core/result.hpp"
#include "sessions/plan.hpp"
#include "sessions/session.hpp"

#include <span>
#include <string>

namespace crura::app {

// [main] A plan as a person reads it, by weeks; without a last line break. An error when it names a
// program that is not among these.
Result<std::string> show_plan(const sessions::Plan& plan,
                              std::span<const sessions::Session> programs);

} // namespace crura::app
