// The hub over a real engine on a simulated body.
#include "feed/hub.hpp"

#include "sessions/limits.hpp"
#include "support/engine_mats.hpp"
#include "support/hub_room.hpp"
#include "support/shipped_programs.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <iterator>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace crura;
using namespace std::chrono_literals;

namespace {

constexpr Time kBegin = time_from_seconds(500);

engine::Engine guarded()
{
    sessions::Limits limits;
    limits.tremor_minutes = 0.7;
    limits.response_every_minutes = 2;
    const auto session = sessions::limited(test::shipped_program("release-session"), limits);
    REQUIRE(session);
    return engine::Engine({std::make_shared<const sessions::Session>(*session), 20min});
}

// One body, its engine, the hub and its pages.
struct Sitting {
    explicit Sitting(engine::Engine engine = {}, const std::string& body = "calm")
        : mats(std::move(engine), body, kBegin)
    {
    }

    void tick()
    {
        mats.run(room.now + 33ms, 10ms);
        room.tick();
    }
    void run(double seconds_long)
    {
        for (const Time until = room.now + from_seconds(seconds_long); room.now < until;)
            tick();
    }

    test::EngineMats mats;
    test::HubRoom room{mats};
};

// A page that reads what was sent to it when it is awake, and says every 250 ms what it has shown.
struct Tablet {
    Tablet(Sitting& with, feed::ConnectionId connection) : sitting(with), id(connection) {}

    // While it sleeps it reads and shows nothing, and only pings.
    void run(double seconds_long, bool awake)
    {
        for (const Time until = sitting.room.now + from_seconds(seconds_long);
             sitting.room.now < until;) {
            sitting.tick();
            if (awake)
                read();
            if (sitting.room.now - said < 250ms)
                continue;
            said = sitting.room.now;
            sitting.room.says(id,
                              awake ? R"({"type":"got","seq":)" + std::to_string(seq) + "}"
                                    : R"({"type":"ping","n":1})");
        }
    }

    void read()
    {
        const auto& all = sitting.room.page(id).all;
        for (; at < all.size(); ++at) {
            const auto& message = all[at];
            if (const auto* number = message.find<double>("seq"))
                seq = std::uint64_t(*number);
            if (*message.find<std::string>("type") == "frame")
                ages_s.push_back(to_seconds(sitting.room.now) - *message.find<double>("time_s"));
            if (*message.find<std::string>("type") == "event")
                events.push_back(int(*message.find<double>("id")));
        }
    }

    std::size_t stale() const
    {
        return std::size_t(
            std::count_if(ages_s.begin(), ages_s.end(), [](double age_s) { return age_s > 0.2; }));
    }

    Sitting& sitting;
    feed::ConnectionId id;
    Time said{};
    std::size_t at = 0; // the next message to read
    std::uint64_t seq = 0;
    std::vector<double> ages_s; // of the frames, when they were read
    std::vector<int> events;
};

std::vector<int> counted_to(int last)
{
    std::vector<int> all;
    for (int id = 1; id <= last; ++id)
        all.push_back(id);
    return all;
}

} // namespace

TEST_CASE("A page that slept for 20 s sees at most a second of old frames, and then the breath")
{
    Sitting sitting;
    sitting.room.open(1, "client");
    Tablet tablet(sitting, 1);
    tablet.run(30, true);
    CHECK(tablet.stale() == 0);
    tablet.run(20, false);
    const std::size_t shown = tablet.ages_s.size();
    tablet.run(5, true);
    CHECK(sitting.room.page(1).closed == 0);
    CHECK(tablet.stale() <= 31);
    CHECK(tablet.ages_s.size() - shown > tablet.stale() + 100);
    CHECK(tablet.ages_s.back() < 0.05);
    CHECK(tablet.events.size() > 5);
    CHECK(tablet.events == counted_to(int(tablet.events.size())));
}

TEST_CASE("A page that slept and said nothing is closed, and misses no event when it comes back")
{
    Sitting sitting;
    sitting.room.open(1, "client");
    Tablet tablet(sitting, 1);
    tablet.run(30, true);
    sitting.run(20);
    CHECK(sitting.room.page(1).closed == 4408);
    tablet.read();
    CHECK(tablet.stale() <= 31);
    sitting.room.open(2, "client");
    Tablet again(sitting, 2);
    again.run(5, true);
    CHECK(again.stale() == 0);
    auto all = tablet.events;
    std::copy_if(again.events.begin(), again.events.end(), std::back_inserter(all),
                 [&](int id) { return id > all.back(); });
    CHECK(all == counted_to(int(all.size())));
    CHECK(all.size() > tablet.events.size());
}

TEST_CASE("What one page does costs no other page a frame")
{
    Sitting sitting;
    for (feed::ConnectionId id = 1; id <= 20; ++id)
        sitting.room.open(id, "viewer");
    Tablet awake(sitting, 20); // the others never say anything
    awake.run(15, true);
    CHECK(awake.stale() == 0);
    CHECK(awake.ages_s.size() >= 450);
    CHECK(sitting.room.page(1).closed == 4408);
    CHECK(sitting.room.of_type(1, "frame").size() <= 31);
}

