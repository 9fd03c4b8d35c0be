#include "breath/turns/band_mix.hpp"

#include <algorithm>
#include <cmath>

namespace crura::breath {
namespace {

constexpr Levels kPart{0.6, 0.4}; // of the uncalibrated sum, by Band
constexpr double kBalance = 1.3;  // bands as unequal as that are weighed anew

} // namespace

void BandMix::weigh(const Bands& bands, const Gains& gains, const Levels& level)
{
    if (bands.valid == weighed_)
        return;
    const Levels weight = wanted(bands, bands.valid, gains);
    if (weight == Levels{})
        return;
    sum_.set_weights(weight, level);
    weighed_ = bands.valid;
}

bool BandMix::out_of_balance(const Bands& bands, const Gains& gains) const
{
    const Levels weight = wanted(bands, weighed_, gains);
    const double one = weight[0] * sum_.weight()[1], other = weight[1] * sum_.weight()[0];
    return std::max(one, other) > kBalance * std::min(one, other);
}

double BandMix::noise(const Bands& bands) const
{
    return std::hypot(sum_.weight()[0] * bands.noise[0], sum_.weight()[1] * bands.noise[1]);
}

// The sum stays as high as before: 1 in the beginning.
Levels BandMix::wanted(const Bands& bands, std::bitset<kBands> valid, const Gains& gains) const
{
    const Levels gain{gains.thoracic, gains.abdominal};
    Levels weight{};
    double before = 0, total = 0;
    for (std::size_t b = 0; b < kBands; ++b) {
        const double height = bands.height[b];
        before += sum_.weight()[b] * height;
        if (!valid[b] || height <= 0)
            continue;
        weight[b] = gains.calibrated ? gain[b] : kPart[b] * bands.clarity[b] / height;
        total += weight[b] * height;
    }
    if (total <= 0)
        return {};
    for (auto& each : weight)
        each *= (before > 0 ? before : 1) / total;
    return weight;
}

} // namespace crura::breath
