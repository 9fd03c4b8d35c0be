#pragma once

#include "core/snapshot.hpp"

#include <string>
#include <vector>

namespace crura::app {

// The events of a recording, each once: what is reported when it is known, and once more when it is
// over, is one event with the last end that was seen.
class EventLog {
public:
    void add(const Snapshot& snapshot);
    void add(const Event& event);

    // In the order of their start.
    std::vector<Event> events() const;

private:
    std::vector<Event> events_;
};

// Rows of type,start_s,end_s,known_at_s,evidence.
std::string event_table(const std::vector<Event>& events, Time origin);

} // namespace crura::app
