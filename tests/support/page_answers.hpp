#pragma once

#include "web/message.hpp"
#include "json/json.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>

namespace crura::test {

// Members of an answer, which are there and of the type that is read.

inline json::Json read(const web::Response& response)
{
    const auto json = json::parse_json(response.body);
    REQUIRE(json);
    return *json;
}

inline const json::Json& in(const json::Json& json, const std::string& name)
{
    for (const auto& [key, value] : std::get<json::Json::Object>(json.value))
        if (key == name)
            return value;
    FAIL("no " + name);
    return json;
}

inline json::Json::Array array_in(const json::Json& json, const std::string& name)
{
    return std::get<json::Json::Array>(in(json, name).value);
}

inline std::string text_in(const json::Json& json, const std::string& name)
{
    return std::get<std::string>(in(json, name).value);
}

inline double number_in(const json::Json& json, const std::string& name)
{
    return std::get<double>(in(json, name).value);
}

inline std::set<std::string> names_of(const json::Json& json)
{
    std::set<std::string> names;
    for (const auto& [name, value] : std::get<json::Json::Object>(json.value))
        names.insert(name);
    return names;
}

} // namespace crura::test
