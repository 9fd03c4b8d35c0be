#pragma once

#include "core/time.hpp"

#include <functional>

namespace crura::sound {

// [runtime] Runs `work` on a thread of its own and waits for it, but no longer than `patience`.
// False: it still runs, and is left behind together with everything it holds. For calls into
// libraries that wait for ever once a sound server has died.
bool finishes_within(Duration patience, std::function<void()> work);

} // namespace crura::sound
