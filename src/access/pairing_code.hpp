#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace crura::access {

// A pairing code: twelve letters and digits in three groups, "K7QM-4XWB-9PTR". Of letters and
// digits that look alike only one is in use, so that 26 are left: 56 bits. [any]

std::string new_code();

// The code as it is written, for what a person typed: small letters, spaces, missing dashes and the
// other of two that look alike (8 for B, 5 for S, 2 for Z, U for V; 0, O and D for Q) are
// forgiven. Nothing when it cannot be a code.
std::optional<std::string> as_written(std::string_view typed);

} // namespace crura::access
