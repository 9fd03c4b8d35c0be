#pragma once

#include "core/result.hpp"
#include "sessions/plan.hpp"
#include "sessions/session.hpp"

#include <string>
#include <vector>

namespace crura::app {

// [main] The program that a person named: a .toml file, or the id of one that is there.
Result<sessions::Session> choose_program(const std::string& program);

// [main] The same, or all there are when none is named.
Result<std::vector<sessions::Session>> choose_programs(const std::string& program);

// [main] The plan that a person named, likewise.
Result<sessions::Plan> choose_plan(const std::string& plan);

} // namespace crura::app
