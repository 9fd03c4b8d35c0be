#include "access/qr_code.hpp"

#include <qrencode.h>

#include <memory>

namespace crura::access {
namespace {

constexpr std::size_t kQuiet = 4; // modules on each side, ISO/IEC 18004

struct Freed {
    void operator()(QRcode* code) const { QRcode_free(code); }
};

// With the quiet zone, and light beyond it.
bool is_dark(const QrCode& code, std::size_t row, std::size_t column)
{
    const auto within = [&](std::size_t at) { return at >= kQuiet && at - kQuiet < code.side; };
    return within(row) && within(column) && code.is_dark(row - kQuiet, column - kQuiet);
}

// The dark modules of one row of it, a rectangle a run.
std::string path_of_row(const QrCode& code, std::size_t row)
{
    std::string path;
    for (std::size_t from = 0; from < code.side; ++from) {
        std::size_t to = from;
        while (to < code.side && code.is_dark(row, to))
            ++to;
        if (to == from)
            continue;
        const auto length = std::to_string(to - from);
        path += "M" + std::to_string(from + kQuiet) + " " + std::to_string(row + kQuiet) + "h"
            + length + "v1h-" + length + "z";
        from = to;
    }
    return path;
}

} // namespace

Result<QrCode> qr_code(std::string_view text)
{
    const std::unique_ptr<QRcode, Freed> made(QRcode_encodeData(
        int(text.size()), reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M));
    if (!made)
        return Error{"A text of " + std::to_string(text.size())
                     + " bytes cannot be shown as a QR code; type it instead."};
    QrCode code{std::size_t(made->width), {}};
    for (std::size_t at = 0; at < code.side * code.side; ++at)
        code.dark.push_back((made->data[at] & 1) != 0);
    return code;
}

std::string for_terminal(const QrCode& code)
{
    constexpr const char* kBlackOnWhite = "\x1b[38;5;16;48;5;231m";
    constexpr const char* kAsBefore = "\x1b[0m\n";
    std::string lines;
    for (std::size_t row = 0; row < code.side + 2 * kQuiet; row += 2) {
        lines += kBlackOnWhite;
        for (std::size_t column = 0; column < code.side + 2 * kQuiet; ++column) {
            const bool upper = is_dark(code, row, column), lower = is_dark(code, row + 1, column);
            lines += upper && lower ? "█" : upper ? "▀" : lower ? "▄" : " ";
        }
        lines += kAsBefore;
    }
    return lines;
}

std::string as_svg(const QrCode& code)
{
    const auto side = std::to_string(code.side + 2 * kQuiet);
    std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side
        + "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h" + side + "v" + side
        + "H0z\"/><path fill=\"#000\" d=\"";
    for (std::size_t row = 0; row < code.side; ++row)
        svg += path_of_row(code, row);
    return svg + "\"/></svg>";
}

} // namespace crura::access
