#include "feed/hub.hpp"

#include "support/fake_mats.hpp"
#include "support/hub_room.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using namespace std::chrono_literals;

TEST_CASE("Hello comes first, then what was said, then frames")
{
    test::FakeMats mats;
    mats.open(1);
    mats.say(1, "step", "Settle");
    test::HubRoom room(mats);
    room.open(7, "client");
    room.run(0.2);
    const auto& all = room.page(7).all;
    REQUIRE(all.size() >= 4);
    CHECK(*all[0].find<std::string>("type") == "hello");
    CHECK(*all[1].find<std::string>("type") == "event");
    CHECK(*all[2].find<std::string>("type") == "frame");
    room.asks(7, 1, "pause");
    room.tick();
    CHECK(room.status(7) == 200);
}
