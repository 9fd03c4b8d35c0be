#pragma once

#include "app/live_session.hpp"
#include "app/options.hpp"
#include "app/remark.hpp"
#include "app/studio/about.hpp"
#include "app/studio/claims.hpp"
#include "app/studio/mat_feed.hpp"
#include "feed/mats.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace crura::app::studio {

// One body with its sensors, session and outputs, from its opening to its end. A thread of its own
// looks after the session and closes it down when it is over; the mat stays then, with its last
// picture, until it is closed.
class Mat {
public:
    // `claims` outlives it.
    Mat(int number, RunOptions options, Claims& claims);
    ~Mat() { let_end(); }

    // [worker] Once. May take seconds. The error is one sentence; what was begun is taken back.
    Result<void> open();

    // [any] Ends it soon, without waiting for that.
    void let_end();

    // [worker] Ends it, and returns when that is done; waits for an opening that is under way. What
    // never began leaves no trace.
    void close();

    int number() const { return number_; }

    // [server]
    MatNews news();
    json::Json about(); // the whole `mat` message
    const Snapshot* newest() { return feed_.newest(); }
    std::vector<feed::Said> take_said(); // without ids
    std::vector<feed::Taken> take_taken();
    feed::Mats::Answer command(Command command, std::uint64_t ticket);
    feed::Mats::Answer note(const std::string& text, Time about);

private:
    using Notes = std::vector<std::pair<Time, std::string>>;

    Result<void> try_to_open();
    void tell(const Remark& remark);
    void attend();
    bool stays(Duration most);
    void look_after();
    void hand_notes();
    void see_how_it_is();
    void close_down();
    std::string problem() const;

    const int number_;
    const RunOptions options_;
    Claims& claims_;
    const Time opened_ = host_now();
    MatFeed feed_;

    // The opener's, then the attendant's.
    std::unique_ptr<LiveSession> session_;
    bool kept_ = false; // it began, so it is kept

    std::mutex closing_; // one at a time

    std::mutex mutex_; // of what follows; nobody holds it while waiting
    std::condition_variable changed_;
    MatState state_ = MatState::opening; // `running` is known to the feed
    bool takes_ = false;                 // commands and notes
    bool to_end_ = false;
    json::Json::Object about_;
    std::shared_ptr<const sessions::Session> program_; // null until it is open
    std::optional<history::Id> kept_as_;
    std::vector<std::string> source_problems_; // by their places
    std::string records_problem_;
    std::vector<std::string> lasting_problems_;
    std::vector<feed::Said> said_; // beside what the engine noticed
    Notes notes_;                  // to be kept

    std::jthread attendant_; // joined before anything else goes
};

} // namespace crura::app::studio
