#pragma once

#include <string>
#include <string_view>

namespace crura::history {

// Well-formed UTF-8 (RFC 3629) without zero bytes: what both databases take and give back.
bool is_text(std::string_view bytes);

// The same text where it is one; else with a question mark for every byte that is none.
std::string as_text(std::string_view bytes);

} // namespace crura::history
