#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace crura::exchange {

// This text as one line of UTF-8: control characters become spaces, every byte that is no UTF-8 a
// question mark, and what does not fit into so many bytes is cut off, behind a whole character.
std::string plain_utf8(std::string_view text, std::size_t most_bytes);

} // namespace crura::exchange
