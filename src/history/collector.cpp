#include "history/collector.hpp"

#include "files/utf8.hpp"

#include <chrono>
#include <utility>

namespace crura::history {

void Collector::accept(const Snapshot& snapshot, std::span<const Sample>) noexcept
{
    last_ = snapshot.time;
    if (snapshot.session.held())
        return;
    tally_.accept(snapshot);
    for (const Fact& fact : find_(snapshot))
        add(fact, began_, rows_);
}

void Collector::note(Time at, std::string text)
{
    rows_.markers.push_back({to_seconds(at - began_), "note", files::as_text(text)});
}

void Collector::fill(SessionRow& row) const
{
    row.figures = tally_.figures();
    row.finished = tally_.finished();
    row.ended = row.began + std::chrono::round<std::chrono::milliseconds>(last_ - began_);
}

} // namespace crura::history
