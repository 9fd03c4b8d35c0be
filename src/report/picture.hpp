#pragma once

#include "report/canvas.hpp"
#include "report/course.hpp"

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

// A long session once more, stretch by stretch, so that each breath can be seen; none where the
// picture shows that already.
std::vector<Span> stretches_of(const Course& course);
inline constexpr double kStretchHeight = 62; // with its axis
void draw_stretch(Canvas& canvas, const Box& place, const Course& course, Span stretch);

} // namespace crura::report
