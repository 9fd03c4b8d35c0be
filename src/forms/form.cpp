#include "forms/form.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <limits>
#include <system_error>

namespace crura::forms {
namespace {

// Of a value, a key or an error.
template <class Toml>
Place place_of(const Toml& toml)
{
    const auto begin = toml.source().begin;
    return {begin.line, begin.column};
}

const toml::node& node_of(const void* node)
{
    return *static_cast<const toml::node*>(node);
}

std::size_t characters_in(std::string_view text)
{
    return std::size_t(std::count_if(text.begin(), text.end(), [](char each) {
        return (static_cast<unsigned char>(each) & 0xC0) != 0x80;
    }));
}

} // namespace

Place Value::where() const
{
    return place_of(node_of(node_));
}

std::optional<double> Value::number(std::string_view name, Range permitted) const
{
    const auto& node = node_of(node_);
    if (!node.is_number()) {
        mistake(text_of(name, " must be a number without quotes, ", permitted.from, " .. ",
                        permitted.to));
        return std::nullopt;
    }
    constexpr double kTooLong = std::numeric_limits<double>::infinity(); // an integer, for a double
    const double value = node.value<double>().value_or(kTooLong);
    if (permitted.from <= value && value <= permitted.to)
        return value;
    mistake(text_of(name, " is ", value, "; permitted is ", permitted.from, " .. ", permitted.to));
    return std::nullopt;
}

std::optional<std::string> Value::text(std::string_view name, std::size_t longest) const
{
    const auto wrong = [&](const std::string& what) {
        mistake(text_of(name, ' ', what));
        return std::nullopt;
    };
    const auto& node = node_of(node_);
    if (!node.is_string())
        return wrong("must be text in quotes");
    const auto value = *node.value<std::string>();
    if (value.find_first_not_of(' ') == std::string::npos)
        return wrong("is empty; write a few words");
    if (std::any_of(value.begin(), value.end(), [](char each) { return 0 <= each && each < ' '; }))
        return wrong("must stay on one line");
    if (const auto length = characters_in(value); length > longest)
        return wrong(text_of("has ", length, " characters; permitted are 1 .. ", longest));
    return value;
}

std::optional<bool> Value::flag(std::string_view name) const
{
    const auto value = node_of(node_).value_exact<bool>();
    if (!value)
        mistake(text_of(name, " must be true or false, without quotes"));
    return value;
}

std::optional<double> Value::as_number() const
{
    return node_of(node_).is_number() ? node_of(node_).value<double>() : std::nullopt;
}

bool Value::is(std::int64_t integer) const
{
    return node_of(node_).value<std::int64_t>() == integer;
}

bool Value::is_table() const
{
    return node_of(node_).is_table();
}

std::optional<std::size_t> Value::word(std::string_view name, Words permitted) const
{
    constexpr std::size_t kLongestWord = 60;
    const auto given = text(name, kLongestWord);
    if (!given)
        return std::nullopt;
    const auto* found = std::find(permitted.begin(), permitted.end(), *given);
    if (found != permitted.end())
        return std::size_t(found - permitted.begin());
    mistake(text_of(name, " is ", quoted(*given), advice(*given, span_of(permitted))));
    return std::nullopt;
}

std::optional<Table> Value::table(std::string name, WordSpan keys) const
{
    const auto* found = node_of(node_).as_table();
    if (!found)
        return std::nullopt;
    Table table(*this, std::move(name));
    for (const auto& [key, value] : *found) {
        if (std::find(keys.begin(), keys.end(), key.str()) != keys.end())
            continue;
        report_->add(
            place_of(key),
            text_of(quoted(key.str()), " is unknown in ", table.name_, advice(key.str(), keys)));
        table.misspelt_.push_back(meant_by(key.str(), keys));
    }
    return table;
}

std::optional<Table> Value::table(std::string name, Words keys) const
{
    return table(std::move(name), span_of(keys));
}

std::optional<Value> Table::find(std::string_view key) const
{
    const auto* node = node_of(value_.node_).as_table()->get(key);
    return node ? std::optional(Value(node, report())) : std::nullopt;
}

std::optional<Value> Table::need(std::string_view key, std::string_view write) const
{
    const auto value = find(key);
    if (!value && std::find(misspelt_.begin(), misspelt_.end(), key) == misspelt_.end())
        report().add(where(), text_of(name_, " has no ", key, "; write ", write));
    return value;
}

std::vector<std::string> Table::keys() const
{
    std::vector<std::string> keys;
    for (const auto& [key, value] : *node_of(value_.node_).as_table())
        keys.emplace_back(key.str());
    return keys;
}

std::string Table::text(std::string_view key, std::size_t longest) const
{
    const auto value = need(key, text_of(key, " = \"...\""));
    return value ? value->text(key, longest).value_or("") : "";
}

std::string Table::text_or(std::string usual, std::string_view key, std::size_t longest) const
{
    const auto value = find(key);
    return value ? value->text(key, longest).value_or("") : usual;
}

std::optional<double> Table::number(std::string_view key, Range permitted) const
{
    const auto value =
        need(key, text_of(key, " = a number, ", permitted.from, " .. ", permitted.to));
    return value ? value->number(key, permitted) : std::nullopt;
}

double Table::number_or(double usual, std::string_view key, Range permitted) const
{
    const auto value = find(key);
    return value ? value->number(key, permitted).value_or(permitted.from) : usual;
}

bool Table::flag_or(bool usual, std::string_view key) const
{
    const auto value = find(key);
    return value ? value->flag(key).value_or(usual) : usual;
}

std::size_t Table::word_or(std::size_t usual, std::string_view key, Words permitted) const
{
    const auto value = find(key);
    return value ? value->word(key, permitted).value_or(usual) : usual;
}

void Table::each(std::string_view key, std::size_t most,
                 const std::function<void(const Value&)>& read) const
{
    const auto value = find(key);
    if (!value)
        return;
    const auto* list = node_of(value->node_).as_array();
    if (!list)
        return value->mistake(text_of(key, " must be a list in [brackets]"));
    if (list->size() > most)
        value->mistake(text_of(key, " has ", list->size(), " entries; permitted are 0 .. ", most));
    for (const toml::node& entry : *list)
        read(Value(&entry, report()));
}

Result<Warnings> read_form(std::string_view text, const std::string& file_name, Words keys,
                           const std::function<void(const Table&)>& read)
{
    Report report(text, file_name);
    try {
        const toml::table root = toml::parse(text);
        const toml::node& top = root;
        read(*Value(&top, report).table("the file", keys));
    } catch (const toml::parse_error& broken) {
        report.add(place_of(broken), std::string(broken.description()));
    }
    if (!report.empty())
        return report.error();
    return report.remarks();
}

void check_format(const Table& file, int format)
{
    const auto given = file.need("format", text_of("format = ", format, " at the top"));
    if (given && !given->is(format))
        given->mistake(text_of("this version of crura reads format = ", format, " only"));
}

int read_format(const Table& file, int newest)
{
    const auto given = file.need("format", text_of("format = ", newest, " at the top"));
    for (int format = 1; given && format <= newest; ++format)
        if (given->is(format))
            return format;
    if (given)
        given->mistake(text_of("this version of crura reads format = 1 .. ", newest, " only"));
    return newest;
}

Result<std::string> read_file(const std::filesystem::path& file, const std::string& advice)
{
    std::error_code ignored;
    std::ifstream stream(file, std::ios::binary);
    if (!stream || !std::filesystem::is_regular_file(file, ignored))
        return Error{text_of(file.string(), " cannot be read; ", advice)};
    return std::string(std::istreambuf_iterator<char>(stream), {});
}

} // namespace crura::forms
