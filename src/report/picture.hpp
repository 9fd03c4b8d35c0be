#pragma once

#include "report/canvas.hpp"
#include "report/course.hpp"
#include "report/panel.hpp"

#include <array>
#include <functional>
#include <vector>

namespace crura::report {

// A course at one glance: both bands with their inspirations, rate, belly share with its doubt,
// phase angle if wanted, what happened and the steps of the session, over minutes.
class Picture {
public:
    struct Options {
        bool phase_angle = true;
        bool steps = false;
    };

    Picture(const Course& course, Options options);

    double height() const; // points
    void draw(Canvas& canvas, Point top_left, double width) const;

private:
    struct Row {
        double height;
        std::function<void(Canvas&, const Box&)> draw;
    };

    void add_band(std::size_t band);
    void add_rate();
    void add_share();
    void add_phase_angle();
    void add_occurrences();
    void add_steps();
    void draw_band(Canvas& canvas, const Box& place, std::size_t band) const;
    void draw_rate(Canvas& canvas, const Box& place) const;
    void draw_share(Canvas& canvas, const Box& place) const;
    void draw_phase_angle(Canvas& canvas, const Box& place) const;
    void draw_occurrences(Canvas& canvas, const Box& place, EventKind kind) const;
    void draw_steps(Canvas& canvas, const Box& place) const;
    Span all() const { return {0, course_.length_s}; }

    const Course& course_;
    std::vector<Row> rows_;
};

// What lies left of the diagrams.
inline constexpr double kPictureMargin = 100;

// Whether each breath can be told from the next where all of them share this width.
bool each_breath_seen(const Course& course, double width);
inline constexpr double kPlotOfA4 = 405;

// A long session once more, stretch by stretch, so that each breath can be seen.
class Stretches {
public:
    explicit Stretches(const Course& course);

    // None where a picture on A4 shows each breath already, or no sensor was heard.
    const std::vector<Span>& spans() const { return spans_; }

    static constexpr double kHeight = 72; // points
    void draw(Canvas& canvas, Point top_left, double width, Span stretch) const;

private:
    const Course& course_;
    std::vector<Span> spans_;
    std::array<Panel::Range, kBands> ranges_{};
};

} // namespace crura::report
