#pragma once

#include "core/result.hpp"
#include "core/source.hpp"
#include "devices/touch/touch.hpp"

#include <memory>
#include <span>
#include <string>

namespace crura::devices {

// [main] What a person asked to feel the breath with; null for "none".
//
//     line:PORT      the motor of a board that speaks the line protocol
//     line           of the board that measures, if there is one such source
//     rumble[:NAME]  a gamepad: a part of its name, or its device (/dev/input/event5)
//     none
//
// When one of the `sources` has the same port, that source speaks for the motor too: so this comes
// before the first start of the sources. The error says what was asked for wrongly; a device that
// is not there is none, but found when it comes.
Result<std::shared_ptr<Touch>> open_touch(const std::string& spec, TouchStrength strength,
                                          std::span<const std::shared_ptr<Source>> sources);

} // namespace crura::devices
