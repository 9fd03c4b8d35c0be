#include "support/some_site.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using namespace crura;
using namespace crura::test;

TEST_CASE("The page's files are served, and nothing else")
{
    const SomeSite site;
    HttpClient browser(site.place());
    const auto page = browser.get("/");
    CHECK(page.status == 200);
    CHECK(page.header("Content-Type") == "text/html");
    CHECK(page.body == "<p>Breathe</p>");
    CHECK(browser.get("/index.html?from=icon").body == page.body);
    CHECK(browser.get("/app%2ejs").body == "let a = 1;");
    for (const auto* path :
         {"/nothing", "/app.js/", "/../etc/passwd", "/%2e%2e/etc/passwd", "//"}) {
        INFO(path);
        const auto reply = browser.get(path);
        CHECK(reply.status == 404);
        CHECK(reply.body.find("Breathe") == std::string::npos);
    }
    CHECK(site.now().answered.empty());
}

TEST_CASE("One connection is asked many times, in one go too")
{
    const SomeSite site;
    HttpClient browser(site.place());
    std::string all;
    for (int i = 0; i < 20; ++i)
        all += browser.request("GET", i % 2 ? "/app.js" : "/api/" + std::to_string(i), "", {});
    REQUIRE(browser.wire().send(all));
    for (int i = 0; i < 20; ++i)
        CHECK(browser.reply().body
              == (i % 2 ? "let a = 1;" : "GET /api/" + std::to_string(i) + " "));
}

TEST_CASE("A connection ends when the browser wants it to")
{
    const SomeSite site;
    HttpClient browser(site.place());
    const auto reply = browser.get("/", {{"Connection", "close"}});
    CHECK(reply.status == 200);
    CHECK(reply.header("Connection") == "close");
    CHECK(browser.ends());

    HttpClient old(site.place());
    old.wire().send("GET / HTTP/1.0\r\nHost: " + old.host() + "\r\n\r\n");
    CHECK(old.reply().status == 200);
    CHECK(old.ends());
}

TEST_CASE("A browser that has the newest file is not sent it again")
{
    const SomeSite site;
    HttpClient browser(site.place());
    const auto first = browser.get("/app.js");
    CHECK(first.header("Cache-Control") == "no-cache");
    const auto etag = first.header("ETag");
    CHECK(etag == "\"e2\"");
    const auto again = browser.get("/app.js", {{"If-None-Match", "\"older\", W/" + etag}});
    CHECK(again.status == 304);
    CHECK(again.body.empty());
    CHECK(again.header("ETag") == etag);
    CHECK(browser.get("/app.js", {{"If-None-Match", "\"older\""}}).status == 200);
    CHECK(browser.get("/", {{"If-None-Match", etag}}).status == 200);
}

TEST_CASE("A browser that can unpack is sent the packed file, under a tag of its own")
{
    const SomeSite site;
    HttpClient browser(site.place());
    const auto packed = browser.get("/", {{"Accept-Encoding", "br, gzip;q=0.5"}});
    CHECK(packed.body == "packed");
    CHECK(packed.header("Content-Encoding") == "gzip");
    CHECK(packed.header("Vary") == "Accept-Encoding");
    const auto plain = browser.get("/", {{"Accept-Encoding", "gzip;q=0"}});
    CHECK(plain.body == "<p>Breathe</p>");
    CHECK(plain.header("Content-Encoding").empty());
    CHECK(plain.header("ETag") != packed.header("ETag"));
    CHECK(browser.get("/app.js", {{"Accept-Encoding", "gzip"}}).body == "let a = 1;");
}

TEST_CASE("HEAD tells what GET would, without its body")
{
    const SomeSite site;
    HttpClient browser(site.place());
    const auto head = browser.ask("HEAD", "/app.js");
    CHECK(head.status == 200);
    CHECK(head.header("Content-Length") == "10");
    CHECK(head.header("ETag") == "\"e2\"");
    CHECK(browser.ask("HEAD", "/api/me").status == 200);
    CHECK(site.now().answered.at(0).method == "GET");
    CHECK(browser.get("/app.js").body == "let a = 1;"); // nothing of a body was left over
}

TEST_CASE("A request arrives decoded, with its cookie and its peer")
{
    const SomeSite site;
    HttpClient browser(site.place());
    const auto reply = browser.ask("PUT", "/api/a%20b?person=M%26N&x=1+2&empty&=y", "{\"a\":1}",
                                   {{"Cookie", "other=1; crura=abc-DEF_9; crura=later"},
                                    {"Content-Type", "application/json; charset=utf-8"}});
    CHECK(reply.status == 200);
    const auto request = site.now().answered.at(0);
    CHECK(request.method == "PUT");
    CHECK(request.path == "/api/a b");
    CHECK(request.asked("person") == "M&N");
    CHECK(request.asked("x") == "1 2");
    CHECK(request.query.size() == 3);
    CHECK(request.token == "abc-DEF_9");
    CHECK(request.body == "{\"a\":1}");
    CHECK(request.content_type == "application/json");
    CHECK(request.peer == "127.0.0.1");
    CHECK_FALSE(request.secure);
}

