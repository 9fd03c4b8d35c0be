#pragma once

#include "core/sample.hpp"
#include "core/time.hpp"
#include "dsp/history.hpp"

#include <array>
#include <bitset>
#include <cmath>
#include <cstddef>
#include <limits>

namespace crura::breath {

// A frame, smoothed, whichever way up the sensors are.
struct Heard {
    Time time{};
    std::array<double, kBands> level{}; // [sensor units]
    std::bitset<kBands> valid;
};

// The last frames that were heard, in 16 bytes each: levels are above the first of their band, and
// none where the band was not valid. Any thread; a plain value.
class HeardBefore {
public:
    void push(const Heard& heard)
    {
        Point point{heard.time, {kNone, kNone}};
        for (std::size_t b = 0; b < kBands; ++b) {
            if (!heard.valid[b])
                continue;
            if (!begun_[b])
                origin_[b] = heard.level[b];
            begun_.set(b);
            point.level[b] = float(heard.level[b] - origin_[b]);
        }
        points_.push(point);
    }

    std::size_t size() const { return points_.size(); }
    bool empty() const { return points_.empty(); }

    // `age` 0 is the newest.
    Heard operator[](std::size_t age) const
    {
        const Point point = points_[age];
        Heard heard{point.time, {}, {}};
        for (std::size_t b = 0; b < kBands; ++b)
            if (!std::isnan(point.level[b])) {
                heard.level[b] = origin_[b] + double(point.level[b]);
                heard.valid.set(b);
            }
        return heard;
    }

private:
    static constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
    static constexpr std::size_t kFrames = 1500; // 30 s
    struct Point {
        Time time{};
        std::array<float, kBands> level{};
    };

    std::array<double, kBands> origin_{};
    std::bitset<kBands> begun_;
    dsp::History<Point, kFrames> points_;
};

} // namespace crura::breath
