#pragma once

#include "access/device.hpp"
#include "access/secret.hpp"
#include "json/json.hpp"

#include <optional>
#include <string_view>

namespace crura::access {

// What both books are written with. The readers give nothing where a member is not there or cannot
// be. [any]

json::Json in_ms(WallTime time);

std::optional<WallTime> time_in(const json::Json& object, std::string_view member);
std::optional<Digest> digest_in(const json::Json& object, std::string_view member);
std::optional<Role> role_in(const json::Json& object);
std::optional<int> mat_in(const json::Json& object);

} // namespace crura::access
