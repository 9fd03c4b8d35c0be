#pragma once

#include "app/remark.hpp"
#include "core/health.hpp"
#include "core/result.hpp"
#include "core/sink.hpp"
#include "core/time.hpp"
#include "exchange/edf_recorder.hpp"
#include "history/keeper.hpp"
#include "history/repository.hpp"
#include "record/recorder.hpp"
#include "record/recording.hpp"

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace crura::app {

// Where a live session is to be kept.
struct RecordPlan {
    std::optional<std::filesystem::path> recording;
    bool any_name = false; // where that name is taken, the recording gets the next that is free
    std::optional<std::filesystem::path> edf;
    std::vector<std::string> steps;               // names of the session's steps, for the EDF
    std::unique_ptr<history::Repository> history; // null: in none
    history::Id person = 0;                       // there
    std::optional<history::Arm> arm;              // of a comparison
    bool held = false; // into the history only with begin(): until then nothing has happened
};

// Everything that keeps a live session: its recording, the same as EDF, its rows in the history.
// [main] but where said otherwise.
class Records {
public:
    explicit Records(Tell tell = print_remark) : tell_(std::move(tell)) {}

    // A recording that cannot be made is an error: whoever asked for one should not lose it
    // unawares. A history that cannot be written is a warning, and the session goes on without.
    Result<void> open(RecordPlan plan, const record::RecordingHeader& header);

    // A session that was held begins: it is in the history from now on, with the times of its
    // recording.
    void begin();

    std::vector<Sink*> sinks();

    // [engine] `lost` while any of them cannot be written; `off` without any.
    Output state() const noexcept;

    // [any] What cannot be written and why, sentences; empty while all can be.
    std::string problem() const;

    // [any] The session's id in the history; nothing while it is in none.
    std::optional<history::Id> session() const;

    bool take_notes() const { return recording_ || history_ || waiting_; }
    void note(Time about, const std::string& text);

    // Ends all of them, and says what of the session is missing, if anything is.
    void close();

    // Nothing happened: takes away what was begun.
    void abandon();

private:
    Result<void> open_recording(const RecordPlan& plan, const record::RecordingHeader& header);
    Result<void> open_edf(const RecordPlan& plan, const record::RecordingHeader& header);
    void plan_history(RecordPlan& plan, const record::RecordingHeader& header);

    // Hands on to the history once there is one.
    struct ToHistory : Sink {
        void accept(const Snapshot& snapshot, std::span<const Sample> samples) noexcept override;

        std::atomic<history::HistoryKeeper*> keeper{nullptr};
    };
    struct Waiting { // for begin()
        std::unique_ptr<history::Repository> history;
        history::SessionRow row;
        Time began{};
        std::vector<std::pair<Time, std::string>> notes;
    };

    Tell tell_;
    std::unique_ptr<record::Recorder> recording_;
    std::unique_ptr<exchange::EdfRecorder> edf_;
    std::optional<Waiting> waiting_;
    std::unique_ptr<history::HistoryKeeper> history_;
    ToHistory to_history_;
    std::vector<std::filesystem::path> files_; // that were made
};

} // namespace crura::app
