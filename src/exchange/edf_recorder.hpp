#pragma once

#include "core/health.hpp"
#include "core/result.hpp"
#include "core/sink.hpp"
#include "core/spsc_ring.hpp"
#include "exchange/edf_live.hpp"
#include "exchange/edf_session.hpp"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <span>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace crura::exchange {

// Writes the session as EDF+C while it runs, from a thread of its own, twice a second, down to the
// disk: what is older than a second is in the file whatever happens to the program, and other tools
// can open it (after a kill in the very moment of writing, once repair_edf saw it). What stands in
// it: docs/edf.md.
//
// While the file cannot be written (disk full, disk gone) the session goes on. Ten seconds are kept
// and written once there is room again; what comes after them is refused and counted, and the file
// says of that time that nothing was measured.
class EdfRecorder : public Sink {
public:
    // [runtime] Creates the file. Fails when it exists.
    static Result<std::unique_ptr<EdfRecorder>> open(const std::filesystem::path& path,
                                                     const EdfSession& session);

    ~EdfRecorder() override { close(); }

    // [engine] Not after close().
    void accept(const Snapshot& snapshot, std::span<const Sample> samples) noexcept override;

    // [runtime] Writes what is still waiting and ends the file; takes it away if nothing was ever
    // accepted.
    void close();

    // [any] `lost` while the file cannot be written, `off` once closed.
    Output state() const noexcept { return state_; }

    // [any] What keeps the file from being written, one sentence; empty while nothing does. After
    // close(): why the end of the file is missing, if it is.
    std::string problem() const;

    // [any] Ticks that found no room.
    std::uint64_t lost_ticks() const noexcept { return lost_ticks_; }

private:
    struct Entry {
        EdfTick tick;
        std::size_t samples = 0; // of this tick, in samples_
        std::size_t news = 0;    // likewise
    };

    EdfRecorder(WritableFile file, const EdfSession& session);
    void run(const std::stop_token& stop);
    Result<void> write_waiting();
    void tell(Output state, std::string problem);

    // From the engine's thread to the writer.
    SpscRing<Entry> entries_;
    SpscRing<Sample> samples_;
    SpscRing<EdfNews> news_;
    std::atomic<std::uint64_t> lost_ticks_{0};

    EdfLive file_; // the writer's; close() becomes the writer when the thread has ended

    // From the writer to anybody.
    std::atomic<Output> state_{Output::working};
    mutable std::mutex mutex_; // of problem_
    std::string problem_;

    std::condition_variable_any stopping_;
    std::jthread thread_;
};

} // namespace crura::exchange
