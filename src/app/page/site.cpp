#include "app/page/site.hpp"

#include "access/certificate.hpp"
#include "access/doorkeeper.hpp"
#include "access/secret.hpp"
#include "app/lan_hosts.hpp"
#include "app/opening.hpp"
#include "app/page/api.hpp"
#include "app/page/assets.hpp"
#include "app/pair.hpp"
#include "app/paths.hpp"
#include "app/studio/studio.hpp"
#include "app/terminal.hpp"
#include "feed/hub.hpp"
#include "web/server.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cstdio>
#include <unordered_map>

namespace crura::app::page {
namespace {

using namespace std::chrono_literals;

constexpr std::uint16_t kUnpaired = 4401; // closes the WebSocket of a device that was revoked

access::WallTime wall_now()
{
    return std::chrono::time_point_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now());
}

json::Json device_json(const access::Device& device)
{
    return json::Json::Object{{"id", device.id},
                              {"name", device.name},
                              {"role", name_of(device.role)},
                              {"owner", device.owner},
                              {"mat", double(device.mat)}};
}

feed::Viewer viewer_of(const access::Device& device)
{
    feed::Viewer viewer;
    viewer.device = device_json(device);
    viewer.commands = device.role != access::Role::viewer;
    viewer.care = device.role == access::Role::therapist;
    viewer.mat = device.mat;
    return viewer;
}

// Server, hub, studio and doorkeeper in one house.
class PageHouse {
public:
    explicit PageHouse(const PageOptions& options)
        : options_(options), doorkeeper_(page_folder()),
          hub_(studio_,
               {[this](auto to, auto text) { server_->send(to, std::move(text)); },
                [this](auto which, auto code, auto why) { server_->close(which, code, why); }},
               CRURA_VERSION)
    {
    }
    ~PageHouse() { server_.reset(); } // before what it calls

    Result<void> open();

    std::uint16_t port() const { return server_->ports().front(); }
    const std::string& lan_url() const { return lan_url_; }
    access::Doorkeeper& doorkeeper() { return doorkeeper_; }

private:
    Result<web::Listener> lan_listener();
    web::Site site();
    House house();
    void admit(web::ConnectionId connection, const web::Request& request);
    void turn_out(const std::string& device);

    PageOptions options_;
    access::Doorkeeper doorkeeper_;
    studio::Studio studio_;
    feed::Hub hub_;
    std::string authority_; // PEM
    std::string lan_url_;
    std::unordered_map<web::ConnectionId, std::string> devices_; // server's thread only
    std::unique_ptr<web::Server> server_;
};

} // namespace
} // namespace crura::app::page
