#pragma once

#include "core/estimate.hpp"
#include "core/time.hpp"
#include "json/json.hpp"

#include <cmath>
#include <concepts>

namespace crura::feed {

// As many decimals as these; null where it is not finite.
inline json::Json to_decimals(double value, double per_one)
{
    if (!std::isfinite(value))
        return {};
    return std::round(value * per_one) / per_one;
}

// For a person's eye: four digits that count, at most three of them behind the point.
inline json::Json number(double value)
{
    const double size = std::fabs(value);
    return to_decimals(value, size < 10 ? 1e3 : size < 100 ? 1e2 : size < 1000 ? 10 : 1);
}

template <std::integral Whole>
json::Json whole(Whole value)
{
    return double(value); // exact up to 2^53
}

// A point in time, to the millisecond.
inline json::Json moment(Time time)
{
    return to_decimals(to_seconds(time), 1e3);
}

// How long, to a tenth of a second.
inline json::Json seconds(double value)
{
    return to_decimals(value, 10);
}
inline json::Json seconds(Duration duration)
{
    return seconds(to_seconds(duration));
}

// With its doubt; null while it is not known.
inline json::Json estimate(const Estimate& from)
{
    if (!from.known || !std::isfinite(from.value) || !std::isfinite(from.plus_minus))
        return {};
    return json::Json::Array{number(from.value), number(from.plus_minus)};
}

} // namespace crura::feed
