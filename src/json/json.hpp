#pragma once

#include "core/result.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace crura::json {

// A JSON value. An object keeps the order of its members.
struct Json {
    using Array = std::vector<Json>;
    using Object = std::vector<std::pair<std::string, Json>>;

    std::variant<std::nullptr_t, bool, double, std::string, Array, Object> value;

    Json() : value(nullptr) {}
    Json(bool is) : value(is) {}
    Json(double number) : value(number) {}
    Json(std::string text) : value(std::move(text)) {}
    Json(const char* text) : value(std::string(text)) {}
    Json(Array items) : value(std::move(items)) {}
    Json(Object members) : value(std::move(members)) {}

    friend bool operator==(const Json&, const Json&) = default;

    // Nothing where this is no object, has no such member, or that member is of another type.
    template <class T>
    const T* find(std::string_view name) const
    {
        if (const auto* members = std::get_if<Object>(&value))
            for (const auto& [key, member] : *members)
                if (key == name)
                    return std::get_if<T>(&member.value);
        return nullptr;
    }
};

// A text that is one JSON value; not deeper than 32 levels.
Result<Json> parse_json(std::string_view text);

// Indented, for people too. A number that is not finite is null, bytes that are no UTF-8 are marks.
std::string to_text(const Json& json);

// The same on one line, for machines.
std::string to_line(const Json& json);

} // namespace crura::json
