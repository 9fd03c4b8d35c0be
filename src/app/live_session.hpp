#pragma once

#include "app/care_news.hpp"
#include "app/options.hpp"
#include "app/outputs.hpp"
#include "app/records.hpp"
#include "app/remark.hpp"
#include "app/runtime.hpp"
#include "app/sources.hpp"
#include "core/command.hpp"
#include "core/result.hpp"
#include "sessions/session.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace crura::app {

// What is to happen live.
struct Live {
    Sources sources;
    std::shared_ptr<const sessions::Session> session; // null: until the sources end
    Duration total{};                                 // of the session
    OutputOptions output;
    RecordPlan keep;
    std::vector<record::Setting> settings; // of the engine, for the recording
    Viewer viewer = Viewer::client;
};

// Who hears and asks beside what a Live names; all outlive the session.
struct Company {
    std::vector<Sink*> sinks;
    std::vector<CommandSource> commands; // asked before those of the outputs
};

// One session that happens: its sensors, engine, outputs and records. Knows no screen. One thread
// opens it, looks after it and closes it, but where said otherwise.
class LiveSession {
public:
    // Outputs that are missing are a warning; a source or a recording that cannot start is an
    // error, and what was begun is taken back. May take seconds.
    static Result<std::unique_ptr<LiveSession>> open(Live live, Company company, Tell tell);

    ~LiveSession() { close(); }

    // [any] The session is over and its sound has faded; without one, every source has ended.
    bool finished() const;

    // One thread. False when too many are waiting.
    bool send(Command command) { return runtime_->send(command); }

    // About ten times a second: keeps what other programs noted.
    void keep_notes();

    // A session that was held begins: from now on it is in the history.
    void begin() { records_.begin(); }

    bool takes_notes() const { return records_.take_notes(); }
    void note(Time about, const std::string& text) { records_.note(about, text); }

    // What is wrong with a source, by its place, and with what is kept; sentences, or empty.
    std::string source_problem(std::size_t source) const;
    std::string records_problem() const { return records_.problem(); }
    std::size_t sources() const { return runtime_->sources().size(); }

    // [any] The session's id in the history.
    std::optional<history::Id> kept_as() const { return records_.session(); }

    // Closes the outputs, which fade, and stops the engine: nothing is heard or measured any more.
    void stop();

    // The same, and ends what is kept. Tells what of it is missing.
    void close();

    // Nothing happened: the same, and takes away what was kept.
    void abandon();

private:
    LiveSession(bool has_program, Tell tell);

    bool has_program_;
    Outputs outputs_;
    Records records_;
    std::vector<std::shared_ptr<Sink>> listeners_;
    std::unique_ptr<Runtime> runtime_;
    bool stopped_ = false;
    bool closed_ = false;
};

} // namespace crura::app
