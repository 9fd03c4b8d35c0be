#include "osc/osc_map.hpp"

#include "forms/form.hpp"

#include <array>
#include <optional>

namespace crura::osc {
namespace {

using forms::Table;
using forms::Value;

constexpr int kFormat = 1;
constexpr std::size_t kMostColumns = 64;
constexpr std::size_t kLongestAddress = 120;
constexpr forms::Range kArgument{1, 64};
constexpr forms::Range kFactor{-1e9, 1e9};

// In the order of Quantity.
const forms::Words kMeasures = {
    "displacement",   "flow",           "acceleration_x",  "acceleration_y", "acceleration_z",
    "angular_rate_x", "angular_rate_y", "angular_rate_z",  "quaternion_w",   "quaternion_x",
    "quaternion_y",   "quaternion_z",   "displacement_ac", "togetherness"};
const forms::Words kSiteWords = {"chest", "belly", "sacrum"}; // in the order of Band

std::size_t needed_word(const Table& table, std::string_view key, forms::Words permitted,
                        std::string_view write)
{
    const auto value = table.need(key, write);
    return value ? value->word(key, permitted).value_or(0) : 0;
}

void read_column(const Value& value, OscMap& map)
{
    const auto table =
        value.table("[[sample]]", {"address", "argument", "site", "measures", "scale", "offset"});
    if (!table)
        return value.mistake("a sample begins with [[sample]] on a line of its own");
    OscColumn column;
    column.address = table->text("address", kLongestAddress);
    if (!column.address.empty() && column.address.front() != '/')
        table->find("address")->mistake("address must begin with a slash, as in \"/muse/acc\"");
    column.argument = std::size_t(table->number_or(1, "argument", kArgument)) - 1;
    column.channel.quantity =
        Quantity(needed_word(*table, "measures", kMeasures, "measures = \"displacement\""));
    if (column.channel.quantity != Quantity::togetherness)
        column.channel.band =
            Band(needed_word(*table, "site", kSiteWords, "site = \"chest\" or \"belly\""));
    column.scale = table->number_or(1, "scale", kFactor);
    column.offset = table->number_or(0, "offset", kFactor);
    if (column.scale == 0)
        table->find("scale")->mistake("scale is 0; every measurement would be the same");
    map.push_back(std::move(column));
}

} // namespace

OscMap default_osc_map()
{
    return {
        {"/crura/*/resp", 0, {Band::thoracic, Quantity::displacement}},
        {"/crura/*/resp", 1, {Band::abdominal, Quantity::displacement}},
        {"/crura/room", 0, {Band::thoracic, Quantity::togetherness}},
        {"/muse/acc", 0, {Band::abdominal, Quantity::acceleration_x}},
        {"/muse/acc", 1, {Band::abdominal, Quantity::acceleration_y}},
        {"/muse/acc", 2, {Band::abdominal, Quantity::acceleration_z}},
    };
}

Result<OscMap> parse_osc_map(std::string_view text, const std::string& file_name)
{
    OscMap map;
    const auto read =
        forms::read_form(text, file_name, {"format", "sample"}, [&](const Table& file) {
            forms::check_format(file, kFormat);
            const auto list = file.need("sample", "[[sample]], and below it what it is");
            if (list && list->is_table())
                return list->mistake("write [[sample]] in two pairs of brackets");
            file.each("sample", kMostColumns, [&](const Value& each) { read_column(each, map); });
        });
    if (!read)
        return read.error();
    return map;
}

Result<OscMap> load_osc_map(const std::filesystem::path& file)
{
    const auto text = forms::read_file(file, "write an OSC map there (docs/osc.md).");
    return text ? parse_osc_map(*text, file.string()) : text.error();
}

bool matches(std::string_view pattern, std::string_view address)
{
    while (!pattern.empty() && !address.empty()) {
        const auto part = pattern.substr(0, pattern.find('/', 1));
        const auto given = address.substr(0, address.find('/', 1));
        if (part != "/*" && part != given)
            return false;
        pattern.remove_prefix(part.size());
        address.remove_prefix(given.size());
    }
    return pattern.empty() && address.empty();
}

} // namespace crura::osc
