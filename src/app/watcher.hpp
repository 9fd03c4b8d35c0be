#pragma once

#include "app/care_news.hpp"
#include "app/keys.hpp"
#include "app/note_line.hpp"
#include "app/outputs.hpp"
#include "app/records.hpp"
#include "app/runtime.hpp"
#include "app/status.hpp"
#include "app/terminal.hpp"

#include <optional>

namespace crura::app {

// Whoever sits before the screen while it runs: shows them what happens, sends on what they ask
// for, and takes a therapist's notes. [main]
class Watcher {
public:
    // All outlive it. Where nothing is kept, nothing is noted.
    Watcher(Runtime& runtime, Status& status, Terminal& terminal, Records& records, Viewer viewer,
            bool has_session)
        : runtime_(runtime), status_(status), terminal_(terminal), records_(records),
          viewer_(viewer), has_session_(has_session)
    {
    }

    // Until the session is over; without one, until the sources are or a person ends it.
    void watch(Outputs& outputs);

    // A person ended it.
    bool ended() const { return ended_; }

private:
    void obey(Request request);
    void send(Command command);
    void begin_note();
    void type();

    Runtime& runtime_;
    Status& status_;
    Terminal& terminal_;
    Records& records_;
    Viewer viewer_;
    bool has_session_;
    std::optional<NoteLine> line_; // being typed
    bool ended_ = false;
    bool left_ = false;
};

} // namespace crura::app
