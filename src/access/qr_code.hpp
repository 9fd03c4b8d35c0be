#pragma once

#include "core/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace crura::access {

// A QR code: dark where true, row by row, without its quiet zone.
struct QrCode {
    std::size_t side = 0;
    std::vector<bool> dark; // side * side
};

// [any] An error when the text is too long for one.
Result<QrCode> qr_code(std::string_view text);

std::string for_terminal(const QrCode& code); // half blocks, with its quiet zone
std::string as_svg(const QrCode& code);       // likewise; in the page's text colours

} // namespace crura::access