TEST_CASE("A breath, a calibration and a session are told in frames as the engine knows them")
{
    Sitting sitting(guarded());
    sitting.room.open(1, "therapist");
    Tablet tablet(sitting, 1);
    tablet.run(40, true);
    const auto frames = sitting.room.of_type(1, "frame");
    REQUIRE(frames.size() > 1000);
    const auto& state = frames.back().find<json::Json::Array>("mats")->at(0);
    const auto& snapshot = sitting.mats.newest();
    CHECK(*state.find<double>("tick") == double(snapshot.tick));
    CHECK(*state.find<std::string>("phase") == name_of(snapshot.breath.phase));
    REQUIRE(snapshot.breath.breath_rate_bpm.known);
    const auto& rate = state.find<json::Json::Array>("breath_rate_bpm")->at(0);
    CHECK(std::get<double>(rate.value)
          == Approx(snapshot.breath.breath_rate_bpm.value).margin(0.01));
    CHECK(state.find<json::Json::Array>("bands")->size() == 2);
    const auto& texts = sitting.room.page(1).texts;
    CHECK(
        std::all_of(texts.begin() + 1, texts.end(), [](const auto& t) { return t.size() < 2048; }));
}

TEST_CASE("Commands reach the engine, and the ack has the time of its tick")
{
    Sitting sitting(guarded());
    sitting.room.open(1, "client");
    Tablet tablet(sitting, 1);
    tablet.run(5, true);
    int id = 0;
    const auto ask = [&](const std::string& command) {
        sitting.room.asks(1, ++id, command);
        const Time asked = sitting.room.now;
        tablet.run(0.1, true);
        const auto acks = sitting.room.of_type(1, "ack");
        REQUIRE(int(acks.size()) == id);
        CHECK(*acks.back().find<double>("status") == 200);
        CHECK(*acks.back().find<double>("time_s") > to_seconds(asked) - 0.011);
        CHECK(*acks.back().find<double>("time_s") < to_seconds(asked) + 0.05);
    };
    ask("pause");
    CHECK_FALSE(sitting.mats.newest().session.running);
    ask("resume");
    CHECK(sitting.mats.newest().session.running);
    const auto step = sitting.mats.newest().session.step;
    ask("next");
    CHECK(sitting.mats.newest().session.step == step + 1);
    ask("calibrate_belly");
    CHECK(sitting.mats.newest().breath.calibration.manoeuvre == Manoeuvre::belly);
    ask("brake");
    CHECK(sitting.mats.newest().session.braked);
    ask("end");
    CHECK(sitting.mats.newest().session.finished);
}

TEST_CASE("More commands at once than an engine takes are busy, and none is lost without an ack")
{
    Sitting sitting;
    sitting.room.open(1, "client");
    sitting.run(1);
    for (int id = 1; id <= 7; ++id)
        sitting.room.asks(1, id, "mark");
    sitting.run(0.1);
    std::multiset<int> statuses;
    for (const auto& ack : sitting.room.of_type(1, "ack"))
        statuses.insert(int(*ack.find<double>("status")));
    CHECK(statuses.count(200) == 4);
    CHECK(statuses.count(503) == 3);
}

TEST_CASE("Through a whole guarded session, nothing of the therapist's reaches anybody else")
{
    test::EngineMats mats(guarded(), "trembling", kBegin);
    test::HubRoom room(mats);
    room.open(1, "client");
    room.open(2, "viewer");
    room.open(3, "therapist");
    room.open(4, "client", 1);
    int id = 0;
    for (int tick = 0; tick < 15 * 60 * 3; ++tick) { // 15 minutes, three looks a second
        room.now += 300ms;
        mats.run(room.now, 20ms);
        room.tick();
        for (feed::ConnectionId page = 1; page <= 4; ++page)
            room.got(page);
        if (tick % 120 != 60 || mats.newest().session.finished)
            continue;
        const bool running = mats.newest().session.running;
        ++id;
        room.asks(3, id,
                  id % 3 == 0   ? "note"
                      : running ? "next"
                                : "resume",
                  1, R"(,"text":"hands went cold")");
    }
    const auto has = [&](feed::ConnectionId page, const std::string& word) {
        const auto& texts = room.page(page).texts;
        return std::any_of(texts.begin(), texts.end(), [&](const std::string& text) {
            return text.find(word) != std::string::npos;
        });
    };
    for (const std::string word :
         {R"("care")", R"("alert")", R"("alert":"act")", R"("decision")", R"("guard":{)",
          R"("ground")", R"("limit")", "freeze_suspected", "tremor_limit_s", "missed_responses",
          "response_left_s", R"("air")", "advice", R"("note")", "hands went cold", "M-secret",
          "tremor_minutes", "slowest_bpm", "response_every_minutes"}) {
        INFO(word);
        CHECK(has(3, word)); // there was something to tell
        for (const feed::ConnectionId page : {1, 2, 4})
            CHECK_FALSE(has(page, word));
    }
    for (feed::ConnectionId page = 1; page <= 4; ++page) {
        CHECK(room.page(page).closed == 0);
        CHECK(room.of_type(page, "frame").size() > 1000);
    }
}
