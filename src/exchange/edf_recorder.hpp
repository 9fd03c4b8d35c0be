#pragma once

#include "core/health.hpp"
#include "core/result.hpp"
#include "core/sink.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace crura::exchange {

// What a live EDF file is told at its start.
struct EdfSession {
    struct Sensor {
        std::string kind; // "strain", "imu"; empty: this band has none
        std::string unit; // of its displacement; empty: not known
    };

    std::chrono::sys_time<std::chrono::nanoseconds> started_at{}; // wall clock, UTC
    Time started{};                                               // the same moment in host time
    std::array<Sensor, kBands> bands;
    std::string equipment;          // "Crura 0.1.0"
    std::string person;             // a pseudonym, only where somebody asked for it; else empty
    std::vector<std::string> steps; // names of the session's steps; may be empty
};

// Writes the session as EDF+C while it runs, from a thread of its own, twice a second, down to the
// disk: what is older than a second is in the file and on the disk whatever happens to the program,
// and other tools can open the file (after a kill in the very moment of writing, once repair_edf
// saw it). What stands in it: docs/edf.md.
//
// While the file cannot be written (disk full, disk gone) the session goes on. Ten seconds are kept
// and written once there is room again; of what comes after them the file says "Quality" 0.
class EdfRecorder : public Sink {
public:
    // [runtime] Creates the file. Fails when it exists.
    static Result<std::unique_ptr<EdfRecorder>> open(const std::filesystem::path& path,
                                                     const EdfSession& session);

    ~EdfRecorder() override;

    // [engine] Not after close().
    void accept(const Snapshot& snapshot, std::span<const Sample> samples) noexcept override;

    // [runtime] Writes what is still waiting and ends the file; takes it away if nothing was ever
    // accepted.
    void close();

    // [any] `lost` while the file cannot be written, `off` once closed.
    Output state() const noexcept;

    // [any] What keeps the file from being written, one sentence; empty while nothing does. After
    // close(): why the end of the file is missing, if it is.
    std::string problem() const;

    // [any] Ticks that the file misses so far.
    std::uint64_t lost_ticks() const noexcept;

private:
    class Writer;
    struct Inbox;

    EdfRecorder(std::unique_ptr<Inbox> inbox, std::unique_ptr<Writer> writer);

    std::unique_ptr<Inbox> inbox_;
    std::unique_ptr<Writer> writer_;
};

} // namespace crura::exchange
