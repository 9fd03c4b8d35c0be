#pragma once

#include <cstddef>

namespace crura::bench {

// How often memory was asked for since the program began, by operator new.
std::size_t allocations();

} // namespace crura::bench
