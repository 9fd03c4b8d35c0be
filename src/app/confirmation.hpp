#pragma once

#include "app/paths.hpp"
#include "core/result.hpp"
#include "sessions/session.hpp"

#include <filesystem>

namespace crura::app {

// The cautions of a program are confirmed before its first session, and again when their words
// have changed. What was confirmed is kept in one small file a program, which only its owner may
// read: the checksum of the cautions.

// [main] Whether the person is to be asked; never for a program without cautions.
bool needs_confirmation(const sessions::Session& session,
                        const std::filesystem::path& folder = state_folder());

// [main] The error says that it will be asked again.
Result<void> remember_confirmation(const sessions::Session& session,
                                   const std::filesystem::path& folder = state_folder());

} // namespace crura::app
