#include "feed/hub.hpp"

#include "support/fake_mats.hpp"
#include "support/hub_room.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <vector>

using namespace crura;
using namespace std::chrono_literals;

namespace {

struct OneMat {
    test::FakeMats mats;
    test::HubRoom room{mats};

    OneMat() { mats.open(1); }
};

std::string type_of(const json::Json& message)
{
    return *message.find<std::string>("type");
}

std::vector<int> numbers(const std::vector<json::Json>& messages, const std::string& member)
{
    std::vector<int> found;
    for (const auto& message : messages)
        found.push_back(int(*message.find<double>(member)));
    return found;
}

std::vector<int> mats_in(const json::Json& message)
{
    const auto* mats = message.find<json::Json::Array>("mats");
    REQUIRE(mats);
    return numbers(*mats, "mat");
}

std::string state_in(const json::Json& message)
{
    return *message.find<std::string>("state");
}

} // namespace

TEST_CASE("Hello comes first, then what was said, then frames")
{
    OneMat one;
    one.mats.say(1, "step", "Settle");
    one.room.open(7, "client");
    one.room.tick();
    const auto& all = one.room.page(7).all;
    REQUIRE(all.size() == 3);
    CHECK(type_of(all[0]) == "hello");
    CHECK(*all[0].find<std::string>("key") == "key-7");
    CHECK(*all[0].find<double>("now_s") == 500);
    CHECK(mats_in(all[0]) == std::vector{1});
    CHECK(type_of(all[1]) == "event");
    CHECK(type_of(all[2]) == "frame");
}

TEST_CASE("While nothing was measured there is a beat every 500 ms, and no frame")
{
    OneMat one;
    one.mats.at(1).newest.reset();
    one.room.open(1, "client");
    one.room.run(10);
    CHECK(one.room.of_type(1, "frame").empty());
    const auto beats = one.room.of_type(1, "beat").size();
    CHECK(beats >= 18);
    CHECK(beats <= 21);
}

TEST_CASE("The sequence of frames and beats only rises, and frames come at every tick")
{
    OneMat one;
    one.room.open(1, "viewer");
    for (int second = 0; second < 5; ++second) {
        one.room.run(1);
        one.room.got(1);
    }
    const auto seqs = numbers(one.room.of_type(1, "frame"), "seq");
    CHECK(seqs.size() >= 150);
    CHECK(std::adjacent_find(seqs.begin(), seqs.end(), std::greater_equal<>()) == seqs.end());
}

TEST_CASE("All who may see the same are sent the very same text")
{
    test::FakeMats mats;
    mats.open(1);
    mats.open(2);
    std::map<feed::ConnectionId, const std::string*> newest;
    feed::Hub hub(mats, {[&](auto to, auto text) { newest[to] = text.get(); }, {}}, "0.1.0");
    const Time now = time_from_seconds(1);
    for (feed::ConnectionId id = 1; id <= 4; ++id)
        hub.opened(id, test::HubRoom::viewer(id <= 2 ? "viewer" : "therapist"), "k", now);
    hub.opened(5, test::HubRoom::viewer("client"), "k", now);
    hub.opened(6, test::HubRoom::viewer("client", 2), "k", now);
    hub.tick(now);
    CHECK(newest[1] == newest[2]);
    CHECK(newest[1] == newest[5]);
    CHECK(newest[3] == newest[4]);
    CHECK(newest[1] != newest[3]);
    CHECK(newest[6] != newest[5]);
}

TEST_CASE("A mat is told when it is opened, when it changes and when it has gone, and not else")
{
    test::FakeMats mats;
    test::HubRoom room(mats);
    room.open(1, "client");
    room.run(0.3);
    mats.open(2);
    room.run(0.3);
    mats.at(2).about[1].second = "ended";
    mats.at(2).version = 2;
    room.run(0.3);
    mats.say(2, "finished", "It is over.");
    mats.close(2);
    room.run(1);
    const auto told = room.of_type(1, "mat");
    REQUIRE(told.size() == 3);
    CHECK(state_in(told[0]) == "running");
    CHECK(state_in(told[1]) == "ended");
    CHECK(state_in(told[2]) == "closed");
    CHECK(numbers(told, "mat") == std::vector{2, 2, 2});
    CHECK(room.of_type(1, "event").size() == 1);
    CHECK(type_of(room.page(1).all.back()) == "beat");
}

TEST_CASE("Who comes after a change is told of it once, by hello")
{
    test::FakeMats mats;
    test::HubRoom room(mats);
    room.open(1, "client");
    mats.open(3);
    room.open(2, "client");
    CHECK(mats_in(room.page(2).all.at(0)) == std::vector{3});
    CHECK(room.of_type(1, "mat").size() == 1);
    room.run(1);
    CHECK(room.of_type(1, "mat").size() == 1);
    CHECK(room.of_type(2, "mat").empty());
}

