#include "web/server.hpp"

#include "web/common.hpp"
#include "web/live_session.hpp"
#include "web/port.hpp"

#include <boost/asio/executor_work_guard.hpp>

#include <future>
#include <thread>

namespace crura::web {

namespace {

constexpr auto kFarewell = std::chrono::seconds(1); // for those who are connected, to go

} // namespace

struct Server::Parts {
    Parts(Site site, Limits limits) : common(std::move(site), limits) {}

    void tick();
    void leave();

    Common common;
    std::vector<std::unique_ptr<Port>> ports;
    net::steady_timer ticks{common.io};
    net::executor_work_guard<net::io_context::executor_type> open{common.io.get_executor()};
    std::promise<void> ended;
    std::thread thread;
};

// On a grid, so that it keeps its rate; ticks that were missed are left out.
void Server::Parts::tick()
{
    const auto step = std::chrono::duration_cast<net::steady_timer::duration>(common.site.tick);
    const auto now = net::steady_timer::clock_type::now();
    auto next = ticks.expiry() + step;
    if (next < now)
        next = now + step;
    ticks.expires_at(next);
    ticks.async_wait([this](Fault stopped) {
        if (stopped)
            return;
        common.site.ticked();
        tick();
    });
}

void Server::Parts::leave()
{
    common.leaving = true;
    open.reset();
    ticks.cancel();
    for (auto& port : ports)
        port->close();
    const auto all = common.connections;
    for (auto* connection : all)
        connection->leave();
    if (common.connections.empty())
        return;
    common.last_call.expires_after(kFarewell);
    common.last_call.async_wait([this](Fault all_gone) {
        if (!all_gone)
            for (auto* connection : common.connections)
                connection->cut();
    });
}

Result<std::unique_ptr<Server>> Server::start(Site site, std::vector<Listener> listeners,
                                              Limits limits)
{
    auto parts = std::make_unique<Parts>(std::move(site), limits);
    for (const auto& listener : listeners) {
        auto port = Port::open(parts->common, listener);
        if (!port)
            return port.error();
        parts->ports.push_back(std::move(*port));
    }
    std::unique_ptr<Server> server(new Server(std::move(parts)));
    server->parts_->thread = std::thread([&server = *server, parts = server->parts_.get()] {
        auto& common = parts->common;
        if (common.site.began)
            common.site.began(server);
        for (auto& port : parts->ports)
            port->listen();
        if (common.site.ticked)
            parts->tick();
        common.io.run();
        parts->ended.set_value();
    });
    return server;
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server()
{
    net::post(parts_->common.io, [parts = parts_.get()] { parts->leave(); });
    if (parts_->ended.get_future().wait_for(2 * kFarewell) == std::future_status::timeout)
        parts_->common.io.stop(); // whatever the library still waits for
    parts_->thread.join();
    parts_->common.lengthy.end();
    parts_->common.worker.end();
}

std::vector<std::uint16_t> Server::ports() const
{
    std::vector<std::uint16_t> numbers;
    for (const auto& port : parts_->ports)
        numbers.push_back(port->number());
    return numbers;
}

void Server::send(ConnectionId to, std::shared_ptr<const std::string> text)
{
    if (const auto found = parts_->common.live.find(to); found != parts_->common.live.end())
        found->second->send(std::move(text));
}

std::size_t Server::waiting(ConnectionId of) const
{
    const auto found = parts_->common.live.find(of);
    return found == parts_->common.live.end() ? 0 : found->second->waiting();
}

void Server::close(ConnectionId which, std::uint16_t code, std::string reason)
{
    if (const auto found = parts_->common.live.find(which); found != parts_->common.live.end())
        found->second->close(code, reason);
}

bool Server::hurries() const
{
    return parts_->common.lengthy.hurries();
}

void Server::post(std::function<void()> job)
{
    net::post(parts_->common.io, std::move(job));
}

} // namespace crura::web
