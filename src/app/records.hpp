#pragma once

#include "core/health.hpp"
#include "core/result.hpp"
#include "core/sink.hpp"
#include "core/time.hpp"
#include "exchange/edf_recorder.hpp"
#include "history/keeper.hpp"
#include "history/repository.hpp"
#include "record/recorder.hpp"
#include "record/recording.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
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
};

// Everything that keeps a live session: its recording, the same as EDF, its rows in the history.
// [main] but where said otherwise.
class Records {
public:
    // A recording that cannot be made is an error: whoever asked for one should not lose it
    // unawares. A history that cannot be written is a warning, and the session goes on without.
    Result<void> open(RecordPlan plan, const record::RecordingHeader& header);

    std::vector<Sink*> sinks() const;

    // [engine] `lost` while any of them cannot be written; `off` without any.
    Output state() const noexcept;

    // [any] What cannot be written and why, sentences; empty while all can be.
    std::string problem() const;

    bool take_notes() const { return recording_ || history_; }
    void note(Time about, const std::string& text);

    // Ends all of them, and says what of the session is missing, if anything is.
    void close();

    // Nothing happened: takes away what was begun.
    void abandon();

private:
    Result<void> open_recording(const RecordPlan& plan, const record::RecordingHeader& header);
    Result<void> open_edf(const RecordPlan& plan, const record::RecordingHeader& header);
    void open_history(RecordPlan& plan, const record::RecordingHeader& header);

    std::unique_ptr<record::Recorder> recording_;
    std::unique_ptr<exchange::EdfRecorder> edf_;
    std::unique_ptr<history::HistoryKeeper> history_;
    std::vector<std::filesystem::path> files_; // that were made
};

} // namespace crura::app
