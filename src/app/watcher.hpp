#pragma once

#include "app/care_news.hpp"
#include "app/keys.hpp"
#include "app/live_session.hpp"
#include "app/note_line.hpp"
#include "app/status.hpp"
#include "app/terminal.hpp"

#include <optional>

namespace crura::app {

// Whoever sits before the screen while it runs: shows them what happens, sends on what they ask
// for, and takes a therapist's notes. [main]
class Watcher {
public:
    // All outlive it. Where nothing is kept, nothing is noted.
    Watcher(LiveSession& session, Status& status, Terminal& terminal, Viewer viewer,
            bool has_program)
        : session_(session), status_(status), terminal_(terminal), viewer_(viewer),
          has_program_(has_program)
    {
    }

    // Until the session is over; without one, until the sources are or a person ends it.
    void watch();

    // A person ended it.
    bool ended() const { return ended_; }

private:
    void obey(Request request);
    void send(Command command);
    void begin_note();
    void type();

    LiveSession& session_;
    Status& status_;
    Terminal& terminal_;
    Viewer viewer_;
    bool has_program_;
    std::optional<NoteLine> line_; // being typed
    bool ended_ = false;
    bool left_ = false;
};

} // namespace crura::app
