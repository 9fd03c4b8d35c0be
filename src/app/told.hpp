#pragma once

#include "core/result.hpp"

#include <string>

namespace crura::app {

// Exit statuses: a command did its job, or could not.
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;

// [main] Says why a command could not do its job; its exit status.
int failed(const Error& error);

// [main] Says what a command did, or why it could not; its exit status.
int told(const Result<std::string>& said);

} // namespace crura::app
