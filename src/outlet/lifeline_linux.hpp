#pragma once

#include "core/time.hpp"

namespace crura::outlet {

// The outlet's side of its life; docs/outlet.md shows a whole outlet.

// [outlet] First of all: signals that are meant for the whole program are not for us. Whoever ends
// the program ends its keeper, and then kept() says so.
void begin_outlet() noexcept;

// [outlet] Waits for so long. False, at once, when the keeper has let go or died: end now, in good
// order and within Keeper::kFarewellPatience.
bool kept(Duration wait) noexcept;

// [outlet] Before a call of a library that may never return: the process ends then.
void end_within(Duration limit) noexcept;

} // namespace crura::outlet
