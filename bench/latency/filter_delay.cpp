#include "latency/filter_delay.hpp"

#include "engine/engine.hpp"
#include "support/given.hpp"

#include <cmath>
#include <complex>
#include <memory>
#include <numbers>
#include <vector>

namespace crura::bench {
namespace {

constexpr double kRateHz = 50;
constexpr double kLength_s = 240, kFrom_s = 120; // then everything has settled

} // namespace

FilterDelay filter_delay(double breaths_per_minute)
{
    const double w = 2 * std::numbers::pi * breaths_per_minute / 60;
    std::vector<double> values;
    for (double t = 0; t < kLength_s; t += 1 / kRateHz)
        values.push_back(500 - 100 * std::cos(w * t));
    const auto samples =
        test::by_time(test::samples_on({Band::thoracic, Quantity::displacement}, values, kRateHz),
                      test::samples_on({Band::abdominal, Quantity::displacement}, values, kRateHz));

    auto engine = std::make_unique<engine::Engine>();
    std::complex<double> displacement, opening; // the fundamental of each
    test::tick_through(*engine, samples, Time{}, time_from_seconds(kLength_s),
                       [&](const Snapshot& now) {
                           const double t = to_seconds(now.time);
                           if (t < kFrom_s)
                               return;
                           const auto turn = std::polar(1., -w * t);
                           displacement += now.breath.displacement * turn;
                           opening += double(now.cues.audio.opening) * turn;
                       });
    const auto behind_ms = [w](std::complex<double> fundamental) { // of -cos, whose angle is 180
        return -1e3 / w * std::arg(-fundamental);
    };
    return {behind_ms(displacement), behind_ms(opening)};
}

} // namespace crura::bench
