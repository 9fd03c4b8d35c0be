#pragma once

#include "core/result.hpp"
#include "exchange/sealed_file.hpp"

namespace crura::app {

// Passphrases are typed in a terminal, without being shown, or are one line of standard input where
// that is no terminal. Never a word of the command line or of the environment: others can read
// those. [main]

// To seal with: at least 8 characters, asked for twice in a terminal.
Result<exchange::Secret> new_passphrase();

// To unseal with.
Result<exchange::Secret> known_passphrase();

} // namespace crura::app
