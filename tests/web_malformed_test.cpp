#include "support/some_site.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace crura;
using namespace crura::test;

namespace {

web::Limits generous()
{
    web::Limits limits;
    limits.requests_per_s = 100000;
    limits.patience = std::chrono::milliseconds(500);
    return limits;
}

void check_served(const SomeSite& site)
{
    HttpClient browser(site.place());
    CHECK(browser.get("/").status == 200);
    LiveClient live(site.place());
    REQUIRE(live.send("breathe"));
    CHECK(live.next() == "heard breathe");
}

} // namespace

TEST_CASE("After 400 visitors who speak nonsense the next is served")
{
    const SomeSite site(generous());
    std::mt19937 chance(1);
    const auto bytes = [&chance](std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i)
            text += static_cast<char>(chance());
        return text;
    };
    for (int i = 0; i < 400; ++i) {
        if (i % 2) {
            LiveClient live(site.place());
            live.wire().send(bytes(1 + chance() % 200));
        } else {
            HttpClient browser(site.place());
            auto request = browser.request("POST", "/api/x", bytes(chance() % 50), {});
            for (int n = 0; n < 5; ++n)
                request[chance() % request.size()] = static_cast<char>(chance());
            browser.wire().send(i % 4 ? request : bytes(1 + chance() % 500));
        }
    }
    check_served(site);
}

TEST_CASE("A request that is none is refused with a sentence, and its connection ends")
{
    for (const std::string broken :
         {"nonsense\r\n\r\n", "GET / HTTP/9.9\r\nHost: x\r\n\r\n", "GET /\r\n\r\n",
          "GET / HTTP/1.1\r\nHost x\r\n\r\n", "GET / HTTP/1.1\r\n: x\r\n\r\n",
          "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
          "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
          "POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
          "POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"}) {
        INFO(broken);
        const SomeSite site(generous());
        HttpClient browser(site.place());
        browser.wire().send(broken);
        CHECK(browser.reply().status == 400);
        CHECK(browser.ends());
        CHECK(site.now().refused.size() == 1);
    }
}

TEST_CASE("A length of a terabyte is refused, wherever it stands")
{
    const SomeSite site(generous());
    HttpClient browser(site.place());
    browser.wire().send(
        browser.request("POST", "/api/x", "", {{"Content-Length", "1099511627776"}}));
    CHECK(browser.reply().status == 413);

    HttpClient chunks(site.place());
    chunks.wire().send(chunks.request("POST", "/api/x", "",
                                      {{"Content-Length", ""}, {"Transfer-Encoding", "chunked"}})
                       + "10000000000\r\nabc");
    CHECK(chunks.reply().status == 413);

    LiveClient live(site.place());
    live.send_frame_header(LiveClient::kText, std::uint64_t{1} << 40);
    CHECK(live.closed() == 1009);
    LiveClient control(site.place());
    control.send_frame_header(LiveClient::kPing, std::uint64_t{1} << 40);
    CHECK(control.closed() == 1002);
    check_served(site);
}

TEST_CASE("Frames that WebSocket does not know close the connection")
{
    const SomeSite site(generous());
    const auto closed_after = [&site](const std::function<void(LiveClient&)>& misbehave) {
        LiveClient live(site.place());
        misbehave(live);
        return live.closed();
    };
    CHECK(closed_after([](auto& live) { live.send_frame(LiveClient::kContinued, "of nothing"); })
          == 1002);
    CHECK(closed_after([](auto& live) {
              live.send_frame(LiveClient::kText, "a", false);
              live.send_frame(LiveClient::kText, "b");
          })
          == 1002);
    CHECK(closed_after([](auto& live) { live.send_frame(3, "reserved"); }) == 1002);
    CHECK(closed_after([](auto& live) { live.send_frame(LiveClient::kPing, "in two", false); })
          == 1002);
    CHECK(
        closed_after([](auto& live) { live.send_frame(LiveClient::kPing, std::string(126, 'x')); })
        == 1002);
    CHECK(closed_after([](auto& live) { live.wire().send(std::string("\x81\x01") + "a"); })
          == 1002); // without a mask
    CHECK(closed_after([](auto& live) { live.wire().send(std::string("\xf1\x80\0\0\0\0", 6)); })
          == 1002); // reserved bits
    CHECK(closed_after([](auto& live) { live.send_frame(LiveClient::kClose, "x"); }) == 1002);
    CHECK(site.now().heard.empty());
    check_served(site);
}

TEST_CASE("An upgrade that is none is refused")
{
    const SomeSite site(generous());
    CHECK(LiveClient(site.place(), "", {{"Sec-WebSocket-Version", "8"}}).opened().status == 426);
    for (const Headers& broken :
         {Headers{{"Sec-WebSocket-Key", ""}}, {{"Sec-WebSocket-Key", std::string(100, 'x')}}}) {
        const auto status = LiveClient(site.place(), "", broken).opened().status;
        CHECK(status >= 400);
        CHECK(status < 500);
    }
    CHECK(site.now().opened.empty());
    CHECK(soon([&site] { return site.now().refused.size() == 3; })); // told after the answer
}
