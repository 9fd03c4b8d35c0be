#include "app/one_clock.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace crura;
using app::on_one_clock;

namespace {

exchange::Signal counted(double rate_hz, double seconds)
{
    exchange::Signal signal;
    signal.rate_hz = rate_hz;
    for (int i = 0; i < seconds * rate_hz; ++i)
        signal.values.push_back(i);
    return signal;
}

} // namespace

TEST_CASE("Sensors of different clocks share one, and no value is lost or far from its time")
{
    exchange::Study study;
    study.signals = {counted(49.9971, 1200), counted(50.0013, 1200), counted(25.003, 1200),
                     counted(100, 1200)};
    const auto one = on_one_clock(study);
    const double fastest_hz = one.signals[3].rate_hz;
    CHECK(fastest_hz == Approx(4 * 25.003));
    CHECK(one.signals[0].rate_hz == fastest_hz / 2);
    CHECK(one.signals[1].rate_hz == fastest_hz / 2);
    CHECK(one.signals[2].rate_hz == fastest_hz / 4);
    for (std::size_t s = 0; s < 4; ++s) {
        const auto& before = study.signals[s];
        const auto& after = one.signals[s];
        std::size_t kept = 0;
        for (std::size_t i = 0; i < after.values.size(); ++i)
            if (std::isfinite(after.values[i])) {
                REQUIRE(after.values[i] == double(kept++)); // each once, in their order
                REQUIRE(std::fabs(double(i) / after.rate_hz - after.values[i] / before.rate_hz)
                        <= 0.5001 / after.rate_hz);
            }
        CHECK(kept == before.values.size());
    }
}

TEST_CASE("Rates that have nothing to do with each other stay")
{
    exchange::Study study;
    study.signals = {counted(50, 10), counted(128, 10), counted(33.3, 10)};
    const auto one = on_one_clock(study);
    for (std::size_t s = 0; s < 3; ++s) {
        CHECK(one.signals[s].rate_hz == study.signals[s].rate_hz);
        CHECK(one.signals[s].values == study.signals[s].values);
    }
    CHECK(on_one_clock({}).signals.empty());
}
