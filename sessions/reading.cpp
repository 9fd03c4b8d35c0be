#include "sessions/reading.hpp"

#include "sessions/wording.hpp"

#include <algorithm>
#include <utility>

namespace crura::sessions::reading {

using forms::quoted;
using forms::text_of;

namespace {

bool is_id(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char each) {
        return ('a' <= each && each <= 'z') || ('0' <= each && each <= '9') || each == '-';
    });
}

forms::Place place_of(const forms::Table& table, std::string_view key)
{
    const auto value = table.find(key);
    return value ? value->where() : table.where();
}

} // namespace

Duration from_minutes(double minutes)
{
    return from_seconds(minutes * 60);
}

double to_minutes(Duration duration)
{
    return to_seconds(duration) / 60;
}

void check_id(const forms::Table& table, std::string_view key, const std::string& id)
{
    if (!is_id(id))
        table.find(key)->mistake(
            text_of(key, " is ", quoted(id), "; permitted are a .. z, 0 .. 9 and -"));
}

std::string read_id(const forms::Table& table)
{
    auto id = table.text("id", kLongestName);
    check_id(table, "id", id);
    return id;
}

std::string read_sentence(const forms::Value& value, std::string_view key, std::string_view kind)
{
    const auto say = value.text(key, kLongestSentence).value_or("");
    if (const auto* found = find_discouraged(say))
        value.mistake(
            text_of(kind, " does not say ", quoted(found->word), "; say ", found->instead));
    if (!is_one_sentence(say))
        value.mistake(text_of(kind, " is one sentence; move what follows the first to ", kind,
                              " of its own"));
    return say;
}

void refuse_newer(const forms::Table& table, int format, forms::Words newer)
{
    constexpr int kBroughtThem = 2;
    if (format >= kBroughtThem)
        return;
    for (const auto key : newer)
        if (const auto value = table.find(key))
            value->mistake(text_of(key, " is a key of format ", kBroughtThem,
                                   "; write format = ", kBroughtThem, " at the top"));
}

void mistake_at(const forms::Table& table, std::string_view key, std::string what)
{
    table.report().add(place_of(table, key), std::move(what));
}

void warn_at(const forms::Table& table, std::string_view key, std::string what)
{
    table.report().warn(place_of(table, key), std::move(what));
}

} // namespace crura::sessions::reading
