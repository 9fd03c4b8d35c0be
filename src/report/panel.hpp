#pragma once

#include "app/svg.hpp"

#include <string>
#include <utility>
#include <vector>

namespace crura::app {

// Numbers in the course of time; NaN where one is not known. Times rise.
struct Curve {
    std::vector<float> time_s;
    std::vector<float> value;

    void add(float at_s, float is)
    {
        time_s.push_back(at_s);
        value.push_back(is);
    }
};

// One diagram of a picture: time to the right, a value upwards. Draws no more points than can be
// seen: of each pixel's width the least and the greatest.
class Panel {
public:
    struct Place {
        double left, top, width, height;
    };
    struct Range {
        double low, high;
    };

    Panel(Svg& svg, Place place, double length_s, Range range)
        : svg_(svg), place_(place), length_s_(length_s), range_(range)
    {
    }

    void name(const std::string& words, const std::string& smaller = "");
    void remark(const std::string& words); // in the middle, where there is nothing to draw
    void level(double value, const std::string& words); // a thin line across
    void shade(const std::vector<std::pair<double, double>>& spans_s, std::string_view fill);
    void curve(const Curve& curve, std::string_view stroke);
    void doubt(const Curve& low, const Curve& high, std::string_view fill);

    double x(double time_s) const { return place_.left + time_s / length_s_ * place_.width; }
    double y(double value) const;

private:
    void clipped(const std::string& path, const Svg::Style& style);

    Svg& svg_;
    Place place_;
    double length_s_;
    Range range_;
};

} // namespace crura::app
