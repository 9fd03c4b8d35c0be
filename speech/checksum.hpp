#pragma once

#include <string>
#include <string_view>

namespace crura::speech {

// [any] SHA-256 of these bytes, as 64 hexadecimal digits in lower case.
std::string sha256_of(std::string_view bytes);

} // namespace crura::speech
