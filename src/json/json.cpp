#include "json/json.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdint>

namespace crura::json {

namespace {

using Library = nlohmann::ordered_json;

constexpr int kDeepest = 32; // levels: a stack is not endless

struct TooDeep {};

Json from_library(const Library& from, int depth)
{
    if (depth > kDeepest)
        throw TooDeep{};
    switch (from.type()) {
    case Library::value_t::boolean:
        return from.get<bool>();
    case Library::value_t::number_integer:
    case Library::value_t::number_unsigned:
    case Library::value_t::number_float:
        return from.get<double>();
    case Library::value_t::string:
        return from.get<std::string>();
    case Library::value_t::array: {
        Json::Array items;
        for (const auto& item : from)
            items.push_back(from_library(item, depth + 1));
        return items;
    }
    case Library::value_t::object: {
        Json::Object members;
        for (const auto& [name, member] : from.items())
            members.emplace_back(name, from_library(member, depth + 1));
        return members;
    }
    default:
        return {};
    }
}

Library to_library(const Json& from)
{
    struct Convert {
        Library operator()(const Json::Array& items) const
        {
            auto array = Library::array();
            for (const auto& item : items)
                array.push_back(to_library(item));
            return array;
        }
        Library operator()(const Json::Object& members) const
        {
            auto object = Library::object();
            for (const auto& [name, member] : members)
                object[name] = to_library(member);
            return object;
        }
        Library operator()(double number) const
        {
            constexpr double kExact = 9007199254740992; // 2^53: whole numbers up to here
            if (number == std::floor(number) && std::fabs(number) < kExact)
                return std::int64_t(number);
            return number;
        }
        Library operator()(std::nullptr_t) const { return nullptr; }
        Library operator()(bool is) const { return is; }
        Library operator()(const std::string& text) const { return text; }
    };
    return std::visit(Convert{}, from.value);
}

} // namespace

Result<Json> parse_json(std::string_view text)
{
    try {
        return from_library(Library::parse(text), 0);
    } catch (const Library::exception&) {
        return Error{"this is not JSON."};
    } catch (const TooDeep&) {
        return Error{"this JSON is nested too deeply."};
    }
}

std::string to_text(const Json& json)
{
    return to_library(json).dump(2, ' ', false, Library::error_handler_t::replace) + '\n';
}

std::string to_line(const Json& json)
{
    return to_library(json).dump(-1, ' ', false, Library::error_handler_t::replace);
}

} // namespace crura::json
