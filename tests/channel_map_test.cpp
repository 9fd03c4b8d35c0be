#include "audio/channel_map.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using audio::ChannelMap;
using audio::Feed;

TEST_CASE("Without a choice one channel is given the middle, more left and right, and none touch")
{
    CHECK(ChannelMap::usual(1).text() == "middle");
    CHECK(ChannelMap::usual(2).text() == "left,right");
    CHECK(ChannelMap::usual(5).text() == "left,right,none,none,none");
    CHECK(ChannelMap::usual(0).text() == "middle");
    CHECK(ChannelMap::usual(64).size() == ChannelMap::kMostChannels);
    for (std::size_t channels = 0; channels < 20; ++channels)
        CHECK_FALSE(ChannelMap::usual(channels).has(Feed::touch));
}

TEST_CASE("A channel map is what a person wrote, in its order")
{
    const auto map = ChannelMap::parse("left, right,none ,touch");
    REQUIRE(map);
    REQUIRE(map->size() == 4);
    CHECK((*map)[0] == Feed::left);
    CHECK((*map)[1] == Feed::right);
    CHECK((*map)[2] == Feed::none);
    CHECK((*map)[3] == Feed::touch);
    CHECK(map->has(Feed::touch));
    CHECK_FALSE(map->has(Feed::middle));
    for (const char* text :
         {"left", "touch", "middle,middle", "left,left,left,left,none,none,none,touch"})
        CHECK(ChannelMap::parse(text)->text() == text);
}

TEST_CASE("What is no channel map is told in one sentence that says what is permitted")
{
    const auto told = [](const char* text) {
        const auto map = ChannelMap::parse(text);
        return map ? "no error" : map.error().message;
    };
    CHECK(told("left,rigth")
          == "The channel map \"left,rigth\" names \"rigth\"; write a word for each of 1 to 8 "
             "channels, as in left,right,none,touch (permitted are left, right, middle, none and "
             "touch).");
    CHECK_THAT(told(""), Catch::Contains("names no feed at one place"));
    CHECK_THAT(told("left,,right"), Catch::Contains("names no feed at one place"));
    CHECK_THAT(told("left,right,"), Catch::Contains("names no feed at one place"));
    CHECK_THAT(told("none,none"), Catch::Contains("leaves every channel silent"));
    CHECK_THAT(told("none,none,none,none,none,none,none,none,left"),
               Catch::Contains("more than 8 channels"));
}
