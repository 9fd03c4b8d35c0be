#include "core/latest.hpp"
#include "core/spsc_ring.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstdint>
#include <thread>

using namespace crura;

namespace {

// Larger than a cache line, every word computed from the first: a torn value cannot hide.
struct Wide {
    std::array<std::uint64_t, 32> words{};

    static Wide of(std::uint64_t seed)
    {
        Wide wide;
        for (std::size_t i = 0; i < wide.words.size(); ++i)
            wide.words[i] = seed * (2 * i + 1);
        return wide;
    }
    std::uint64_t seed() const { return words[0]; }
    bool whole() const { return words == of(seed()).words; }
};

constexpr std::uint64_t kRounds = 200'000;

} // namespace

TEST_CASE("SpscRing carries every item once and in order between two threads")
{
    SpscRing<Wide> ring(64);
    std::jthread producer([&ring] {
        for (std::uint64_t i = 1; i <= kRounds; ++i)
            while (!ring.push(Wide::of(i)))
                std::this_thread::yield();
    });

    bool in_order = true;
    bool whole = true;
    Wide item;
    for (std::uint64_t expected = 1; expected <= kRounds;) {
        if (!ring.pop(item)) {
            std::this_thread::yield();
            continue;
        }
        in_order = in_order && item.seed() == expected++;
        whole = whole && item.whole();
    }
    CHECK(in_order);
    CHECK(whole);
    CHECK_FALSE(ring.pop(item));
}

TEST_CASE("SpscRing refuses and counts what finds no room, and keeps what it has")
{
    SpscRing<int> ring(4);
    for (int i = 0; i < 7; ++i)
        CHECK(ring.push(i) == (i < 4));
    CHECK(ring.refused() == 3);
    CHECK(ring.size() == 4);

    int item = -1;
    for (int i = 0; i < 4; ++i) {
        REQUIRE(ring.pop(item));
        CHECK(item == i);
    }
    CHECK_FALSE(ring.pop(item));
    CHECK(ring.push(7));
}

TEST_CASE("SpscRing has at least the room that was asked for")
{
    CHECK(SpscRing<int>(1).capacity() == 1);
    CHECK(SpscRing<int>(5).capacity() == 8);
    CHECK(SpscRing<int>(1000).capacity() >= 1000);
}

TEST_CASE("FixedRing holds its items itself and is otherwise the same")
{
    FixedRing<int, 4> ring;
    CHECK(ring.capacity() == 4);
    CHECK(sizeof ring >= 4 * sizeof(int));
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 5; ++i)
            CHECK(ring.push(i) == (i < 4));
        int item = -1;
        for (int i = 0; i < 4; ++i) {
            REQUIRE(ring.pop(item));
            CHECK(item == i);
        }
        CHECK_FALSE(ring.pop(item));
    }
    CHECK(ring.refused() == 3);
}

TEST_CASE("Latest never tears a value and never goes back in time")
{
    Latest<Wide> latest(Wide::of(0));
    std::jthread producer([&latest] {
        for (std::uint64_t i = 1; i <= kRounds; ++i)
            latest.write(Wide::of(i));
    });

    bool forwards = true;
    bool whole = true;
    for (std::uint64_t seen = 0; seen < kRounds;) {
        const Wide& value = latest.read();
        forwards = forwards && value.seed() >= seen;
        whole = whole && value.whole();
        seen = value.seed();
    }
    CHECK(forwards);
    CHECK(whole);
}

TEST_CASE("Latest gives the initial value until something is written, then the newest")
{
    Latest<int> latest(7);
    CHECK(latest.read() == 7);
    latest.write(1);
    latest.write(2);
    latest.write(3);
    CHECK(latest.read() == 3);
    CHECK(latest.read() == 3);
}
