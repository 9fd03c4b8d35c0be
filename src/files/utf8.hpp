#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace crura::files {

// Well-formed UTF-8 (RFC 3629; Unicode, table 3-7) without zero bytes: what a database takes and
// gives back. [any], as all of these.
bool is_text(std::string_view bytes);

// The same text where it is one; else with a question mark for every byte that is none.
std::string as_text(std::string_view bytes);

// As one line that XML takes too: control characters become spaces, every byte that is none of a
// character's, and U+FFFE and U+FFFF, the mark. What does not fit into so many bytes is cut off,
// behind a whole character.
std::string as_line(std::string_view bytes, std::size_t most_bytes = std::string_view::npos,
                    std::string_view mark = "?");

} // namespace crura::files
