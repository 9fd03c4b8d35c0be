#pragma once

#include "core/health.hpp"
#include "core/result.hpp"
#include "core/sink.hpp"
#include "core/spsc_ring.hpp"
#include "history/fact.hpp"
#include "history/repository.hpp"
#include "history/tally.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <variant>
#include <vector>

namespace crura::history {

// Keeps the running session in the history, from a thread of its own: once a second what came since
// and what the session comes to so far, in one transaction.
//
// While the history cannot be written (disk full, another program in the way, a server that is
// away) the session goes on. Some hours of rows wait in memory and are written once it is there
// again; what comes after them is lost, counted and said.
class HistoryKeeper : public Sink {
public:
    // [runtime] Begins the session in the history. `began` is the moment row.began in host time.
    static Result<std::unique_ptr<HistoryKeeper>> open(std::unique_ptr<Repository> repository,
                                                       const SessionRow& row, Time began);

    // Without close() the session counts as broken off: what came is kept, `ended` is not there.
    ~HistoryKeeper() override;

    // [engine] Not after close().
    void accept(const Snapshot& snapshot, std::span<const Sample> samples) noexcept override;

    // [runtime] What a therapist notes, with the moment that it is about. Not after close().
    void note(Time at, std::string text);

    // [runtime] Writes what is still waiting and ends the session.
    void close(WallTime ended);

    // [runtime] Takes the session out of the history again, for nothing happened in it. Gives why
    // it could not; else nothing. The last call there is.
    std::string abandon();

    // [any] `lost` while the history cannot be written, `off` once closed.
    Output state() const noexcept { return state_; }

    // [any] What keeps the history from being written, one sentence; empty while nothing does.
    // After close(): what of the session is missing, if anything is.
    std::string problem() const;

    // [any] Breaths, answers and markers that the history misses, so far.
    std::uint64_t lost() const noexcept { return lost_; }

    // [any] The session's id in the history.
    Id session() const noexcept { return session_; }

private:
    using Item = std::variant<Fact, SessionFigures>;
    struct Sum { // rows, and the figures that count them
        Batch rows;
        SessionFigures figures;
    };

    HistoryKeeper(std::unique_ptr<Repository> repository, Id session, Time began);
    void run(const std::stop_token& stop);
    void take_waiting();
    void take_notes();
    Result<void> write();
    Result<void> write_rest();
    void flush();
    void tell(Output state, std::string problem);

    // The engine's.
    const Time began_;
    FactFinder find_;
    Tally tally_;
    Time told_{}; // when the figures were last handed on

    // From the engine's thread to the writer; after facts come the figures that count them.
    SpscRing<Item> items_;
    std::atomic<std::uint64_t> lost_{0};

    // The writer's; close() becomes the writer when the thread has ended.
    std::unique_ptr<Repository> repository_;
    const Id session_;
    Batch uncounted_;           // no figures count them yet
    std::optional<Sum> ready_;  // to be written next
    std::optional<Sum> tried_;  // being written; not changed until it is known to be kept
    std::uint64_t batches_ = 0; // begun

    // From the runtime's thread to the writer.
    std::mutex notes_mutex_;
    std::vector<MarkerRow> notes_;

    // From the writer to anybody.
    std::atomic<Output> state_{Output::working};
    mutable std::mutex mutex_; // of problem_
    std::string problem_;

    std::condition_variable_any stopping_;
    std::jthread thread_;
};

} // namespace crura::history
