#include "app/page/page_house.hpp"
#include "support/http_client.hpp"
#include "support/page_answers.hpp"
#include "support/page_house.hpp"
#include "support/within.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

using namespace crura;
using namespace crura::test;
using Catch::Matchers::Contains;
using enum Asker;

namespace {

const Headers kJson = {{"Content-Type", "application/json"}};
constexpr auto kLongest = std::chrono::seconds(20);

app::PageOptions at_any_port()
{
    app::PageOptions options;
    options.port = 0;
    return options;
}

// The page as crura opens it, at a port of its own, and what it logs.
class OpenPage {
public:
    OpenPage() { REQUIRE(page_.open()); }

    HttpClient browser(Asker who)
    {
        HttpClient client(Place{page_.port()});
        client.cookie = "crura=" + house.token(who);
        return client;
    }

    LiveClient live(Asker who)
    {
        return LiveClient(Place{page_.port()}, "crura=" + house.token(who));
    }

    // The first line of the log with this in it; empty: there is none.
    std::string logged(const std::string& part)
    {
        const std::scoped_lock lock(mutex_);
        for (const auto& line : lines_)
            if (line.find(part) != std::string::npos)
                return line;
        return {};
    }

    PageHouse house; // the home, and who is paired in it

private:
    std::mutex mutex_;
    std::vector<std::string> lines_;
    app::page::PageHouse page_{at_any_port(), [this](const std::string& line) {
                                   const std::scoped_lock lock(mutex_);
                                   lines_.push_back(line);
                               }};
};

// A trial of 6 s that nobody hears: of a gamepad that is not there.
HttpClient trying(OpenPage& page)
{
    auto browser = page.browser(owner);
    REQUIRE(browser
                .ask("PUT", "/api/settings",
                     R"({"touch":"rumble:no such pad","audio":"none","midi":"none"})", kJson)
                .status
            == 200);
    browser.wire().send(browser.request("POST", "/api/try", R"({"what":"touch"})",
                                        {{"Origin", browser.origin()},
                                         {"Content-Type", "application/json"},
                                         {"Cookie", browser.cookie}}));
    return browser;
}

void press(LiveClient& live, const std::string& key, int id, const std::string& command)
{
    live.send(R"({"type":"command","id":)" + std::to_string(id) + R"(,"key":")" + key
              + R"(","seen":0,"mat":1,"command":")" + command + "\"}");
}

std::string key_in(const std::string& hello)
{
    const auto read = json::parse_json(hello);
    REQUIRE(read);
    return text_in(*read, "key");
}

} // namespace

TEST_CASE("What opens, closes, sounds, listens or deletes is lengthy, and nothing else")
{
    const std::set<std::string> lengthy = {"GET /api/sensors",   "POST /api/mats",
                                           "DELETE /api/mats/2", "POST /api/try",
                                           "POST /api/forget",   "DELETE /api/sessions/7"};
    for (const std::string path : {"/api/me",
                                   "/api/pair",
                                   "/api/authority.crt",
                                   "/api/leave",
                                   "/api/start",
                                   "/api/sensors",
                                   "/api/mats",
                                   "/api/mats/2",
                                   "/api/people",
                                   "/api/sessions",
                                   "/api/sessions/7",
                                   "/api/sessions/7/report.pdf",
                                   "/api/sessions/7/report.html",
                                   "/api/trends",
                                   "/api/comparison",
                                   "/api/settings",
                                   "/api/devices",
                                   "/api/try",
                                   "/api/paired",
                                   "/api/paired/abc",
                                   "/api/forget",
                                   "/api/nothing"})
        for (const std::string method : {"GET", "POST", "PUT", "DELETE"}) {
            web::Request request;
            request.method = method;
            request.path = path;
            INFO(method << " " << path);
            CHECK(app::page::is_lengthy(request) == lengthy.contains(method + " " + path));
        }
}

TEST_CASE("While an output is tried others are answered, and live viewers let in")
{
    OpenPage page;
    auto tried = trying(page);
    auto other = page.browser(therapist);
    for (const char* path : {"/api/me", "/api/start", "/api/sessions", "/api/settings"})
        CHECK(other.get(path).status == 200);
    CHECK(page.live(viewer).opened().status == 101);
    CHECK_FALSE(tried.wire().receive(0));
    CHECK_THAT(tried.reply().body, Contains("not there now"));
}

TEST_CASE("Who opens a mat while an output is tried does not wait: the trial ends early")
{
    OpenPage page;
    auto tried = trying(page);
    auto other = page.browser(therapist);
    const auto opened = other.post(
        "/api/mats", R"({"program":"constructive-rest","sources":["simulator"],"audio":"none"})",
        kJson);
    CHECK(opened.status == 201);
    const auto ended = tried.reply();
    CHECK(ended.status == 200);
    CHECK_THAT(ended.body, Contains("It ended early"));
    CHECK(other.ask("DELETE", "/api/mats/1").status == 200);
}

TEST_CASE("A viewer's command is refused and logged: who, with what status and why")
{
    OpenPage page;
    auto live = page.live(viewer);
    const auto key = key_in(live.next().value_or(""));
    press(live, key, 1, "pause");
    REQUIRE(within(kLongest, [&] { return !page.logged(": 403,").empty(); }));
    const auto line = page.logged(": 403,");
    const auto devices = page.house.door.devices();
    REQUIRE(devices);
    CHECK(line == devices->at(0).id + " a command: 403, This device watches only.");
    CHECK(line.find(page.house.token(viewer)) == std::string::npos);
}

TEST_CASE("What was pressed on an old picture is refused and logged")
{
    OpenPage page;
    auto live = page.live(client);
    const auto key = key_in(live.next().value_or(""));
    int id = 0;
    REQUIRE(within(kLongest, [&] {
        press(live, key, ++id, "mark");
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        return !page.logged(": 408,").empty();
    }));
    CHECK_THAT(page.logged(": 408,"), Contains(" a command: 408, The picture was old"));
}

TEST_CASE("Mats open and close while others ask, change and add")
{
    PageHouse house;
    const std::string quiet = R"({"sources":["simulator"],"audio":"none","midi":"none"})";
    REQUIRE(house.asked(owner, "PUT", "/api/settings", quiet).status == 200);
    std::atomic<bool> over = false;
    std::vector<unsigned> lengthy;
    std::thread opening([&] {
        for (int i = 0; i < 4; ++i) {
            lengthy.push_back(
                house.asked(therapist, "POST", "/api/mats", R"({"program":"constructive-rest"})")
                    .status);
            lengthy.push_back(house.asked(therapist, "DELETE", "/api/mats/1").status);
        }
        over = true;
    });
    std::set<unsigned> others;
    for (int i = 0; i < 3 || !over; ++i) {
        const auto name = R"({"name":"Linden )" + std::to_string(i) + "\"}";
        others.insert(house.asked(therapist, "POST", "/api/people", name).status);
        others.insert(house.asked(owner, "PUT", "/api/settings", quiet).status);
        for (const char* path : {"/api/start", "/api/sessions", "/api/me", "/api/trends"})
            others.insert(house.asked(client, "GET", path).status);
    }
    opening.join();
    CHECK(lengthy == std::vector<unsigned>{201, 200, 201, 200, 201, 200, 201, 200});
    CHECK(others == std::set<unsigned>{200, 201});
}