TEST_CASE("A body in chunks is read whole")
{
    const SomeSite site;
    HttpClient browser(site.place());
    browser.wire().send(browser.request("POST", "/api/x", "",
                                        {{"Content-Length", ""}, {"Transfer-Encoding", "chunked"}})
                        + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    CHECK(browser.reply().status == 200);
    CHECK(site.now().answered.at(0).body == "abcde");
}

TEST_CASE("An answer is the site's own: its status, its type, its file name")
{
    SomeSite site({}, {{}}, [](web::Site& change) {
        change.answer = [](const web::Request&) {
            return web::Response{201, "text/csv", "a;b", "my \"r\xc3\xa9port\"\r\n.csv"};
        };
    });
    HttpClient browser(site.place());
    const auto reply = browser.get("/api/file");
    CHECK(reply.status == 201);
    CHECK(reply.header("Content-Type") == "text/csv");
    CHECK(reply.header("Content-Disposition") == "attachment; filename=\"my _r__port___.csv\"");
    CHECK(reply.header("Cache-Control") == "no-store");
    CHECK(reply.body == "a;b");
}

TEST_CASE("A cookie is for this server only, for no script and no other site, for a year")
{
    std::string token = "t0ken";
    SomeSite site({}, {{}}, [&token](web::Site& change) {
        change.answer = [&token](const web::Request&) {
            return web::Response{200, "text/plain", "", "", token};
        };
    });
    HttpClient browser(site.place());
    CHECK(browser.post("/api/pair", "{}").header("Set-Cookie")
          == "crura=t0ken; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict");
    token = "";
    CHECK(browser.post("/api/leave", "{}").header("Set-Cookie")
          == "crura=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
}

TEST_CASE("Every answer carries what a browser must not do with it")
{
    const SomeSite site;
    HttpClient browser(site.place());
    const LiveClient live(site.place());
    HttpClient stranger(site.place());
    for (const auto& reply :
         {browser.get("/"), browser.get("/nothing"), browser.get("/api/x"), live.opened(),
          stranger.get("/", {{"Host", "evil.example"}}), browser.post("/", "x")}) {
        INFO(reply.status);
        CHECK(reply.header("Content-Security-Policy")
              == "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                 "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; "
                 "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
                 "trusted-types crura");
        CHECK(reply.header("X-Content-Type-Options") == "nosniff");
        CHECK(reply.header("X-Frame-Options") == "DENY");
        CHECK(reply.header("Referrer-Policy") == "no-referrer");
        CHECK(reply.header("Cross-Origin-Opener-Policy") == "same-origin");
        CHECK(reply.header("Cross-Origin-Resource-Policy") == "same-origin");
        CHECK(reply.header("Permissions-Policy") == "screen-wake-lock=(self)");
        CHECK(reply.header("Server").find("Boost") == std::string::npos);
    }
}

TEST_CASE("Several ports are served at once, IPv6 too")
{
    const SomeSite site({}, {{}, {}, {"::1"}});
    for (std::size_t i = 0; i < 3; ++i) {
        auto place = site.place(i);
        place.address = i == 2 ? "::1" : "127.0.0.1";
        CHECK(HttpClient(place).get("/api/x").status == 200);
    }
    CHECK(site.now().answered.at(2).peer == "::1");
}

TEST_CASE("A port of every network takes IPv4 as well, and calls it so")
{
    const SomeSite site({}, {{"::", 0, std::nullopt, {"127.0.0.1", "::1"}}});
    CHECK(HttpClient(site.place()).get("/api/x").status == 200);
    CHECK(site.now().answered.at(0).peer == "127.0.0.1");
}

TEST_CASE("A port that is taken is named, and so is an address that is none")
{
    const SomeSite site;
    const auto port = site.port();
    const auto again = web::Server::start({}, {{"127.0.0.1", port}});
    REQUIRE_FALSE(again);
    CHECK(again.error().message
          == "Port " + std::to_string(port)
              + " of 127.0.0.1 is taken by another program. End that one or choose another "
                "port.");
    const auto none = web::Server::start({}, {{"here"}});
    REQUIRE_FALSE(none);
    CHECK(none.error().message.find("here is no address") == 0);
}

TEST_CASE("A page is served while the worker is busy, and live texts go on")
{
    std::atomic<bool> asked = false, go_on = false;
    SomeSite site({}, {{}}, [&](web::Site& change) {
        change.answer = [&](const web::Request&) {
            asked = true;
            soon([&] { return go_on.load(); });
            return web::Response{};
        };
    });
    LiveClient live(site.place());
    HttpClient slow(site.place());
    slow.wire().send(slow.request("GET", "/api/sensors", "", {}));
    REQUIRE(soon([&] { return asked.load(); }));
    for (int i = 0; i < 10; ++i) {
        REQUIRE(live.send("still there?"));
        CHECK(live.next() == "heard still there?");
        CHECK(HttpClient(site.place()).get("/").status == 200);
    }
    go_on = true;
    CHECK(slow.reply().status == 200);
}

TEST_CASE("What goes wrong in an answer is told, and ends nothing")
{
    SomeSite site({}, {{}}, [](web::Site& change) {
        change.answer = [](const web::Request& request) -> web::Response {
            if (request.path == "/api/bad")
                throw std::runtime_error("a secret");
            return {};
        };
    });
    HttpClient browser(site.place());
    const auto reply = browser.get("/api/bad");
    CHECK(reply.status == 500);
    CHECK(reply.body == "{\"error\":\"Something went wrong here.\"}");
    CHECK(browser.get("/api/good").status == 200);
}
