#include "app/event_log.hpp"

#include "app/words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace crura::app {

void EventLog::add(const Snapshot& snapshot)
{
    for (const Event& event : snapshot.breath.events)
        add(event);
}

void EventLog::add(const Event& event)
{
    const auto same = std::find_if(events_.rbegin(), events_.rend(), [&event](const Event& known) {
        return known.kind == event.kind && known.start == event.start && !known.over;
    });
    if (same == events_.rend()) {
        events_.push_back(event);
        return;
    }
    const auto known_at = std::min(same->known_at, event.known_at);
    *same = event;
    same->known_at = known_at;
}

std::vector<Event> EventLog::events() const
{
    auto events = events_;
    std::stable_sort(events.begin(), events.end(),
                     [](const Event& a, const Event& b) { return a.start < b.start; });
    return events;
}

std::string event_table(const std::vector<Event>& events, Time origin)
{
    std::string text = "type,start_s,end_s,known_at_s,evidence\n";
    const auto at = [origin](Time time) { return to_seconds(time - origin); };
    for (const Event& event : events)
        text += fmt::format("{},{:.2f},{:.2f},{:.2f},{}\n", name_of(event.kind), at(event.start),
                            at(std::max(event.start, event.end)), at(event.known_at),
                            evidence_of(event));
    return text;
}

} // namespace crura::app
