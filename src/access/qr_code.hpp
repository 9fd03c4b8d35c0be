#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace crura::access {

// A QR code: dark where true, row by row, without its quiet zone.
struct QrCode {
    std::size_t side = 0;
    std::vector<bool> dark; // side * side

    bool is_dark(std::size_t row, std::size_t column) const { return dark[row * side + column]; }
};

// [any], as all of these. Readable with 15 % of it covered. An error when the text is empty or too
// long for one (2331 bytes).
Result<QrCode> qr_code(std::string_view text);

// Half blocks, two rows a line, with its quiet zone; black on white by colours of the terminal's
// palette of 256, whatever its background is.
std::string for_terminal(const QrCode& code);

// Black on white with its quiet zone, one unit a module; without style, script, size and title,
// which are the page's.
std::string as_svg(const QrCode& code);

} // namespace crura::access
