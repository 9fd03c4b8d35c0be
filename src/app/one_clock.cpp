#include "app/one_clock.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace crura::app {
namespace {

constexpr double kNearly = 0.01; // of a rate

// How many times as fast; 0 where it is no whole number.
double times(double fast_hz, double slow_hz)
{
    const double ratio = fast_hz / slow_hz;
    const double whole = std::round(ratio);
    return std::fabs(ratio / whole - 1) < kNearly ? whole : 0;
}

void move_to(double rate_hz, exchange::Signal& signal)
{
    std::vector<double> values;
    for (std::size_t i = 0; i < signal.values.size(); ++i) {
        const auto slot = std::size_t(std::llround(double(i) * rate_hz / signal.rate_hz));
        values.resize(slot + 1, std::numeric_limits<double>::quiet_NaN());
        values[slot] = signal.values[i];
    }
    signal.values = std::move(values);
    signal.rate_hz = rate_hz;
}

} // namespace

exchange::Study on_one_clock(exchange::Study study)
{
    double fastest_hz = 0;
    for (const auto& signal : study.signals)
        fastest_hz = std::max(fastest_hz, signal.rate_hz);
    double clock_hz = 0;
    for (const auto& signal : study.signals)
        clock_hz = std::max(clock_hz, times(fastest_hz, signal.rate_hz) * signal.rate_hz);
    for (auto& signal : study.signals)
        if (const double parts = times(fastest_hz, signal.rate_hz); parts > 0)
            move_to(clock_hz / parts, signal);
    return study;
}

} // namespace crura::app
