#pragma once

#include "core/time.hpp"

#include <string>

namespace crura::devices {

// What libserialport leaves to the operating system. Another system gets another file.

enum class Wait { ready, timeout, gone };

// Waits until bytes can be read from an open port, or until it is unplugged (seen at once).
Wait wait_readable(int handle, Duration timeout);

// Takes an open port for this process alone. False: somebody else has it.
bool claim(int handle);

// The device behind a link such as those of /dev/serial/by-id; any other name as it is.
std::string device_behind(const std::string& name);

} // namespace crura::devices
