#include "dsp/phase_angle.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>

namespace crura::dsp {
namespace {

constexpr std::size_t kPoints = 128; // a breath is resampled to this many

using Cycle = std::array<double, kPoints>;

// One breath on kPoints, without its trend and mean.
Cycle cycle_of(std::span<const double> band)
{
    Cycle cycle;
    const double last = double(band.size() - 1);
    const double trend = band.back() - band.front();
    double mean = 0;
    for (std::size_t i = 0; i < kPoints; ++i) {
        const double at = last * double(i) / kPoints;
        const auto before = std::size_t(at);
        const double part = at - double(before);
        const double level = band[before] + part * (band[before + 1] - band[before]);
        cycle[i] = level - trend * at / last;
        mean += cycle[i] / kPoints;
    }
    for (auto& level : cycle)
        level -= mean;
    return cycle;
}

// What is left of a band when its line is taken off is no more than rounding.
bool is_flat(const Cycle& cycle, std::span<const double> band)
{
    const auto [low, high] = std::minmax_element(cycle.begin(), cycle.end());
    const double largest = std::max(std::fabs(band.front()), std::fabs(band.back()));
    return *high - *low <= 1e-9 * largest;
}

// Correlation with the thorax taken `lag` points after the abdomen, around the circle.
double correlation(const Cycle& thoracic, const Cycle& abdominal, std::size_t lag)
{
    double sum = 0;
    for (std::size_t i = 0; i < kPoints; ++i)
        sum += abdominal[i] * thoracic[(i + lag) % kPoints];
    return sum;
}

// Where between -1 and 1 the parabola through three neighbours has its top.
double parabola_top(double left, double middle, double right)
{
    const double curve = left - 2 * middle + right;
    return curve < 0 ? 0.5 * (left - right) / curve : 0;
}

} // namespace

std::optional<double> phase_angle_deg(std::span<const double> thoracic,
                                      std::span<const double> abdominal)
{
    assert(thoracic.size() == abdominal.size() && thoracic.size() >= 16);
    const Cycle chest = cycle_of(thoracic);
    const Cycle belly = cycle_of(abdominal);
    if (is_flat(chest, thoracic) || is_flat(belly, abdominal))
        return std::nullopt;

    Cycle r;
    for (std::size_t lag = 0; lag < kPoints; ++lag)
        r[lag] = correlation(chest, belly, lag);
    const auto best = std::size_t(std::max_element(r.begin(), r.end()) - r.begin());
    const double top = double(best)
        + parabola_top(r[(best + kPoints - 1) % kPoints], r[best], r[(best + 1) % kPoints]);
    const double degrees = 360 * top / kPoints;
    return degrees > 180 ? degrees - 360 : degrees;
}

} // namespace crura::dsp
