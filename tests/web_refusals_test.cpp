#include "support/some_site.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

using namespace crura;
using namespace crura::test;
using namespace std::chrono_literals;

namespace {

// That this was refused with this status, logged once, and never reached the site.
void check_refused(const SomeSite& site, const HttpReply& reply, unsigned status)
{
    CHECK(reply.status == status);
    CHECK_FALSE(reply.body.empty());
    CHECK(site.now().answered.empty());
    CHECK(site.now().opened.empty());
    const auto lines = site.now().refused;
    REQUIRE(lines.size() == 1);
    INFO(lines[0]);
    CHECK(lines[0].find(": " + std::to_string(status) + ", ") != std::string::npos);
}

} // namespace

TEST_CASE("Another's name is refused: it may have been bent to this machine")
{
    for (const std::string host : {"evil.example", "evil.example:PORT", "localhost", "127.0.0.1:1",
                                   "localhost:PORT.evil.example", "user@localhost:PORT"}) {
        const SomeSite site;
        HttpClient browser(site.place());
        auto name = host;
        if (const auto at = name.find("PORT"); at != std::string::npos)
            name.replace(at, 4, std::to_string(site.port()));
        INFO(name);
        check_refused(site, browser.get("/api/me", {{"Host", name}}), 421);
    }
}

TEST_CASE("A request without a Host is refused, and so is one with two")
{
    const SomeSite site;
    HttpClient nobody(site.place());
    check_refused(site, nobody.get("/api/me", {{"Host", ""}}), 400);

    const SomeSite other;
    HttpClient two(other.place());
    two.wire().send("GET /api/me HTTP/1.1\r\nHost: " + two.host()
                    + "\r\nHost: evil.example\r\n\r\n");
    check_refused(other, two.reply(), 400);
}

TEST_CASE("Another page's request is refused, whatever it asks")
{
    for (const std::string method : {"GET", "POST", "PUT", "DELETE"})
        for (const std::string origin :
             {"http://evil.example", "null", "https://127.0.0.1:PORT", "http://localhost:PORT"}) {
            const SomeSite site;
            HttpClient browser(site.place());
            auto from = origin;
            if (const auto at = from.find("PORT"); at != std::string::npos)
                from.replace(at, 4, std::to_string(site.port()));
            INFO(method << " " << from);
            check_refused(site, browser.ask(method, "/api/mats", "", {{"Origin", from}}), 403);
        }
}

TEST_CASE("What changes something is refused without an Origin")
{
    for (const std::string method : {"POST", "PUT", "DELETE"}) {
        const SomeSite site;
        HttpClient browser(site.place());
        check_refused(site, browser.ask(method, "/api/mats", "{}", {{"Origin", ""}}), 403);
    }
}

TEST_CASE("A foreign page's live connection is refused")
{
    const SomeSite site;
    check_refused(site, LiveClient(site.place(), "", {{"Origin", "http://evil.example"}}).opened(),
                  403);
    const SomeSite second;
    check_refused(second, LiveClient(second.place(), "", {{"Origin", ""}}).opened(), 403);
    const SomeSite third;
    check_refused(third, LiveClient(third.place(), "", {{"Host", "evil.example"}}).opened(), 421);
}

TEST_CASE("A device that may not look on is told so by its status")
{
    for (const unsigned status : {401U, 403U}) {
        SomeSite site({}, {{}}, [status](web::Site& change) {
            change.admit = [status](const web::Request&) { return status; };
        });
        check_refused(site, LiveClient(site.place(), "crura=secret").opened(), status);
        CHECK(site.now().refused[0].find("secret") == std::string::npos);
    }
}

TEST_CASE("A way of asking that is not known is refused")
{
    for (const std::string method : {"OPTIONS", "TRACE", "PATCH", "PROPFIND", "BREATHE"}) {
        const SomeSite site;
        HttpClient browser(site.place());
        INFO(method);
        const auto reply = browser.ask(method, "/api/mats");
        check_refused(site, reply, 405);
        CHECK(reply.header("Allow") == "GET, HEAD, POST, PUT, DELETE");
    }
}

TEST_CASE("A page's file cannot be changed")
{
    const SomeSite site;
    HttpClient browser(site.place());
    check_refused(site, browser.ask("PUT", "/app.js", "x"), 405);
    CHECK(browser.get("/app.js").body == "let a = 1;");
}

TEST_CASE("A body of 10 MB is refused before it comes")
{
    const SomeSite site;
    HttpClient browser(site.place());
    const std::string body(10 << 20, 'x');
    browser.wire().send(browser.request("POST", "/api/mats", "",
                                        {{"Content-Length", std::to_string(body.size())}}));
    check_refused(site, browser.reply(), 413);
    CHECK(browser.ends());

    // It is read by somebody who sends it all the same.
    const SomeSite other;
    HttpClient hasty(other.place());
    hasty.wire().send(hasty.request("POST", "/api/mats", body, {}));
    check_refused(other, hasty.reply(), 413);
}

TEST_CASE("A body in chunks is refused where it gets too long")
{
    web::Limits limits;
    limits.body_bytes = 1000;
    const SomeSite site(limits);
    HttpClient browser(site.place());
    browser.wire().send(browser.request(
        "POST", "/api/mats", "", {{"Content-Length", ""}, {"Transfer-Encoding", "chunked"}}));
    for (int i = 0; i < 30; ++i)
        browser.wire().send("64\r\n" + std::string(100, 'x') + "\r\n");
    check_refused(site, browser.reply(), 413);
}

