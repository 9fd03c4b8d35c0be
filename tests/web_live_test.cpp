#include "support/some_site.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using namespace crura::test;
using namespace std::chrono_literals;

namespace {

std::shared_ptr<const std::string> text_of(std::size_t bytes)
{
    return std::make_shared<const std::string>(bytes, 'x');
}

} // namespace

TEST_CASE("A WebSocket is opened, heard, answered and closed, each once")
{
    SomeSite site;
    {
        LiveClient live(site.place(), "crura=tok");
        REQUIRE(live.opened().status == 101);
        REQUIRE(live.send("breathe"));
        CHECK(live.next() == "heard breathe");
        REQUIRE(live.send(""));
        CHECK(live.next() == "heard ");
        CHECK(site.now().open.size() == 1);
        CHECK(site.now().opened.at(0).token == "tok");
        CHECK(site.now().opened.at(0).path == "/live");
    }
    REQUIRE(soon([&site] { return site.now().closed.size() == 1; }));
    site.stop();
    CHECK(site.now().closed.size() == 1);
    CHECK(site.now().refused.empty());
}

TEST_CASE("A text in pieces is heard as one, and a ping is answered in between")
{
    const SomeSite site;
    LiveClient live(site.place());
    live.send_frame(LiveClient::kText, "bre", false);
    live.send_frame(LiveClient::kPing, "are you there");
    live.send_frame(LiveClient::kContinued, "athe");
    CHECK(live.next() == "heard breathe");
    CHECK(site.now().heard.size() == 1);
}

TEST_CASE("A long text goes out whole")
{
    SomeSite site;
    LiveClient live(site.place());
    REQUIRE(soon([&site] { return !site.now().open.empty(); }));
    const auto id = *site.now().open.begin();
    site.in_server([id](web::Server& server) { server.send(id, text_of(300000)); });
    CHECK(live.next() == *text_of(300000));
}

TEST_CASE("One text is shared by many and comes to each in its order")
{
    SomeSite site;
    std::vector<LiveClient> viewers;
    for (int i = 0; i < 20; ++i)
        viewers.emplace_back(site.place());
    REQUIRE(soon([&site] { return site.now().open.size() == 20; }));
    const auto all = site.now().open;
    for (int n = 0; n < 10; ++n)
        site.in_server([&all, n](web::Server& server) {
            const auto text = std::make_shared<const std::string>(std::to_string(n));
            for (const auto id : all)
                server.send(id, text);
        });
    for (auto& viewer : viewers)
        for (int n = 0; n < 10; ++n)
            CHECK(viewer.next() == std::to_string(n));
}

TEST_CASE("A message of 10 MB closes its connection before it is read")
{
    const SomeSite site;
    LiveClient live(site.place());
    REQUIRE(live.send_frame_header(LiveClient::kText, 10 << 20));
    CHECK(live.closed() == 1009);
    CHECK(site.now().heard.empty());
    REQUIRE(soon([&site] { return site.now().closed.size() == 1; }));
    CHECK(site.now().refused.at(0).find("1009") != std::string::npos);

    // Likewise for one that sends it all the same, in one frame or in many.
    LiveClient whole(site.place());
    whole.send(std::string(10 << 20, 'x'));
    CHECK(whole.closed() == 1009);
    LiveClient pieces(site.place());
    for (int i = 0; i < 40; ++i)
        pieces.send_frame(i == 0 ? LiveClient::kText : LiveClient::kContinued,
                          std::string(1000, 'x'), false);
    CHECK(pieces.closed() == 1009);
    CHECK(site.now().heard.empty());
}

TEST_CASE("A message as long as it may be is heard")
{
    const SomeSite site;
    LiveClient live(site.place());
    live.send(std::string(16 * 1024, 'x'));
    CHECK(live.next() == "heard " + std::string(16 * 1024, 'x'));
    live.send(std::string(16 * 1024 + 1, 'x'));
    CHECK(live.closed() == 1009);
}

