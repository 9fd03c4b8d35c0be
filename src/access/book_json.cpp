#include "access/book_json.hpp"

#include <string>

namespace crura::access {
namespace {

constexpr double kLatestMs = 253402300800e3; // the year 10000

} // namespace

json::Json in_ms(WallTime time)
{
    return double(time.time_since_epoch().count());
}

std::optional<WallTime> time_in(const json::Json& object, std::string_view member)
{
    const auto* ms = object.find<double>(member);
    if (!ms || !(*ms >= -kLatestMs && *ms <= kLatestMs))
        return std::nullopt;
    return WallTime(std::chrono::milliseconds(std::int64_t(*ms)));
}

std::optional<Digest> digest_in(const json::Json& object, std::string_view member)
{
    const auto* text = object.find<std::string>(member);
    return text ? digest_in(*text) : std::nullopt;
}

std::optional<Role> role_in(const json::Json& object)
{
    const auto* name = object.find<std::string>("role");
    for (const auto role : {Role::viewer, Role::client, Role::therapist})
        if (name && *name == name_of(role))
            return role;
    return std::nullopt;
}

std::optional<int> mat_in(const json::Json& object)
{
    const auto* mat = object.find<double>("mat");
    if (!mat || !(*mat >= 0 && *mat <= 99) || double(int(*mat)) != *mat)
        return std::nullopt;
    return int(*mat);
}

} // namespace crura::access
