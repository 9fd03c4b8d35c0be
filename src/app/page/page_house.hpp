#pragma once

#include "access/doorkeeper.hpp"
#include "app/options.hpp"
#include "app/page/api.hpp"
#include "app/studio/studio.hpp"
#include "core/result.hpp"
#include "feed/hub.hpp"
#include "web/server.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

namespace crura::app::page {

// The page as a whole: the server, the hub that speaks the live protocol, the studio with its mats,
// and the doorkeeper. [main] but where said otherwise.
class PageHouse {
public:
    explicit PageHouse(const PageOptions& options);
    ~PageHouse(); // sessions end gently

    // Opens the ports. An error says which cannot be had.
    Result<void> open();

    std::uint16_t port() const { return server_->ports().front(); }
    const std::string& lan_url() const { return lan_url_; } // empty: not for others

private:
    web::Listener own_listener() const;
    Result<web::Listener> lan_listener();
    web::Site site();
    void let_in(web::ConnectionId connection, const web::Request& request);
    void tick();
    void look_who_is_there(Time now);
    void turn_out(const std::string& device);

    PageOptions options_;
    access::Doorkeeper doorkeeper_;
    studio::Studio studio_;
    std::string authority_; // PEM, for who wants to trust this machine
    std::string lan_url_;

    // In the server's thread only.
    struct Guest {
        std::string token, device;
    };
    web::Server* wire_ = nullptr;
    feed::Hub hub_;
    std::unordered_map<web::ConnectionId, Guest> guests_;
    Time looked_{};

    std::unique_ptr<web::Server> server_; // ends before what it calls
};

} // namespace crura::app::page
