#pragma once

#include "core/result.hpp"
#include "history/server_address.hpp"

#include <filesystem>

namespace crura::history {

// Has the server's schema `crura` written into an existing file by pg_dump (its custom format, for
// pg_restore), in a process of its own. The password goes by the environment, where no other user
// sees it.
Result<void> run_pg_dump(const ServerAddress& server, const std::filesystem::path& file);

} // namespace crura::history
