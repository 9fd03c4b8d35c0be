#pragma once

#include <string>
#include <vector>

namespace crura::midi {

// Roles of crura-outlet, docs/outlet.md: the rest of its command line in, its exit status out.

// Sends and hears what the block says, until its keeper lets go.
int host_midi(const std::vector<std::string>& words);

// Writes the names of ports, one a line: "receivers", which can be sent to, or "senders".
int list_midi(const std::vector<std::string>& words);

} // namespace crura::midi
