#include "support/some_site.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

using namespace crura;
using namespace crura::test;

TEST_CASE("Everybody who is connected is told that the server goes")
{
    const TempFolder folder;
    SomeSite site({}, {{}, {"127.0.0.1", 0, make_certificate(folder), {}}});
    std::vector<LiveClient> viewers;
    for (int i = 0; i < 10; ++i)
        viewers.emplace_back(site.place(i % 2, i % 2));
    HttpClient idle(site.place()), idle_secure(site.place(1, true));
    REQUIRE(idle.get("/").status == 200);
    REQUIRE(idle_secure.get("/").status == 200);
    Wire silent(site.place()), silent_secure(site.place(1));
    REQUIRE(soon([&site] { return site.now().open.size() == 10; }));
    std::thread stopping([&site] { site.stop(); });
    for (auto& viewer : viewers)
        CHECK(viewer.closed() == 1001);
    stopping.join();
    CHECK(site.now().closed.size() == 10);
    CHECK(idle.ends());
    CHECK(idle_secure.ends());
}

TEST_CASE("The server ends though nobody answers")
{
    const TempFolder folder;
    SomeSite site({}, {{}, {"127.0.0.1", 0, make_certificate(folder), {}}});
    std::vector<LiveClient> stalled;
    for (int i = 0; i < 6; ++i) {
        auto place = site.place(i % 2, i % 2);
        place.receive_buffer = 4096;
        stalled.emplace_back(place);
    }
    REQUIRE(soon([&site] { return site.now().open.size() == 6; }));
    const auto all = site.now().open;
    site.in_server([&all](web::Server& server) { // more than the system takes
        for (const auto id : all)
            for (int i = 0; i < 50; ++i)
                server.send(id, std::make_shared<const std::string>(100000, 'x'));
    });
    site.stop();
    CHECK(site.now().closed.size() == 6);
}

TEST_CASE("The server ends while its worker is busy and others wait for it")
{
    std::atomic<bool> asked = false;
    SomeSite site({}, {{}}, [&asked](web::Site& change) {
        change.answer = [&asked](const web::Request&) {
            asked = true;
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            return web::Response{};
        };
    });
    std::vector<HttpClient> browsers;
    for (int i = 0; i < 20; ++i) {
        browsers.emplace_back(site.place());
        browsers.back().wire().send(browsers.back().request("GET", "/api/x", "", {}));
    }
    REQUIRE(soon([&asked] { return asked.load(); }));
    site.stop();
    for (auto& browser : browsers)
        CHECK(browser.ends());
}

TEST_CASE("A port can be opened again as soon as the server has ended")
{
    auto site = std::make_unique<SomeSite>();
    const auto port = site->port();
    HttpClient browser(site->place());
    REQUIRE(browser.get("/").status == 200);
    site.reset();
    const SomeSite again({}, {{"127.0.0.1", port}});
    CHECK(HttpClient(again.place()).get("/").status == 200);
}

TEST_CASE("A server can be stopped in the midst of much traffic")
{
    for (int i = 0; i < 10; ++i) {
        SomeSite site;
        const auto place = site.place();
        std::vector<std::thread> others;
        for (int n = 0; n < 4; ++n)
            others.emplace_back([place] {
                for (int k = 0; k < 5; ++k) {
                    HttpClient(place).get("/api/x");
                    LiveClient live(place);
                    live.send("breathe");
                    live.next(0.2);
                }
            });
        REQUIRE(soon([&site] { return site.now().heard.size() > 3; }));
        site.stop();
        for (auto& other : others)
            other.join();
        CHECK(site.now().open.empty());
    }
}
