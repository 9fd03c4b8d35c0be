#pragma once

#include "app/body_news.hpp"
#include "app/care_news.hpp"
#include "app/session_news.hpp"
#include "core/command.hpp"
#include "core/few.hpp"
#include "core/latest.hpp"
#include "core/sink.hpp"
#include "core/spsc_ring.hpp"
#include "feed/mats.hpp"

#include <atomic>
#include <cstdint>
#include <variant>

namespace crura::app::studio {

struct Begun {}; // the session was resumed for the first time

// One thing that happened in a tick.
struct Noticed {
    Time time{};
    std::variant<Begun, SessionNews, News, CareNews, Breath, Event> what;
};

// Between one engine and the server. It holds the session at its very beginning: the first tick is
// told to pause, so that nothing is said, shown or heard until somebody resumes it.
//
//   engine -> server   the newest snapshot, and whatever must not be missed
//   server -> engine   commands, each with a ticket that comes back once a tick was given it
class MatFeed : public Sink {
public:
    // [engine]
    void accept(const Snapshot& snapshot, std::span<const Sample> samples) noexcept override;
    bool next_command(Command& command) noexcept;

    // [server] Null while nothing was measured; good until the next call.
    const Snapshot* newest() noexcept;
    bool next(Noticed& noticed) noexcept { return noticed_.pop(noticed); }
    bool next(feed::Taken& taken) noexcept { return taken_.pop(taken); }
    // False when too many wait.
    bool ask(Command command, std::uint64_t ticket) noexcept
    {
        return asked_.push({command, ticket});
    }
    // [any] Somebody resumed it.
    bool begun() const noexcept { return begun_; }

    // [any] Something was asked that no tick was given yet; once nothing more is asked.
    bool waits() const noexcept { return asked_.size() > 0 || in_tick_; }

    // [any] Ends the session for good, without a rest before.
    void end() noexcept { ends_ = 2; }

private:
    struct Asked {
        Command command{};
        std::uint64_t ticket = 0;
    };

    void begin(const Snapshot& snapshot) noexcept;
    template <class What>
    void tell(Time time, const What& what) noexcept
    {
        noticed_.push({time, what});
    }

    SpscRing<Asked> asked_{16};
    SpscRing<feed::Taken> taken_{64};
    SpscRing<Noticed> noticed_{512};
    Latest<Snapshot> newest_;
    std::atomic<bool> begun_{false};
    std::atomic<int> ends_{0};         // still to be asked for
    std::atomic<bool> in_tick_{false}; // a command is in hand

    // The engine's.
    bool held_ = false;
    Few<std::uint64_t, 4> in_hand_; // tickets of this tick's commands
    SessionNewsFinder find_session_;
    BodyNews find_body_;
    CareNewsFinder find_care_;
};

} // namespace crura::app::studio
