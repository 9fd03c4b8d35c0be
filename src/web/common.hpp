#pragma once

#include "web/assets.hpp"
#include "web/bucket.hpp"
#include "web/refusals.hpp"
#include "web/server.hpp"
#include "web/stream.hpp"
#include "web/worker.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace crura::web {

class Callers;
class LiveSession;
struct Common;

// Somebody who is connected, as far as the end of the server concerns them. [server]
class Connection {
public:
    explicit Connection(Common& common);
    virtual ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    virtual void leave() = 0; // the server goes: says so where it can, and ends soon
    virtual void cut() = 0;   // at once

private:
    Common& all_;
};

// What all connections share. But for `io` and the workers it is the server's thread's.
struct Common {
    Common(Site of_site, Limits of_limits)
        : site(std::move(of_site)), limits(of_limits), assets(site.assets),
          rates(limits.requests_per_s), refusals(site.refused)
    {
    }

    static constexpr std::size_t kMostWaiting = 64;       // requests for the worker
    static constexpr std::size_t kMostLengthyWaiting = 8; // likewise, each of seconds

    // Runs it in the server's thread.
    std::function<void(std::function<void()>)> back()
    {
        return [this](std::function<void()> job) { net::post(io, std::move(job)); };
    }

    Site site;
    Limits limits;
    Assets assets;
    Rates rates;
    Refusals refusals;
    std::unordered_set<Connection*> connections;
    std::unordered_map<ConnectionId, LiveSession*> live;
    ConnectionId last_id = 0;
    bool leaving = false;

    // What still waits is let go when `io` ends, and the workers before it: they need the rest.
    net::io_context io{1};
    net::steady_timer last_call{io}; // when those who do not go are cut off
    Worker worker{kMostWaiting, back()};
    Worker lengthy{kMostLengthyWaiting, back()};
};

// One who has connected: through which door, and where from.
struct Visitor {
    std::shared_ptr<Transport> transport;
    const Callers* callers = nullptr;
    std::string address; // for the log
    std::string network; // for the rates: an address, or the 64 bits of IPv6 that one house has
    bool too_many = false;
};

// Whose socket it is.
Visitor visitor_of(const Socket& socket, const Callers& callers);

} // namespace crura::web