TEST_CASE("A body as long as it may be is taken, one byte more is not")
{
    const SomeSite site;
    HttpClient browser(site.place());
    CHECK(browser.post("/api/x", std::string(64 * 1024, 'x')).status == 200);
    CHECK(browser.post("/api/x", std::string(64 * 1024 + 1, 'x')).status == 413);
}

TEST_CASE("A URL of 9 kB and a header of 9 kB are refused")
{
    const SomeSite site;
    HttpClient browser(site.place());
    check_refused(site, browser.get("/api/" + std::string(9000, 'x')), 431);
    const SomeSite other;
    HttpClient second(other.place());
    check_refused(other, second.get("/api/me", {{"X-Much", std::string(9000, 'x')}}), 431);
}

TEST_CASE("A path that cannot be decoded is refused")
{
    const SomeSite site;
    HttpClient browser(site.place());
    check_refused(site, browser.get("/api/%00"), 400);
}

TEST_CASE("An address that asks too often is refused until it has waited")
{
    web::Limits limits;
    limits.requests_per_s = 5;
    const SomeSite site(limits);
    std::vector<unsigned> counts(600);
    HttpReply refused;
    for (int i = 0; i < 40; ++i) {
        const auto reply = HttpClient(site.place()).get("/api/me");
        ++counts.at(reply.status);
        if (reply.status == 429)
            refused = reply;
    }
    CHECK(counts[200] >= 10);
    CHECK(counts[429] >= 10);
    CHECK(refused.header("Retry-After") == "1");
    CHECK(refused.body.starts_with("{\"error\":\""));
    CHECK(soon([&site] { return HttpClient(site.place()).get("/api/me").status == 200; }));
}

TEST_CASE("Requests that the worker cannot take in are refused")
{
    std::atomic<bool> go_on = false;
    SomeSite site({}, {{}}, [&](web::Site& change) {
        change.answer = [&](const web::Request&) {
            soon([&] { return go_on.load(); });
            return web::Response{};
        };
    });
    std::vector<HttpClient> browsers;
    for (int i = 0; i < 70; ++i)
        browsers.push_back(asking(site, "/api/x"));
    REQUIRE(soon([&site] { return !site.now().refused.empty(); }));
    go_on = true;
    const auto counts = counts_by_status(browsers);
    CHECK(counts[503] >= 5); // one is being answered, 64 wait
    CHECK(counts[200] >= 64);
    CHECK(counts[200] + counts[503] == 70);
}

TEST_CASE("When too many are connected the next is told, until somebody goes")
{
    web::Limits limits;
    limits.clients = 3;
    const SomeSite site(limits);
    std::vector<HttpClient> browsers;
    for (int i = 0; i < 3; ++i) {
        browsers.emplace_back(site.place());
        REQUIRE(browsers.back().get("/").status == 200);
    }
    CHECK(HttpClient(site.place()).get("/api/me").status == 503);
    CHECK(site.now().answered.empty());
    browsers.pop_back();
    CHECK(soon([&site] { return HttpClient(site.place()).get("/").status == 200; }));
    CHECK(browsers[0].get("/").status == 200);
}

TEST_CASE("Far too many connections are not even answered, and the others go on")
{
    web::Limits limits;
    limits.clients = 3;
    const SomeSite site(limits);
    HttpClient first(site.place());
    REQUIRE(first.get("/").status == 200);
    std::vector<HttpClient> crowd;
    for (int i = 0; i < 60; ++i)
        crowd.emplace_back(site.place());
    int ended = 0;
    for (auto& each : crowd)
        ended += each.ends(0.05);
    CHECK(ended >= 60 - 2 - 16);
    CHECK(first.get("/").status == 200);
}

TEST_CASE("Whoever does not come to an end of asking is let go")
{
    web::Limits limits;
    limits.patience = 300ms;
    const SomeSite site(limits);
    HttpClient slow(site.place());
    std::atomic<bool> over = false;
    std::thread dripping([&] {
        for (const char byte :
             slow.request("GET", "/api/me", "", {{"X-Long", std::string(400, 'x')}})) {
            if (over || !slow.wire().send({&byte, 1}))
                break;
            std::this_thread::sleep_for(5ms);
        }
    });
    REQUIRE(soon([&site] { return !site.now().refused.empty(); }));
    over = true;
    dripping.join();
    check_refused(site, slow.reply(), 408);
    CHECK(slow.ends());
}

TEST_CASE("Whoever connects and says nothing is let go without a word")
{
    web::Limits limits;
    limits.patience = 200ms;
    const SomeSite site(limits);
    HttpClient silent(site.place());
    CHECK(silent.wire().receive() == "");
    CHECK(site.now().refused.empty());
}

TEST_CASE("Only a WebSocket is answered at its path, and it waits until it is open")
{
    const SomeSite site;
    HttpClient browser(site.place());
    check_refused(site, browser.get("/live"), 426);

    const SomeSite other;
    HttpClient early(other.place());
    early.wire().send(early.request("GET", "/live", "",
                                    {{"Origin", early.origin()},
                                     {"Upgrade", "websocket"},
                                     {"Connection", "Upgrade"},
                                     {"Sec-WebSocket-Version", "13"},
                                     {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}})
                      + "early bytes");
    check_refused(other, early.reply(), 400);
}

TEST_CASE("A refusal's line names who, what and why, and holds no secret")
{
    const SomeSite site;
    HttpClient browser(site.place());
    browser.cookie = "crura=secret";
    browser.get("/api/me?code=secret", {{"Origin", "http://evil.example"}});
    CHECK(site.now().refused.at(0) == "127.0.0.1 GET /api/me: 403, Another page asks (Origin).");
}
