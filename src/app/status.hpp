#pragma once

#include "app/body_news.hpp"
#include "app/care_news.hpp"
#include "app/session_news.hpp"
#include "core/latest.hpp"
#include "core/sink.hpp"
#include "core/spsc_ring.hpp"
#include "sessions/session.hpp"

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace crura::app {

// What a person sees while a session runs: in a terminal one line that lives, elsewhere a line now
// and then; and a line for every sentence and everything that happens.
//
//   inhale [######......]  rate  6.2 +-0.3/min  belly 64 % +-5  trust ****.  left 12:40  sound 12
//   ms
//
// A therapist sees where the guard stands and what it decides as well; a client never does.
// A number that is stale or unknown is "--"; without calibration the share is "~", a trend only;
// with one sensor there is none. The sound's latency is that from the sensor to the ear.
class Status : public Sink {
public:
    // Asked when something is gone, for sentences about it.
    struct Problems {
        std::function<std::string(std::size_t)> source; // by its place
        std::function<std::string()> records;           // what cannot be written, and why
    };

    // `session` may be null.
    Status(std::shared_ptr<const sessions::Session> session, Viewer viewer, bool live,
           Problems problems);

    // [engine]
    void accept(const Snapshot& snapshot, std::span<const Sample> samples) noexcept override;

    // [main] Brings the screen up to date; about ten times a second. `columns`: how many letters
    // the living line has room for; 0 when any number.
    void show(std::size_t columns = 0);

    // [main] What is shown.
    const Snapshot& latest() { return latest_.read(); }

    // [main] A line of somebody else's, above the living one.
    void say(const std::string& text);

    // [main] Leaves the living line.
    void end();

private:
    std::string told(const SessionNews& news) const;
    void tell_records();
    void show_line(const Snapshot& now, std::size_t columns);

    std::shared_ptr<const sessions::Session> session_;
    Viewer viewer_;
    bool live_;
    Problems problems_;

    Latest<Snapshot> latest_;
    SpscRing<SessionNews> session_news_{64};
    SpscRing<News> news_{64};
    SpscRing<CareNews> care_news_{64};
    SessionNewsFinder find_session_; // engine only
    BodyNews body_news_;             // engine only
    CareNewsFinder find_care_;       // engine only

    std::optional<Time> line_at_; // main only, as is what follows
    std::size_t width_ = 0;       // of the living line
    std::string records_problem_; // as last told
};

// The living line for this snapshot.
std::string status_line(const Snapshot& snapshot, Viewer viewer = Viewer::client);

// As many whole parts of a line as there is room for.
std::string fitted(std::string line, std::size_t columns);

} // namespace crura::app
