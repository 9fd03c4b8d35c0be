#pragma once

#include "report/canvas.hpp"
#include "report/course.hpp"

#include <string>
#include <vector>

namespace crura::report {

// The colours of a report: told apart by the colour-blind, and never alone in telling something.
namespace colours {
inline constexpr Colour kInk{0x1A1A1A};
inline constexpr Colour kQuiet{0x595959}; // 7 : 1 on white
inline constexpr Colour kThin{0xD0D0D0};
inline constexpr Colour kDoubt{0xD9D9D9};
inline constexpr Colour kInspiration{0xE6EDF5};
inline constexpr Colour kChest{0x0A5C96};
inline constexpr Colour kBelly{0xA34A00};
inline constexpr Colour kChestTint{0x9CC0DE};
inline constexpr Colour kBellyTint{0xE0B48C};
inline constexpr Colour kTrend{0x767676};
inline constexpr Colour kEvent{0x3D5A78};
} // namespace colours

// One diagram of a picture: time to the right, a value upwards. Draws no more points than can be
// seen: of each pixel's width the least and the greatest.
class Panel {
public:
    struct Range {
        double low, high;
    };

    Panel(Canvas& canvas, const Box& place, Span time, Range range)
        : canvas_(canvas), place_(place), time_(time), range_(range)
    {
    }

    // In the margin of this width, left of the place.
    void name(double margin, const std::string& words, const std::string& smaller = "");
    void remark(const std::string& words); // in the middle, where there is nothing to draw
    void level(double value, const std::string& words); // a thin line across
    void shade(const std::vector<Span>& spans, Colour colour);
    void curve(const Curve& curve, const Pen& pen);
    void envelope(const Curve& curve, Colour colour); // where single breaths are not to be seen
    void doubt(const Curve& low, const Curve& high, Colour colour);

    double x(double time_s) const
    {
        return place_.left + (time_s - time_.from_s) / (time_.to_s - time_.from_s) * place_.width;
    }
    double y(double value) const;

private:
    void fill(const Path& path, Colour colour);

    Canvas& canvas_;
    Box place_;
    Span time_;
    Range range_;
};

} // namespace crura::report
