#include "app/svg.hpp"

#include <fmt/format.h>

namespace crura::app {
namespace {

// What XML would take for its own, and what it forbids.
std::string escaped(std::string_view words)
{
    std::string text;
    for (const char c : words) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '<')
            text += "&lt;";
        else if (c == '>')
            text += "&gt;";
        else if (c == '&')
            text += "&amp;";
        else if (c == '"')
            text += "&quot;";
        else
            text += code < ' ' ? ' ' : c;
    }
    return text;
}

std::string attributes(const Svg::Style& style)
{
    std::string text = fmt::format(R"( fill="{}")", style.fill);
    if (style.stroke != "none")
        text +=
            fmt::format(R"( stroke="{}" stroke-width="{:g}")", style.stroke, style.stroke_width);
    return text;
}

} // namespace

Svg::Svg(double width, double height)
{
    text_ = fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" width="{0:.0f}" height="{1:.0f}" viewBox="0 0 {0:.0f} {1:.0f}" font-family="sans-serif">)"
        "\n",
        width, height);
    rect(0, 0, width, height, {.fill = "#fff"});
}

void Svg::path(std::string_view d, const Style& style)
{
    if (!d.empty())
        text_ +=
            fmt::format("<path d=\"{}\"{} stroke-linejoin=\"round\"/>\n", d, attributes(style));
}

void Svg::line(double x1, double y1, double x2, double y2, const Style& style)
{
    path(fmt::format("M{:.1f} {:.1f}L{:.1f} {:.1f}", x1, y1, x2, y2), style);
}

void Svg::rect(double x, double y, double width, double height, const Style& style,
               std::string_view hint)
{
    text_ += fmt::format(R"(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"{})", x, y,
                         width, height, attributes(style));
    text_ += hint.empty() ? "/>\n" : fmt::format("><title>{}</title></rect>\n", escaped(hint));
}

void Svg::text(double x, double y, std::string_view words, Anchor anchor, double size,
               std::string_view fill)
{
    constexpr const char* kAnchors[] = {"start", "middle", "end"};
    text_ += fmt::format(
        R"(<text x="{:.1f}" y="{:.1f}" font-size="{:g}" text-anchor="{}" fill="{}">{}</text>)"
        "\n",
        x, y, size, kAnchors[int(anchor)], fill, escaped(words));
}

void Svg::begin_clip(double x, double y, double width, double height)
{
    ++clips_;
    text_ +=
        fmt::format("<clipPath id=\"c{0}\"><rect x=\"{1:.1f}\" y=\"{2:.1f}\" width=\"{3:.1f}\" "
                    "height=\"{4:.1f}\"/></clipPath><g clip-path=\"url(#c{0})\">\n",
                    clips_, x, y, width, height);
}

void Svg::end_clip()
{
    text_ += "</g>\n";
}

} // namespace crura::app
