#include "dsp/sliding_mean.hpp"

#include "dsp/asynchrony.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace crura::dsp {

std::optional<SlidingMean> sliding_mean(std::span<const double> thoracic,
                                        std::span<const double> abdominal, std::size_t first,
                                        std::size_t last, double sample_rate_hz)
{
    assert(thoracic.size() == abdominal.size() && first < last && last < thoracic.size());
    const Asynchrony::Params params{.sample_rate_hz = sample_rate_hz};
    Asynchrony apart(params);
    double along = 0, ahead = 0, opposed = 0;
    std::size_t heard = 0;
    for (std::size_t i = 0; i < thoracic.size(); ++i) {
        apart(thoracic[i], abdominal[i]);
        // What is said is late by the memory.
        const double said_of = double(i) - params.memory * apart.breath_time_s() * sample_rate_hz;
        if (said_of > double(last))
            break;
        if (said_of < double(first) || !apart.known())
            continue;
        const double radians = apart.phase_angle_deg() * std::numbers::pi / 180;
        along += std::cos(radians);
        ahead += std::sin(radians);
        opposed += apart.opposed_deg();
        ++heard;
    }
    if (heard == 0)
        return std::nullopt;
    return SlidingMean{std::atan2(ahead, along) * 180 / std::numbers::pi, opposed / double(heard)};
}

} // namespace crura::dsp
