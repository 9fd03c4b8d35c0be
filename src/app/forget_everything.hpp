#pragma once

#include "app/forget.hpp"
#include "core/result.hpp"

#include <string>

namespace crura::app {

// [main] `crura forget --everything`: all that forget() knows of, and the recordings that a
// person's own history or the one of their clients names in other folders. Of the options only
// `config_too` and `yes` are looked at.
Result<std::string> forget_everything(ForgetOptions options);

} // namespace crura::app
