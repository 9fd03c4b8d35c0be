#include "midi/map.hpp"

#include "forms/form.hpp"

#include <algorithm>
#include <cmath>

namespace crura::midi {

namespace {

using forms::Range;
using forms::Table;
using forms::text_of;
using forms::Value;
using forms::Words;

constexpr int kFormat = 1;
constexpr int kHighestController = 119; // those above switch modes
constexpr int kHighestFine = 31;

constexpr Range kSevenBits{0, 127};
constexpr Range kPressed{1, 127};
constexpr Range kChannels{1, 16};
constexpr Range kBeats{1, 16};
constexpr Range kMembers{1, 15};
constexpr Range kSemitones{0, 96};
constexpr Range kRest{0, 10};
constexpr Range kAnyLevel{-1e6, 1e6};

const Words kLevels = {"breath",    "thoracic", "abdominal", "abdominal_share",
                       "agreement", "guide",    "raw"}; // in the order of Level
const Words kCurves = {"linear", "squared", "root"};    // of Curve
const Words kWishNames = {"start", "pause", "toggle", "mark",
                          "brake", "end",   "next",   "here"}; // of Wish
const Words kKinds = {"note", "controller", "program"};        // of PressRule::Kind

int whole(double number, const Value& where, const char* name)
{
    if (number != std::floor(number))
        where.mistake(text_of(name, " is ", number, "; write a whole number"));
    return int(number);
}

int whole_or(int usual, const Table& table, const char* key, Range permitted)
{
    const auto number = table.number_or(usual, key, permitted);
    const auto value = table.find(key);
    return value ? whole(number, *value, key) : usual;
}

std::optional<std::uint8_t> seven_bits(const Table& table, const char* key, Range permitted)
{
    const auto value = table.find(key);
    const auto number = value ? value->number(key, permitted) : std::nullopt;
    if (!number)
        return std::nullopt;
    return std::uint8_t(whole(*number, *value, key));
}

std::uint8_t channel_of(const Table& table)
{
    return std::uint8_t(whole_or(1, table, "channel", kChannels) - 1);
}

void check_controller(const Table& table, const ControllerRule& rule)
{
    if (rule.fine && rule.number > kHighestFine)
        table.find("number")->mistake(text_of(
            "number is ", int(rule.number), "; with fine = true permitted is 0 .. ", kHighestFine));
    if (rule.least == rule.most)
        (table.find("most") ? table.find("most") : table.find("least"))
            ->mistake("least and most are the same; between them must be room");
}

ControllerRule read_controller(const Table& table)
{
    ControllerRule rule;
    if (const auto level = table.need("level", "level = \"breath\""))
        rule.level = Level(level->word("level", kLevels).value_or(0));
    const double number = table.number("number", {0, kHighestController}).value_or(0);
    if (const auto value = table.find("number"))
        rule.number = std::uint8_t(whole(number, *value, "number"));
    rule.channel = channel_of(table);
    rule.fine = table.flag_or(false, "fine");
    rule.curve = Curve(table.word_or(0, "curve", kCurves));
    rule.least = float(table.number_or(rule.least, "least", kAnyLevel));
    rule.most = float(table.number_or(rule.most, "most", kAnyLevel));
    rule.from = float(table.number_or(rule.from, "from", kSevenBits));
    rule.to = float(table.number_or(rule.to, "to", kSevenBits));
    check_controller(table, rule);
    return rule;
}

bool same_place(const ControllerRule& a, const ControllerRule& b)
{
    const auto uses = [](const ControllerRule& rule, int number) {
        return number == rule.number || (rule.fine && number == rule.number + 32);
    };
    return a.channel == b.channel
        && (uses(a, b.number) || uses(b, a.number) || (b.fine && uses(a, b.number + 32)));
}

void read_controllers(const Table& file, Map& map)
{
    if (const auto list = file.find("controller"); list && list->is_table())
        return list->mistake("write [[controller]] in two pairs of brackets");
    file.each("controller", Map::kMostControllers, [&map](const Value& value) {
        const auto table = value.table(
            "[[controller]]",
            {"level", "number", "channel", "fine", "curve", "least", "most", "from", "to"});
        if (!table)
            return value.mistake("a controller begins with [[controller]] on a line of its own");
        const auto rule = read_controller(*table);
        if (std::any_of(map.controllers.begin(), map.controllers.end(),
                        [&rule](const ControllerRule& each) { return same_place(each, rule); }))
            value.mistake(text_of("controller ", int(rule.number), " on channel ", rule.channel + 1,
                                  " is taken by one above"));
        map.controllers.push_back(rule);
    });
}

// A table of the file; nothing when it is not there or is something else.
std::optional<Table> section(const Table& file, const std::string& name, Words keys)
{
    const auto value = file.find(name);
    if (!value)
        return std::nullopt;
    auto table = value->table("[" + name + "]", keys);
    if (!table)
        value->mistake("write [" + name + "] on a line of its own");
    return table;
}

NoteRule read_notes(const Table& file)
{
    const auto table =
        section(file, "notes", {"inspiration", "expiration", "velocity", "channel", "when"});
    if (!table)
        return {};
    NoteRule rule;
    rule.inspiration = seven_bits(*table, "inspiration", kSevenBits);
    rule.expiration = seven_bits(*table, "expiration", kSevenBits);
    rule.velocity = std::uint8_t(whole_or(rule.velocity, *table, "velocity", kPressed));
    rule.channel = channel_of(*table);
    rule.predicted = table->word_or(0, "when", {"predicted", "certain"}) == 0;
    return rule;
}

std::optional<ClockRule> read_clock(const Table& file)
{
    const auto table = section(file, "clock", {"beats"});
    if (!table)
        return std::nullopt;
    ClockRule rule;
    rule.beats = whole_or(rule.beats, *table, "beats", kBeats);
    return rule;
}

std::optional<MpeRule> read_mpe(const Table& file)
{
    const auto table = section(file, "mpe", {"members", "bend_range", "pressure", "timbre"});
    if (!table)
        return std::nullopt;
    MpeRule rule;
    rule.members = whole_or(rule.members, *table, "members", kMembers);
    rule.bend_range = whole_or(rule.bend_range, *table, "bend_range", kSemitones);
    rule.pressure = Level(table->word_or(std::size_t(rule.pressure), "pressure", kLevels));
    rule.timbre = Level(table->word_or(std::size_t(rule.timbre), "timbre", kLevels));
    return rule;
}

// What shares the channels of an MPE zone with its notes would bend and press them.
void check_zone(const Table& file, const Map& map)
{
    const auto in_zone = [&map](int channel) {
        return channel >= 1 && channel <= map.mpe->members;
    };
    if (map.notes.channel != 0)
        file.find("notes")->mistake(
            "with [mpe] every note has a channel of its own; leave out channel");
    for (const ControllerRule& rule : map.controllers)
        if (in_zone(rule.channel))
            file.find("mpe")->mistake(text_of("channel ", rule.channel + 1,
                                              " of a controller above is one of the notes' own; "
                                              "take 1 or one above ",
                                              map.mpe->members + 1));
}

// { note = 60 }, { controller = 64 } or { program = 3 }: which of them, and its number.
void read_kind(const Value& value, const Table& table, PressRule& rule)
{
    std::size_t found = 0;
    for (std::size_t kind = 0; kind < kKinds.size(); ++kind)
        if (const auto number = seven_bits(table, kKinds.begin()[kind].data(), kSevenBits)) {
            rule.kind = PressRule::Kind(kind);
            rule.number = *number;
            ++found;
        }
    if (found != 1 && table.report().empty())
        value.mistake("a command needs one of note, controller and program: { controller = 64 }");
}

PressRule read_press(const Value& value, const Table& table, Wish wish)
{
    PressRule rule;
    rule.wish = wish;
    read_kind(value, table, rule);
    if (table.find("channel"))
        rule.channel = channel_of(table);
    const int usual = rule.kind == PressRule::Kind::controller ? 64 : 1;
    rule.threshold = std::uint8_t(whole_or(usual, table, "threshold", kPressed));
    rule.rest_s = float(table.number_or(rule.rest_s, "rest_seconds", kRest));
    return rule;
}

void read_commands(const Table& file, Map& map)
{
    const auto commands = section(file, "commands", kWishNames);
    if (!commands)
        return;
    for (std::size_t wish = 0; wish < kWishes; ++wish) {
        const std::string name(kWishNames.begin()[wish]);
        const auto value = commands->find(name);
        if (!value)
            continue;
        const auto table = value->table(
            name, {"note", "controller", "program", "channel", "threshold", "rest_seconds"});
        if (!table) {
            value->mistake(name + " must be { controller = 64 }, { note = 36 } or { program = 1 }");
            continue;
        }
        const auto rule = read_press(*value, *table, Wish(wish));
        for (const PressRule& other : map.presses)
            if (same_press(other, rule))
                value->mistake(text_of("this press asks for ", name_of(other.wish), " already"));
        map.presses.push_back(rule);
    }
}

} // namespace

std::string_view name_of(Wish wish)
{
    return kWishNames.begin()[std::size_t(wish)];
}

std::string_view name_of(PressRule::Kind kind)
{
    return kKinds.begin()[std::size_t(kind)];
}

Result<Map> parse_map(std::string_view text, const std::string& file_name)
{
    Map map;
    const Words sections = {"format", "controller", "notes", "clock", "mpe", "commands"};
    const auto read = forms::read_form(text, file_name, sections, [&map](const Table& file) {
        forms::check_format(file, kFormat);
        read_controllers(file, map);
        map.notes = read_notes(file);
        map.clock = read_clock(file);
        map.mpe = read_mpe(file);
        read_commands(file, map);
        if (map.mpe)
            check_zone(file, map);
    });
    if (!read)
        return read.error();
    return map;
}

Result<Map> load_map(const std::filesystem::path& file)
{
    const auto text = forms::read_file(file, "docs/midi.md says what is in it.");
    return text ? parse_map(*text, file.string()) : text.error();
}

} // namespace crura::midi
