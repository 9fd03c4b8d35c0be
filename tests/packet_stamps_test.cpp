#include "dsp/packet_stamps.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <vector>

using namespace crura;

namespace {

struct Stamped {
    std::vector<double> measured_s;
    std::vector<Time> stamps;
};

// Packets of `size` samples, stamped one after the other `apart_s` from when the last was measured.
Stamped in_packets(double rate_hz, std::size_t size, double apart_s, double length_s = 60)
{
    Stamped made;
    for (std::size_t i = 0; double(i) < rate_hz * length_s; ++i) {
        const std::size_t last = i / size * size + size - 1;
        made.measured_s.push_back(double(i) / rate_hz);
        made.stamps.push_back(
            time_from_seconds(double(last) / rate_hz + apart_s * double(i % size)));
    }
    return made;
}

double worst_error_s(const Stamped& made, std::size_t from)
{
    double worst = 0;
    for (std::size_t i = from; i < made.stamps.size(); ++i)
        worst = std::max(worst, std::fabs(to_seconds(made.stamps[i]) - made.measured_s[i]));
    return worst;
}

} // namespace

TEST_CASE("Samples stamped in packets get back the time at which they were measured")
{
    const double rate_hz = GENERATE(10., 50., 130., 1000.);
    const std::size_t size = GENERATE(2u, 5u, 10u);
    SECTION("all with one stamp")
    {
        auto made = in_packets(rate_hz, size, 0);
        dsp::spread_packets(made.stamps);
        CHECK(worst_error_s(made, 0) < 0.2 / rate_hz); // of the first packet less is known
        CHECK(worst_error_s(made, size) < 1e-6);
    }
    SECTION("as fast as they were read")
    {
        const double apart_s = 0.01 / rate_hz;
        auto made = in_packets(rate_hz, size, apart_s);
        dsp::spread_packets(made.stamps);
        CHECK(worst_error_s(made, size) < 1e-6 + double(size) * apart_s);
    }
}

TEST_CASE("Stamps that were made one by one stay as they are, though they jitter by half")
{
    std::mt19937 random(1);
    std::uniform_real_distribution<double> jitter(-0.35, 0.35);
    std::vector<Time> stamps;
    for (int i = 0; i < 1000; ++i)
        stamps.push_back(time_from_seconds((i + jitter(random)) / 10.2));
    const auto before = stamps;
    dsp::spread_packets(stamps);
    CHECK(stamps == before);
}

TEST_CASE("A pause is not filled from the packet after it")
{
    auto made = in_packets(100, 10, 0);
    const auto gap = std::chrono::seconds(5);
    for (std::size_t i = 3000; i < made.stamps.size(); ++i) {
        made.stamps[i] += gap;
        made.measured_s[i] += 5;
    }
    dsp::spread_packets(made.stamps);
    CHECK(worst_error_s(made, 3010) < 1e-6);
    CHECK(made.stamps[3000] - made.stamps[2999] > gap - std::chrono::milliseconds(50));
}

TEST_CASE("Spread stamps never go back, whatever they were")
{
    std::mt19937 random(2);
    std::vector<Time> stamps(5000);
    Time time{};
    for (auto& stamp : stamps)
        stamp = time += Duration(random() % 3 == 0 ? random() % 400'000'000 : random() % 300);
    const auto last = stamps.back();
    dsp::spread_packets(stamps);
    CHECK(std::is_sorted(stamps.begin(), stamps.end()));
    CHECK(stamps.back() == last);
    std::vector<Time> none, one{time};
    dsp::spread_packets(none);
    dsp::spread_packets(one);
    CHECK(one[0] == time);
}

TEST_CASE("Every channel is spread by itself, and all are in the order of time again")
{
    constexpr Channel kChest{Band::thoracic, Quantity::displacement};
    constexpr Channel kBelly{Band::abdominal, Quantity::displacement};
    const auto packets = in_packets(50, 5, 0);
    std::vector<Sample> samples;
    for (std::size_t i = 0; i < packets.stamps.size(); ++i) {
        samples.push_back({packets.stamps[i], double(i), kChest}); // both in a row
        samples.push_back({packets.stamps[i], double(i), kBelly});
    }
    dsp::spread_packets(samples);
    REQUIRE(samples.size() == 2 * packets.stamps.size());
    for (std::size_t i = 10; i < samples.size(); ++i) {
        REQUIRE(samples[i].time >= samples[i - 1].time);
        REQUIRE(to_seconds(samples[i].time) == Approx(samples[i].value / 50).margin(1e-6));
    }
}
