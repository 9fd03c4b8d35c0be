#pragma once

#include <string>
#include <string_view>

namespace crura::access {

// What a person calls a device, as one line of 1 to 40 characters: without control characters and
// what turns the direction of writing or cannot be seen. "Device" where nothing is left. [any]
std::string device_name(std::string_view said);

} // namespace crura::access
