#pragma once

#include "support/http_client.hpp"
#include "support/temp_folder.hpp"
#include "support/tool.hpp"
#include "support/within.hpp"
#include "web/server.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace crura::test {

// Whether it comes true, soon enough for any machine.
inline bool soon(const std::function<bool()>& true_now)
{
    return within(std::chrono::seconds(20), true_now);
}

inline web::Listener::Certificate make_certificate(const TempFolder& folder)
{
    const web::Listener::Certificate made{folder / "cert.pem", folder / "key.pem"};
    const auto run =
        run_tool("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
                 "-days 1 -subj /CN=crura -keyout '"
                 + made.key.string() + "' -out '" + made.chain.string() + "'");
    INFO(run.output);
    REQUIRE(run.status == 0);
    return made;
}

// A server whose site answers with what it was asked, echoes what it hears, and remembers.
class SomeSite {
public:
    struct Remembered {
        std::vector<web::Request> answered, opened;
        std::vector<std::string> heard, refused;
        std::set<web::ConnectionId> open;
        std::vector<web::ConnectionId> closed;
    };

    explicit SomeSite(web::Limits limits = {}, std::vector<web::Listener> listeners = {{}},
                      std::function<void(web::Site&)> change = {})
    {
        auto site = remembering();
        if (change)
            change(site);
        auto started = web::Server::start(std::move(site), std::move(listeners), limits);
        INFO((started ? "" : started.error().message));
        REQUIRE(started);
        server_ = std::move(*started);
    }

    Place place(std::size_t listener = 0, bool tls = false) const
    {
        return {server_->ports()[listener], tls};
    }
    std::uint16_t port() const { return server_->ports()[0]; }
    void stop() { server_.reset(); }

    Remembered now() const
    {
        const std::scoped_lock lock(mutex_);
        return remembered_;
    }

    // Runs it in the server's thread, and waits for it.
    void in_server(const std::function<void(web::Server&)>& job)
    {
        std::atomic<bool> done = false;
        server_->post([&] {
            job(*server_);
            done = true;
        });
        REQUIRE(soon([&done] { return done.load(); }));
    }

private:
    void remember(const std::function<void(Remembered&)>& change)
    {
        const std::scoped_lock lock(mutex_);
        change(remembered_);
    }

    web::Site remembering()
    {
        web::Site site;
        site.assets = {{"/index.html", "text/html", "e1", "<p>Breathe</p>", "packed"},
                       {"/app.js", "text/javascript", "e2", "let a = 1;"}};
        site.began = [this](web::Server& server) { in_thread_ = &server; };
        site.answer = [this](const web::Request& request) {
            remember([&request](auto& r) { r.answered.push_back(request); });
            web::Response response;
            response.body = request.method + " " + request.path + " " + request.body;
            return response;
        };
        site.opened = [this](web::ConnectionId id, const web::Request& request) {
            remember([&](auto& r) {
                r.opened.push_back(request);
                r.open.insert(id);
            });
        };
        site.heard = [this](web::ConnectionId id, std::string_view text) {
            remember([text](auto& r) { r.heard.emplace_back(text); });
            in_thread_->send(id, std::make_shared<const std::string>("heard " + std::string(text)));
        };
        site.closed = [this](web::ConnectionId id) {
            remember([id](auto& r) {
                r.open.erase(id);
                r.closed.push_back(id);
            });
        };
        site.refused = [this](const std::string& line) {
            remember([&line](auto& r) { r.refused.push_back(line); });
        };
        return site;
    }

    mutable std::mutex mutex_;
    Remembered remembered_;
    web::Server* in_thread_ = nullptr;
    std::unique_ptr<web::Server> server_; // first to go
};

// A browser that has asked and waits.
inline HttpClient asking(const SomeSite& site, const std::string& path)
{
    HttpClient browser(site.place());
    browser.wire().send(browser.request("GET", path, "", {}));
    return browser;
}

// How many were answered with each status.
inline std::vector<unsigned> counts_by_status(std::vector<HttpClient>& browsers)
{
    std::vector<unsigned> counts(600);
    for (auto& browser : browsers)
        ++counts.at(browser.reply().status);
    return counts;
}

} // namespace crura::test
