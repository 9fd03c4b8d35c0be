#include "app/page/values.hpp"

#include "app/wall_clock.hpp"

#include <cmath>

namespace crura::app::page {

using json::Json;

Json json_of(const Estimate& value)
{
    if (!value.known || !std::isfinite(value.value) || !std::isfinite(value.plus_minus))
        return {};
    return Json::Array{value.value, value.plus_minus};
}

Json json_of(const std::optional<std::uint8_t>& choice)
{
    return choice ? Json(double(*choice)) : Json();
}

Json json_of(history::WallTime time)
{
    return utc_time(time);
}

Json json_of(const std::vector<std::string>& texts)
{
    return Json::Array(texts.begin(), texts.end());
}

Json rounded(double value, int places)
{
    if (!std::isfinite(value))
        return {};
    const double scale = std::pow(10, places);
    return std::round(value * scale) / scale;
}

} // namespace crura::app::page
