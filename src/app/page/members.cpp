#include "app/page/members.hpp"

#include "core/nearest.hpp"
#include "files/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace crura::app::page {

using json::Json;

namespace {

bool is_control(unsigned char byte)
{
    return byte < 0x20 || byte == 0x7F;
}

} // namespace

std::string Members::quoted(std::string_view name) const
{
    return '"' + where_ + files::as_line(name, 40) + '"';
}

void Members::wrong(std::string sentence)
{
    if (problem_.empty())
        problem_ = std::move(sentence);
}

const Json* Members::find(const char* name)
{
    known_.push_back(name);
    for (const auto& [key, value] : members_)
        if (key == name)
            return &value;
    return nullptr;
}

template <class T>
const T* Members::find_as(const char* name, const char* wanted)
{
    const Json* member = find(name);
    const T* value = member ? std::get_if<T>(&member->value) : nullptr;
    if (member && !value)
        wrong(fmt::format("{} has to be {}.", quoted(name), wanted));
    return value;
}

bool Members::takes(const char* name, const std::string& text, std::size_t most_bytes)
{
    if (text.size() > most_bytes)
        wrong(fmt::format("{} is too long: at most {} bytes.", quoted(name), most_bytes));
    else if (std::any_of(text.begin(), text.end(), is_control))
        wrong(fmt::format("{} holds a character that cannot be shown.", quoted(name)));
    else
        return true;
    return false;
}

std::optional<std::string> Members::text(const char* name, std::size_t most_bytes)
{
    const auto* text = find_as<std::string>(name, "a text");
    if (!text || !takes(name, *text, most_bytes))
        return std::nullopt;
    return *text;
}

std::optional<double> Members::number(const char* name, double least, double most)
{
    const auto* number = find_as<double>(name, "a number");
    if (!number)
        return std::nullopt;
    if (!(least <= *number && *number <= most)) {
        wrong(fmt::format("{} is {:g}; permitted is {:g} .. {:g}.", quoted(name), *number, least,
                          most));
        return std::nullopt;
    }
    return *number;
}

std::optional<int> Members::whole(const char* name, int least, int most)
{
    const auto value = number(name, least, most);
    if (value && *value != std::floor(*value)) {
        wrong(fmt::format("{} has to be a whole number.", quoted(name)));
        return std::nullopt;
    }
    return value ? std::optional(int(*value)) : std::nullopt;
}

std::optional<bool> Members::flag(const char* name)
{
    const auto* flag = find_as<bool>(name, "true or false");
    return flag ? std::optional(*flag) : std::nullopt;
}

std::optional<std::vector<std::string>> Members::texts(const char* name, std::size_t most)
{
    constexpr std::size_t kLongest = 500;
    const auto* items = find_as<Json::Array>(name, "a list of texts");
    if (!items)
        return std::nullopt;
    if (items->size() > most)
        wrong(fmt::format("{} has {} entries; at most {} are taken.", quoted(name), items->size(),
                          most));
    std::vector<std::string> texts;
    for (const auto& item : *items) {
        const auto* text = std::get_if<std::string>(&item.value);
        if (!text)
            wrong(fmt::format("{} has to be a list of texts.", quoted(name)));
        else if (takes(name, *text, kLongest))
            texts.push_back(*text);
    }
    return texts;
}

std::optional<Members> Members::object(const char* name)
{
    const auto* object = find_as<Json::Object>(name, "an object");
    return object ? std::optional(Members(*object, where_ + name + '.')) : std::nullopt;
}

void Members::needs(const char* name)
{
    const auto is = [name](const auto& member) { return member.first == name; };
    if (std::none_of(members_.begin(), members_.end(), is))
        wrong(fmt::format("{} is missing.", quoted(name)));
}

Result<void> Members::fine() const
{
    for (const auto& [name, value] : members_)
        if (std::find(known_.begin(), known_.end(), name) == known_.end())
            return Error{fmt::format("{} is not known here{}", quoted(name),
                                     known_.empty() ? "." : did_you_mean(name, known_))};
    if (!problem_.empty())
        return Error{problem_};
    return {};
}

Result<Members> members_of(std::string_view text)
{
    if (text.empty())
        return Members({});
    auto read = json::parse_json(text);
    if (!read)
        return Error{"What was sent cannot be read: " + read.error().message};
    auto* object = std::get_if<Json::Object>(&read->value);
    if (!object)
        return Error{"What was sent has to be a JSON object."};
    return Members(std::move(*object));
}

} // namespace crura::app::page
