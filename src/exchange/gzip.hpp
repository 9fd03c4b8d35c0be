#pragma once

#include <string>
#include <string_view>

namespace crura::exchange {

// A gzip file (RFC 1952) of these bytes, without a name or a time in it: the same bytes give the
// same file. Any thread.
std::string gzipped(std::string_view bytes);

} // namespace crura::exchange
