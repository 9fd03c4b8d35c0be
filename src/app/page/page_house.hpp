#pragma once

#include "access/doorkeeper.hpp"
#include "app/lan_hosts.hpp"
#include "app/options.hpp"
#include "app/page/api.hpp"
#include "app/studio/studio.hpp"
#include "core/result.hpp"
#include "feed/hub.hpp"
#include "web/refusals.hpp"
#include "web/server.hpp"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

namespace crura::app::page {

// A line of what was refused, on the terminal. [any]
void log_to_terminal(const std::string& line);

// The page as a whole: the server, the hub that speaks the live protocol, the studio with its mats,
// and the doorkeeper. [main] but where said otherwise.
class PageHouse {
public:
    using Log = std::function<void(const std::string& line)>;

    // `log` is told of every refusal. [any]
    explicit PageHouse(const PageOptions& options, Log log = log_to_terminal);
    ~PageHouse(); // sessions end gently

    // Opens the ports. An error says which cannot be had.
    Result<void> open();

    std::uint16_t port() const { return server_->ports().front(); }
    std::uint16_t lan_port() const { return options_.lan ? server_->ports().back() : 0; }
    std::string lan_url() const { return url_of(lan_port()); } // empty: not for others

    // Of every mat, whatever becomes of the pages.
    void command_all(Command command);

    // Everything was deleted, what the page keeps as well: it cannot go on.
    bool forgotten() const { return forgotten_; }

private:
    web::Listener own_listener() const;
    Result<web::Listener> lan_listener();
    std::string url_of(std::uint16_t lan_port) const;
    House house();                                        // [workers]
    web::Response answer_to(const web::Request& request); // [workers]
    web::Site site();
    void let_in(web::ConnectionId connection, const web::Request& request);
    void tick();
    void look_who_is_there(Time now);
    void turn_out(const std::string& device);
    void log_refusal(web::ConnectionId connection, int status, const std::string& why);

    PageOptions options_;
    Log log_;
    access::Doorkeeper doorkeeper_;
    studio::Studio studio_;
    std::filesystem::path authority_; // empty: not for others
    LanHosts hosts_;
    std::atomic<bool> forgotten_{false};

    // In the server's thread only.
    struct Guest {
        std::string token, device;
    };
    web::Server* wire_ = nullptr;
    feed::Hub hub_;
    std::unordered_map<web::ConnectionId, Guest> guests_;
    Time looked_{};
    web::Refusals refusals_; // of commands

    std::unique_ptr<web::Server> server_; // ends before what it calls
};

} // namespace crura::app::page
