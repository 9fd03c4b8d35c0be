#include "support/some_site.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace crura;
using namespace crura::test;
using namespace std::chrono_literals;

namespace {

web::Listener secure(const TempFolder& folder)
{
    return {"127.0.0.1", 0, make_certificate(folder), {}};
}

} // namespace

TEST_CASE("Over TLS everything is as it is in the clear, but the cookie's name and flags")
{
    const TempFolder folder;
    SomeSite site({}, {secure(folder), {}}, [](web::Site& change) {
        change.answer = [](const web::Request& request) {
            return web::Response{200, "text/plain", request.token, "", "t0ken"};
        };
    });
    HttpClient browser(site.place(0, true));
    CHECK(browser.get("/").body == "<p>Breathe</p>");
    CHECK(browser.post("/api/pair", "{}").header("Set-Cookie")
          == "__Host-crura=t0ken; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict; Secure");
    CHECK(browser.get("/api/me").body == "t0ken");
    CHECK(browser.get("/api/me", {{"Cookie", "crura=t0ken"}}).body.empty());

    LiveClient live(site.place(0, true), browser.cookie);
    REQUIRE(live.opened().status == 101);
    REQUIRE(live.send(std::string(10000, 'x')));
    CHECK(live.next() == "heard " + std::string(10000, 'x'));
    CHECK(site.now().opened.at(0).secure);
    CHECK(site.now().opened.at(0).token == "t0ken");
    CHECK(HttpClient(site.place(1)).get("/").status == 200);
}

TEST_CASE("Plain HTTP to a port of TLS is told what to do")
{
    const TempFolder folder;
    const SomeSite site({}, {secure(folder)});
    HttpClient browser(site.place(0));
    const auto reply = browser.get("/");
    CHECK(reply.status == 426);
    CHECK(reply.body == "This page is spoken over TLS only: write https:// before its address.\n");
    CHECK(reply.header("Upgrade").find("TLS") == 0);
    CHECK(browser.ends());
    CHECK(site.now().refused.at(0).find("426") != std::string::npos);
    CHECK(LiveClient(site.place(0)).opened().status == 426);
    CHECK(site.now().opened.empty());
}

TEST_CASE("TLS to a plain port ends, and the next is served")
{
    const SomeSite site;
    HttpClient browser(site.place(0, true));
    CHECK_FALSE(browser.wire().open());
    CHECK(HttpClient(site.place()).get("/").status == 200);
}

TEST_CASE("Old TLS is not spoken")
{
    const TempFolder folder;
    const SomeSite site({}, {secure(folder)});
    const auto greet = [&site](const std::string& version) {
        return run_tool("openssl s_client -brief -" + version
                        + " -cipher ALL:@SECLEVEL=0 -connect 127.0.0.1:"
                        + std::to_string(site.port()) + " < /dev/null")
            .status;
    };
    CHECK(greet("tls1") != 0);
    CHECK(greet("tls1_1") != 0);
    CHECK(greet("tls1_2") == 0);
    CHECK(greet("tls1_3") == 0);
}

TEST_CASE("Over TLS the page of the plain port is another's")
{
    const TempFolder folder;
    const SomeSite site({}, {secure(folder)});
    HttpClient browser(site.place(0, true));
    CHECK(browser.post("/api/x", "{}", {{"Origin", "http://" + browser.host()}}).status == 403);
    CHECK(site.now().answered.empty());
}

TEST_CASE("Whoever begins TLS and stops is let go, and so is who is silent")
{
    const TempFolder folder;
    web::Limits limits;
    limits.patience = 300ms;
    const SomeSite site(limits, {secure(folder)});
    Wire half(site.place(0));
    half.send(std::string("\x16\x03\x01\x02\x00\x01", 6));
    Wire silent(site.place(0));
    CHECK(half.receive() == "");
    CHECK(silent.receive() == "");
    CHECK(HttpClient(site.place(0, true)).get("/").status == 200);
}

TEST_CASE("After nonsense to a port of TLS the next is served")
{
    const TempFolder folder;
    web::Limits limits;
    limits.requests_per_s = 1000;
    const SomeSite site(limits, {secure(folder)});
    for (int i = 0; i < 100; ++i) {
        Wire wire(site.place(0));
        wire.send(std::string("\x16\x03\x01") + std::string(static_cast<std::size_t>(i), '\x7f'));
        Wire other(site.place(0));
        other.send(std::string(static_cast<std::size_t>(1 + i), static_cast<char>(i)));
    }
    CHECK(HttpClient(site.place(0, true)).get("/").status == 200);
}

TEST_CASE("A browser that goes in the midst of a long answer over TLS kills nobody")
{
    const TempFolder folder;
    const std::string large(8 << 20, 'x');
    const SomeSite site({}, {secure(folder), {}}, [&large](web::Site& change) {
        change.assets.push_back({"/large", "text/plain", "l", large});
    });
    for (int i = 0; i < 20; ++i) {
        HttpClient browser(site.place(0, true));
        browser.wire().send(browser.request("GET", "/large", "", {}));
        CHECK_FALSE(browser.wire().receive().value_or("").empty());
        HttpClient plain(site.place(1));
        plain.wire().send(plain.request("GET", "/large", "", {}));
        CHECK_FALSE(plain.wire().receive().value_or("").empty());
    }
    CHECK(HttpClient(site.place(0, true)).get("/large").body.size() == large.size());
}

TEST_CASE("A certificate that cannot be used is named")
{
    const TempFolder folder, other;
    auto listener = secure(folder);
    const auto sentence = [](const web::Listener& wrong) {
        const auto server = web::Server::start({}, {wrong});
        REQUIRE_FALSE(server);
        return server.error().message;
    };
    auto missing = listener;
    missing.certificate->chain = folder / "none.pem";
    CHECK(sentence(missing).find("The certificate " + missing.certificate->chain.string()) == 0);
    auto foreign = listener;
    foreign.certificate->key = make_certificate(other).key;
    CHECK(sentence(foreign).find("The key " + foreign.certificate->key.string()) == 0);
    std::ofstream(listener.certificate->chain) << "nonsense";
    CHECK(sentence(listener).find("cannot be read") != std::string::npos);
}
