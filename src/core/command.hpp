#pragma once

#include <cstdint>

namespace crura {

// What a person asks of the running session, from the keyboard, a pedal or the page.
enum class Command : std::uint8_t { pause, resume, end, mark, recalibrate };

} // namespace crura