TEST_CASE("A connection that says too much is closed, the pings counted too")
{
    web::Limits limits;
    limits.messages_per_s = 5;
    const SomeSite site(limits);
    LiveClient talkative(site.place());
    for (int i = 0; i < 30; ++i)
        talkative.send("pause");
    CHECK(talkative.closed() == 1008);
    CHECK(site.now().heard.size() <= 20);

    LiveClient pinging(site.place());
    for (int i = 0; i < 30; ++i)
        pinging.send_frame(LiveClient::kPing, "");
    CHECK(pinging.closed() == 1008);
}

TEST_CASE("Only text that is text is heard")
{
    const SomeSite site;
    LiveClient binary(site.place());
    binary.send_frame(LiveClient::kBinary, "abc");
    CHECK(binary.closed() == 1003);
    LiveClient broken(site.place());
    broken.send("\xff\xfe");
    CHECK(broken.closed() == 1007);
    CHECK(site.now().heard.empty());
}

TEST_CASE("A viewer that never reads is let go, and the others are served meanwhile")
{
    SomeSite site;
    auto place = site.place();
    place.receive_buffer = 4096;
    LiveClient stalled(place);
    REQUIRE(soon([&site] { return site.now().open.size() == 1; }));
    const auto lost = *site.now().open.begin();
    LiveClient viewer(site.place());
    REQUIRE(soon([&site] { return site.now().open.size() == 2; }));
    const auto kept = *site.now().open.rbegin();

    std::size_t most_waiting = 0;
    for (int i = 0; i < 4000 && site.now().open.count(lost); ++i) {
        site.in_server([&](web::Server& server) {
            const auto text = text_of(10000);
            server.send(lost, text);
            server.send(kept, text);
            most_waiting = std::max(most_waiting, server.waiting(lost));
        });
        REQUIRE(viewer.next());
    }
    CHECK(site.now().open == std::set{kept});
    CHECK(most_waiting > 900000);
    CHECK(most_waiting <= 1 << 20);
    site.in_server([lost](web::Server& server) {
        CHECK(server.waiting(lost) == 0);
        server.send(lost, text_of(10)); // nothing happens
    });
    CHECK(site.now().refused.at(0).find("1008") != std::string::npos);
}

TEST_CASE("The site closes a connection with its code")
{
    SomeSite site;
    LiveClient live(site.place());
    REQUIRE(soon([&site] { return !site.now().open.empty(); }));
    const auto id = *site.now().open.begin();
    site.in_server([id](web::Server& server) {
        server.send(id, text_of(10));
        server.close(id, 4401, "revoked");
        server.close(id, 4401, "revoked");
        server.send(id, text_of(10));
    });
    CHECK(live.closed() == 4401);
    REQUIRE(soon([&site] { return site.now().closed.size() == 1; }));
    CHECK(live.wire().receive() == "");
}

TEST_CASE("A viewer that does not answer the close is cut off")
{
    SomeSite site;
    LiveClient live(site.place());
    REQUIRE(soon([&site] { return !site.now().open.empty(); }));
    const auto id = *site.now().open.begin();
    site.in_server([id](web::Server& server) { server.close(id, 1000, ""); });
    CHECK(live.wire().receive()->size() == 4); // the close; it is not answered
    CHECK(live.wire().receive() == "");
}

TEST_CASE("A viewer that has gone without a word is missed")
{
    web::Limits limits;
    limits.patience = 300ms;
    SomeSite site(limits);
    LiveClient live(site.place());
    REQUIRE(soon([&site] { return site.now().closed.size() == 1; }));
}

TEST_CASE("The tick comes whether anybody is connected or not, and ends with the server")
{
    std::atomic<int> ticks = 0;
    SomeSite site({}, {{}}, [&ticks](web::Site& change) {
        change.tick = 2ms;
        change.ticked = [&ticks] { ++ticks; };
    });
    REQUIRE(soon([&ticks] { return ticks > 20; }));
    {
        LiveClient live(site.place());
        const int then = ticks;
        REQUIRE(soon([&] { return ticks > then + 20; }));
    }
    REQUIRE(soon([&site] { return site.now().closed.size() == 1; }));
    const int then = ticks;
    REQUIRE(soon([&] { return ticks > then + 20; }));
    site.stop();
    const int last = ticks;
    std::this_thread::sleep_for(20ms);
    CHECK(ticks == last);
}
