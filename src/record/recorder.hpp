#pragma once

#include "core/health.hpp"
#include "core/result.hpp"
#include "core/sink.hpp"
#include "core/spsc_ring.hpp"
#include "record/append_file.hpp"
#include "record/recording.hpp"
#include "record/transcript.hpp"

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

namespace crura::record {

// Writes the session into a file from a thread of its own, twice a second, down to the disk: what
// is older than a second survives whatever happens to the program.
//
// While the file cannot be written (disk full, read-only, slow, gone) the session goes on. Ten
// seconds are kept and written once there is room again; what comes after them is refused and
// counted, and the count is written into the file at the place where the ticks are missing.
class Recorder : public Sink {
public:
    struct Lost {
        std::uint64_t ticks = 0;
        std::uint64_t samples = 0;
        Duration time{};
    };

    // [runtime] Creates the file and writes the header. Fails when the file exists.
    static Result<std::unique_ptr<Recorder>> open(const std::filesystem::path& path,
                                                  const RecordingHeader& header);

    // [runtime] The same; where the name is taken, with the next that is free (AppendFile).
    static Result<std::unique_ptr<Recorder>> open_free(const std::filesystem::path& path,
                                                       const RecordingHeader& header);

    ~Recorder() override { close(); }

    // [engine] Not after close().
    void accept(const Snapshot& snapshot, std::span<const Sample> samples) noexcept override;

    // [runtime] Writes down what a therapist notes, with the moment that it is about. Not after
    // close().
    void note(Note note);

    // [runtime] Writes what is still waiting and ends the file.
    void close();

    // [any]
    const std::filesystem::path& file() const { return file_.path(); }

    // [any] `lost` while the file cannot be written, or only slower than in two seconds; `off` once
    // closed.
    Output state() const noexcept;

    // [any] What keeps the file from being written, one sentence; empty while nothing does. After
    // close(): what the recording misses, if it does, and why.
    std::string problem() const;

    // [any] What the file misses so far.
    Lost lost() const noexcept { return {lost_ticks_, lost_samples_, Duration(lost_time_)}; }

private:
    struct Entry {
        Snapshot snapshot;
        std::size_t samples = 0; // of this tick, in samples_
        Lost lost;               // in all, before this tick
    };

    static Result<std::unique_ptr<Recorder>> begin(Result<AppendFile> file,
                                                   const RecordingHeader& header);
    explicit Recorder(AppendFile file);
    bool slow() const noexcept;
    void run(const std::stop_token& stop);
    void flush();
    Result<void> write_batch();
    void transcribe_waiting();
    void transcribe_notes();
    void transcribe_loss(const Lost& in_all);
    void tell(Output state, std::string problem);

    // From the engine's thread to the writer.
    SpscRing<Entry> entries_;
    SpscRing<Sample> samples_;
    std::atomic<std::uint64_t> lost_ticks_{0};
    std::atomic<std::uint64_t> lost_samples_{0};
    std::atomic<Duration::rep> lost_time_{0};
    Time accepted_{}; // the last tick, or refused

    // The writer's; close() becomes the writer when the thread has ended.
    AppendFile file_;
    Transcript transcript_;
    Bytes batch_;   // written down, but not on the disk yet
    Lost in_batch_; // what would be lost with it
    Lost told_;     // what the losses written down so far add up to
    Time last_time_{};

    // From the runtime's thread to the writer.
    std::mutex notes_mutex_;
    std::vector<Note> notes_;

    // From the writer to anybody.
    std::atomic<Output> state_{Output::working};
    std::atomic<Time> writing_since_{}; // zero while it waits
    std::atomic<bool> was_slow_{false}; // the last time
    mutable std::mutex mutex_;          // of problem_
    std::string problem_;

    std::condition_variable_any stopping_;
    std::jthread thread_;
};

} // namespace crura::record
