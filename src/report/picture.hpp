#pragma once

#include "app/panel.hpp"
#include "core/event.hpp"
#include "core/snapshot.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace crura::app {

// A recording at one glance, as SVG: both bands with their inspirations, rate, belly share with its
// doubt, phase angle and events, over minutes since the first tick.
class Picture {
public:
    void add(const Snapshot& snapshot);
    // Of the last breath of a recording the end was not seen.
    void add_unfinished(const Breath& breath);

    std::string svg(const std::vector<Event>& events) const;

private:
    struct WithDoubt {
        Curve value, low, high;
        void add(float at_s, const Estimate& estimate, bool shown = true);
        bool known() const;
    };

    double since_start(Time time) const { return to_seconds(time - start_.value_or(time)); }
    double length_s() const;
    std::string heading() const;
    void draw_band(Svg& svg, Panel::Place place, std::size_t band) const;
    void draw_rate(Svg& svg, Panel::Place place) const;
    void draw_share(Svg& svg, Panel::Place place) const;
    void draw_phase_angle(Svg& svg, Panel::Place place) const;
    void draw_events(Svg& svg, Panel::Place place, const std::vector<Event>& events,
                     const std::vector<EventKind>& kinds) const;
    void draw_minutes(Svg& svg, Panel::Place place, double down_to) const;

    std::optional<Time> start_;
    Time last_{}, next_{};
    std::array<Curve, kBands> displacement_;
    std::array<bool, kBands> heard_{};
    WithDoubt rate_bpm_, share_, trend_; // the share where it is calibrated, and where it is not
    Curve phase_angle_deg_;
    std::vector<std::pair<double, double>> inspirations_s_;
    std::vector<double> rates_bpm_;
};

} // namespace crura::app
