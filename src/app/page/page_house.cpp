#include "app/page/page_house.hpp"

#include "access/certificates.hpp"
#include "access/secret.hpp"
#include "app/page/assets.hpp"
#include "app/paths.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <utility>

namespace crura::app::page {
namespace {

using namespace std::chrono_literals;

// Closes the WebSocket of a device that is not paired any more.
constexpr std::uint16_t kNotPaired = 4401;
constexpr auto kLookEvery = 1s; // whether everybody who is connected may still be

access::WallTime wall_now()
{
    return std::chrono::time_point_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now());
}

feed::Viewer viewer_of(const access::Device& device)
{
    feed::Viewer viewer;
    viewer.device = json::Json::Object{{"id", device.id},
                                       {"name", device.name},
                                       {"role", name_of(device.role)},
                                       {"owner", device.owner},
                                       {"mat", double(device.mat)}};
    viewer.commands = device.role != access::Role::viewer;
    viewer.care = device.role == access::Role::therapist;
    viewer.mat = device.mat;
    return viewer;
}

} // namespace

void log_to_terminal(const std::string& line)
{
    fmt::print(stderr, "{}\n", line);
}

PageHouse::PageHouse(const PageOptions& options, Log log)
    : options_(options), log_(std::move(log)), doorkeeper_(page_folder()),
      hub_(studio_,
           {[this](auto to, auto text) { wire_->send(to, std::move(text)); },
            [this](auto which, auto code, auto why) { wire_->close(which, code, why); },
            [this](auto whose, int status, const auto& why) { log_refusal(whose, status, why); }},
           CRURA_VERSION),
      refusals_(log_)
{
}

PageHouse::~PageHouse() = default;

Result<void> PageHouse::open()
{
    std::vector<web::Listener> listeners{own_listener()};
    if (options_.lan) {
        auto lan = lan_listener();
        if (!lan)
            return lan.error();
        listeners.push_back(std::move(*lan));
    }
    auto server = web::Server::start(site(), std::move(listeners));
    if (!server)
        return server.error();
    server_ = std::move(*server);
    return {};
}

void PageHouse::command_all(Command command)
{
    server_->post([this, command] {
        constexpr std::uint64_t kNobodys = 0; // ticket: no page waits for it
        for (const int mat : studio_.mats())
            studio_.command(mat, command, kNobodys);
    });
}

web::Listener PageHouse::own_listener() const
{
    return {.address = "127.0.0.1", .port = options_.port, .hosts = {"127.0.0.1", "localhost"}};
}

Result<web::Listener> PageHouse::lan_listener()
{
    hosts_ = lan_hosts();
    if (url_of(options_.lan_port).empty())
        return Error{
            "This computer is in no local network, so that no tablet can reach it. Connect "
            "it, or leave --lan out."};
    const auto certificates = access::certificates_for(page_folder(), hosts_.all(), wall_now());
    if (!certificates)
        return certificates.error();
    for (const auto& host : certificates->left_out)
        log_(fmt::format("{} is left out of the certificate, so that a tablet will not trust it by "
                         "that name.",
                         host));
    authority_ = certificates->authority;
    return web::Listener{.address = "0.0.0.0",
                         .port = options_.lan_port,
                         .certificate =
                             web::Listener::Certificate{certificates->chain, certificates->key},
                         .hosts = hosts_.all()};
}

std::string PageHouse::url_of(std::uint16_t lan_port) const
{
    const auto urls = hosts_.urls(lan_port);
    return urls.empty() ? std::string() : urls.front();
}

// As the server's workers see it: what it refers to is [any], what it copies stays as it is.
House PageHouse::house()
{
    return {
        doorkeeper_,
        studio_,
        options_.history,
        options_.lan ? url_of(wire_->ports().back()) : std::string(),
        authority_,
        [this](const std::string& device) { wire_->post([this, device] { turn_out(device); }); },
        [this] { return wire_->hurries(); }};
}

web::Response PageHouse::answer_to(const web::Request& request)
{
    auto response = answer(house(), request);
    if (request.path == "/api/forget" && response.status == 200)
        forgotten_ = true;
    return response;
}

web::Site PageHouse::site()
{
    web::Site site;
    site.assets = page_assets();
    site.began = [this](web::Server& server) { wire_ = &server; };
    site.answer = [this](const web::Request& request) { return answer_to(request); };
    site.lengthy = is_lengthy;
    site.admit = [this](const web::Request& request) {
        return doorkeeper_.who(request.token, wall_now()) ? 101u : 401u;
    };
    site.opened = [this](auto connection, const auto& request) { let_in(connection, request); };
    site.heard = [this](auto connection, auto text) { hub_.heard(connection, text, host_now()); };
    site.closed = [this](auto connection) {
        hub_.closed(connection);
        guests_.erase(connection);
    };
    site.ticked = [this] { tick(); };
    site.refused = log_;
    return site;
}

void PageHouse::let_in(web::ConnectionId connection, const web::Request& request)
{
    const auto device = doorkeeper_.who(request.token, wall_now());
    if (!device)
        return wire_->close(connection, kNotPaired, "not paired");
    guests_[connection] = {request.token, device->id};
    hub_.opened(connection, viewer_of(*device), access::random_token(), host_now());
}

void PageHouse::tick()
{
    const Time now = host_now();
    if (now - looked_ >= kLookEvery)
        look_who_is_there(now);
    hub_.tick(now);
}

// Another program may have revoked a device.
void PageHouse::look_who_is_there(Time now)
{
    looked_ = now;
    std::vector<std::string> gone;
    for (const auto& [connection, guest] : guests_)
        if (!doorkeeper_.who(guest.token, wall_now()))
            gone.push_back(guest.device);
    for (const auto& device : gone)
        turn_out(device);
}

void PageHouse::turn_out(const std::string& device)
{
    std::vector<web::ConnectionId> theirs;
    for (const auto& [connection, guest] : guests_)
        if (guest.device == device)
            theirs.push_back(connection);
    for (const auto connection : theirs) {
        hub_.closed(connection); // nothing more is said to them
        wire_->close(connection, kNotPaired, "not paired any more");
    }
}

void PageHouse::log_refusal(web::ConnectionId connection, int status, const std::string& why)
{
    const auto guest = guests_.find(connection);
    const auto who = guest == guests_.end() ? std::string("a device") : guest->second.device;
    refusals_.tell(who, "a command", {unsigned(status), why}, host_now());
}

} // namespace crura::app::page
