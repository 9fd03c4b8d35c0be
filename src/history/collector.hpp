#pragma once

#include "core/sink.hpp"
#include "history/fact.hpp"
#include "history/tally.hpp"

#include <string>

namespace crura::history {

// Gathers what a recording's snapshots say, for Repository::add_session:
//
//     Collector collector(recording.header.started);
//     for (...) collector.accept(engine.tick(...), samples);
//     collector.fill(row); // figures, ended, finished
//     repository.add_session(row, collector.rows());
class Collector : public Sink {
public:
    explicit Collector(Time began) : began_(began), find_(began) {}

    // [any] Allocates: not for a live engine, which has HistoryKeeper.
    void accept(const Snapshot& snapshot, std::span<const Sample> samples) noexcept override;
    void note(Time at, std::string text);

    const Batch& rows() const { return rows_; }
    void fill(SessionRow& row) const; // row.began is there already

private:
    Time began_;
    Time last_ = began_;
    FactFinder find_;
    Tally tally_;
    Batch rows_;
};

} // namespace crura::history
