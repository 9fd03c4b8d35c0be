#pragma once

#include "core/event.hpp"
#include "core/result.hpp"
#include "core/snapshot.hpp"
#include "report/course.hpp"

#include <optional>
#include <string>
#include <vector>

namespace crura::app {

// Gathers what the picture of an analysis shows from its snapshots, ten times a second.
class Overview {
public:
    void add(const Snapshot& snapshot);
    // Of the last breath of a recording the end was not seen.
    void add_unfinished(const Breath& breath);

    // Everything over minutes since the first tick.
    report::Course course(const std::vector<Event>& events) const;
    Result<std::string> svg(const std::vector<Event>& events) const;

    // "10 min 00 s, 100 breaths, 10.0 a minute in the middle"
    std::string heading() const;

private:
    double since_start(Time time) const { return to_seconds(time - start_.value_or(time)); }

    std::optional<Time> start_;
    Time next_{};
    report::Course course_;
};

} // namespace crura::app