TEST_CASE("A newcomer is told the last 200 events, oldest first and each once")
{
    OneMat one;
    one.room.open(1, "client");
    for (int i = 0; i < 450; ++i) {
        one.mats.say(1, "breath", "");
        if (i % 7 == 0)
            one.room.tick();
    }
    one.room.open(2, "client");
    one.mats.say(1, "breath", "");
    one.room.tick();
    const auto first = numbers(one.room.of_type(1, "event"), "id");
    const auto second = numbers(one.room.of_type(2, "event"), "id");
    REQUIRE(first.size() == 451);
    CHECK(first.front() == 1);
    CHECK(first.back() == 451);
    REQUIRE(second.size() == 201);
    CHECK(second == std::vector(first.end() - 201, first.end()));
}

TEST_CASE("What is about care reaches therapists and nobody else")
{
    OneMat one;
    one.mats.say(1, "note", "she cries", {}, true);
    one.room.open(1, "client");
    one.room.open(2, "viewer");
    one.room.open(3, "therapist");
    one.mats.say(1, "alert", "look", {}, true, {{"alert", "look"}});
    one.mats.at(1).version = 2;
    one.room.run(1);
    for (const feed::ConnectionId page : {1, 2}) {
        CHECK(one.room.of_type(page, "event").empty());
        for (const auto& text : one.room.page(page).texts)
            for (const char* word : {"care", "cries", "look", "M-secret", "tremor_minutes"})
                CHECK(text.find(word) == std::string::npos);
    }
    CHECK(one.room.of_type(3, "event").size() == 2);
    const auto mat = one.room.of_type(3, "mat");
    REQUIRE(mat.size() == 1);
    CHECK(*mat[0].find<std::string>("person") == "M-secret");
    CHECK(mat[0].find<json::Json::Object>("limits"));
}

TEST_CASE("A device bound to a mat is told of no other, and may do nothing there")
{
    test::FakeMats mats;
    mats.open(1);
    mats.open(2);
    mats.say(1, "prompt", "for one");
    test::HubRoom room(mats);
    room.open(1, "therapist", 2);
    mats.say(1, "prompt", "for one");
    mats.say(2, "prompt", "for two");
    mats.at(1).version = 2;
    room.run(1);
    CHECK(mats_in(room.page(1).all[0]) == std::vector{2});
    CHECK(room.of_type(1, "mat").empty());
    REQUIRE(room.of_type(1, "event").size() == 1);
    for (const auto& frame : room.of_type(1, "frame"))
        CHECK(mats_in(frame) == std::vector{2});
    room.asks(1, 1, "brake", 1);
    CHECK(room.status(1) == 403);
    room.asks(1, 2, "brake", 3); // not even whether it is there
    CHECK(room.status(1) == 403);
    CHECK(mats.given.empty());
    room.asks(1, 3, "brake", 2);
    room.tick();
    CHECK(room.status(1) == 200);
}

TEST_CASE("A ping is answered at once with its number")
{
    OneMat one;
    one.room.open(1, "viewer");
    one.room.says(1, R"({"type":"ping","n":41})");
    CHECK(numbers(one.room.of_type(1, "pong"), "n") == std::vector{41});
}

TEST_CASE("What is no message closes the connection, and nobody hears from it any more")
{
    OneMat one;
    one.room.open(1, "therapist");
    one.room.open(2, "therapist");
    one.room.says(1, "}{");
    one.room.says(2, R"({"type":"reboot"})");
    CHECK(one.room.page(1).closed == 1007);
    CHECK(one.room.page(2).closed == 1008);
    const auto before = one.room.page(1).all.size();
    one.room.asks(1, 1, "end");
    one.room.run(1);
    CHECK(one.mats.given.empty());
    CHECK(one.room.page(1).all.size() == before);
}

TEST_CASE("A page that says nothing for 10 s is closed, one that only pings is not")
{
    OneMat one;
    one.room.open(1, "client");
    one.room.open(2, "client");
    for (int i = 0; i < 30; ++i) {
        one.room.run(0.95);
        one.room.says(2, R"({"type":"ping","n":1})");
        CHECK((one.room.page(1).closed == 0) == (i < 10));
    }
    CHECK(one.room.page(1).closed == 4408);
    CHECK(one.room.page(2).closed == 0);
}

TEST_CASE("Who leaves while all are told harms nobody")
{
    test::FakeMats mats;
    mats.open(1);
    int sent = 0;
    feed::Hub* reached = nullptr;
    feed::Hub hub(mats,
                  {[&](feed::ConnectionId to, auto) {
                       ++sent;
                       if (to % 2 == 0)
                           reached->closed(to); // as a server does that gives it up
                   },
                   {}},
                  "0.1.0");
    reached = &hub;
    for (feed::ConnectionId id = 1; id <= 20; ++id)
        hub.opened(id, test::HubRoom::viewer("client"), "k", Time(1s));
    CHECK(sent == 20);
    hub.tick(Time(2s));
    CHECK(sent == 30);
}
