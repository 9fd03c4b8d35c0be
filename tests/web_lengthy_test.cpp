#include "support/some_site.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <memory>

using namespace crura;
using namespace crura::test;

namespace {

// Whose lengthy answers, those below /api/long/, come to their end when a test says so.
struct Doors {
    std::atomic<bool> open = false;
    std::atomic<int> inside = 0, most_inside = 0, hurried = 0;
    std::atomic<web::Server*> server = nullptr;

    void change(web::Site& site)
    {
        const auto remember = site.answer;
        const auto began = site.began;
        site.began = [this, began](web::Server& its) {
            began(its);
            server = &its;
        };
        site.lengthy = [](const web::Request& request) {
            return request.path.starts_with("/api/long/");
        };
        site.answer = [this, remember](const web::Request& request) {
            if (request.path.starts_with("/api/long/"))
                wait();
            return remember(request);
        };
    }

    void wait()
    {
        most_inside = std::max<int>(most_inside, ++inside);
        soon([this] { return open || server.load()->hurries(); });
        hurried += !open && server.load()->hurries();
        --inside;
    }
};

} // namespace

TEST_CASE("Short requests and new viewers do not wait for a lengthy answer")
{
    Doors doors;
    const SomeSite site({}, {{}}, [&](web::Site& change) {
        doors.change(change);
        change.admit = [](const web::Request&) { return 101U; };
    });
    auto lengthy = asking(site, "/api/long/1");
    REQUIRE(soon([&] { return doors.inside == 1; }));
    for (int i = 0; i < 10; ++i)
        CHECK(HttpClient(site.place()).get("/api/short").status == 200);
    CHECK(LiveClient(site.place()).opened().status == 101);
    CHECK(doors.inside == 1);
    doors.open = true;
    CHECK(lengthy.reply().status == 200);
}

TEST_CASE("Lengthy requests are answered one at a time, in their order")
{
    Doors doors;
    const SomeSite site({}, {{}}, [&](web::Site& change) { doors.change(change); });
    std::vector<HttpClient> browsers;
    std::vector<std::string> asked;
    for (int i = 0; i < 6; ++i) {
        asked.push_back("/api/long/" + std::to_string(i));
        browsers.push_back(asking(site, asked.back()));
        // The next one is asked when this one is under way or waits.
        REQUIRE(soon([&] { return doors.inside == 1; }));
        CHECK(HttpClient(site.place()).get("/api/short").status == 200);
    }
    doors.open = true;
    for (auto& browser : browsers)
        CHECK(browser.reply().status == 200);
    std::vector<std::string> answered;
    for (const auto& request : site.now().answered)
        if (request.path != "/api/short")
            answered.push_back(request.path);
    CHECK(answered == asked);
    CHECK(doors.most_inside == 1);
}

TEST_CASE("A lengthy answer is in a hurry once another lengthy request waits, not for a short one")
{
    Doors doors;
    const SomeSite site({}, {{}}, [&](web::Site& change) { doors.change(change); });
    auto first = asking(site, "/api/long/1");
    REQUIRE(soon([&] { return doors.inside == 1; }));
    CHECK(HttpClient(site.place()).get("/api/short").status == 200);
    CHECK(doors.hurried == 0);
    auto second = asking(site, "/api/long/2");
    CHECK(first.reply().status == 200);
    CHECK(doors.hurried == 1);
    doors.open = true;
    CHECK(second.reply().status == 200);
    CHECK(doors.hurried == 1);
}

TEST_CASE("More lengthy requests than may wait are refused, and short ones are not")
{
    std::atomic<bool> go_on = false;
    const SomeSite site({}, {{}}, [&](web::Site& change) {
        change.lengthy = [](const web::Request& request) { return request.path == "/api/long"; };
        change.answer = [&](const web::Request& request) {
            if (request.path == "/api/long")
                soon([&] { return go_on.load(); });
            return web::Response{};
        };
    });
    std::vector<HttpClient> browsers;
    for (int i = 0; i < 12; ++i)
        browsers.push_back(asking(site, "/api/long"));
    REQUIRE(soon([&] { return site.now().refused.size() >= 3; }));
    CHECK(HttpClient(site.place()).get("/api/short").status == 200);
    go_on = true;
    const auto counts = counts_by_status(browsers);
    CHECK(counts[503] >= 3); // one is being answered, 8 wait
    CHECK(counts[200] >= 8);
    CHECK(counts[200] + counts[503] == 12);
}

TEST_CASE("The server ends without waiting for a lengthy answer that can come to its end")
{
    Doors doors;
    SomeSite site({}, {{}}, [&](web::Site& change) { doors.change(change); });
    auto lengthy = asking(site, "/api/long/1");
    REQUIRE(soon([&] { return doors.inside == 1; }));
    site.stop();
    CHECK(doors.hurried == 1);
    CHECK(lengthy.ends());
}
