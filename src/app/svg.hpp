#pragma once

#include <string>
#include <string_view>

namespace crura::app {

// A drawing, written as SVG. Lengths in pixels, y downwards; places keep one decimal.
class Svg {
public:
    Svg(double width, double height);

    struct Style {
        std::string_view fill = "none";
        std::string_view stroke = "none";
        double stroke_width = 1;
    };
    enum class Anchor { start, middle, end };

    // `d` is what SVG calls path data.
    void path(std::string_view d, const Style& style);
    void line(double x1, double y1, double x2, double y2, const Style& style);
    // `hint` is shown under the mouse.
    void rect(double x, double y, double width, double height, const Style& style,
              std::string_view hint = {});
    void text(double x, double y, std::string_view words, Anchor anchor, double size = 12,
              std::string_view fill = "#000");

    // Until `end_clip` nothing is drawn outside this rectangle.
    void begin_clip(double x, double y, double width, double height);
    void end_clip();

    std::string str() const { return text_ + "</svg>\n"; }

private:
    std::string text_;
    int clips_ = 0;
};

} // namespace crura::app
