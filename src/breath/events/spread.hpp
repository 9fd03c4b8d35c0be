#pragma once

#include "dsp/history.hpp"

#include <cmath>
#include <cstddef>

namespace crura::breath {

// Mean of the last values, and their standard deviation over it (the coefficient of variation).
struct Spread {
    double mean = 0;
    double cv = 0;
};

template <std::size_t N>
Spread spread(const dsp::History<double, N>& values)
{
    double mean = 0, power = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
        mean += values[i] / double(values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        power += (values[i] - mean) * (values[i] - mean) / double(values.size());
    return {mean, mean > 0 ? std::sqrt(power) / mean : 0};
}

} // namespace crura::breath
