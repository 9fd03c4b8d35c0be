#pragma once

#include <string>
#include <string_view>

namespace crura::report {

// What any text may hold for a drawing or a page: valid UTF-8 without control characters; what is
// not, is replaced by U+FFFD or a space. [any]
std::string clean(std::string_view text);

// The same with what XML would take for its own.
std::string escaped(std::string_view text);

// A moment of a session: "0:07", "12:05", "1:02:05".
std::string clock(double seconds);

// How long something took: "2.4 s", "35 s", "2 min 05 s".
std::string lasting(double seconds);

} // namespace crura::report
