#include "app/wall_clock.hpp"

#include <fmt/chrono.h>

namespace crura::app {
namespace {

std::time_t seconds_of(history::WallTime time)
{
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

} // namespace

std::string local_date(history::WallTime time)
{
    return fmt::format("{:%Y-%m-%d}", fmt::localtime(seconds_of(time)));
}

std::string local_time(history::WallTime time)
{
    return fmt::format("{:%Y-%m-%d %H:%M}", fmt::localtime(seconds_of(time)));
}

std::string utc_time(history::WallTime time)
{
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(seconds_of(time)));
}

} // namespace crura::app
