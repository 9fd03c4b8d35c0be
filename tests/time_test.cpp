#include "core/sample.hpp"
#include "core/time.hpp"

#include <catch2/catch.hpp>

using namespace crura;

TEST_CASE("Seconds survive the way to nanoseconds and back, on both sides of zero")
{
    const double seconds = GENERATE(0.0, 0.01, -0.01, 12.345678901, -7200.5, 1e6);
    CHECK(to_seconds(from_seconds(seconds)) == Approx(seconds).margin(1e-9));
}

TEST_CASE("Every channel has its own index, and the index leads back to it")
{
    for (std::size_t i = 0; i < kChannels; ++i)
        CHECK(index_of(channel_at(i)) == i);
    CHECK(channel_at(kQuantities) == Channel{Band::abdominal, Quantity::displacement});
    CHECK(Quantity::acceleration_x + 2 == Quantity::acceleration_z);
}
