#include "midi/learn.hpp"

#include "forms/form.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <system_error>
#include <vector>

namespace fs = std::filesystem;

namespace crura::midi {

namespace {

using forms::text_of;

const std::string kSection = "[commands]";

using Lines = std::vector<std::string>;

Lines lines_of(std::string_view text)
{
    std::istringstream stream{std::string(text)};
    Lines lines;
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

std::string joined(const Lines& lines)
{
    std::string text;
    for (const auto& line : lines)
        text += line + '\n';
    return text;
}

std::string trimmed(const std::string& line)
{
    const auto from = line.find_first_not_of(" \t");
    const auto to = line.find_last_not_of(" \t\r");
    return from == std::string::npos ? "" : line.substr(from, to - from + 1);
}

bool begins_section(const std::string& line)
{
    return trimmed(line).rfind('[', 0) == 0;
}

bool is_entry(const std::string& line, std::string_view key)
{
    const auto text = trimmed(line);
    const auto equals = text.find('=');
    return equals != std::string::npos && trimmed(text.substr(0, equals)) == key;
}

// The lines below [commands], up to the next section; nothing where there is no such section.
struct Section {
    Lines::iterator begin;
    Lines::iterator end;

    Lines::iterator entry(Wish wish) const
    {
        return std::find_if(
            begin, end, [wish](const std::string& line) { return is_entry(line, name_of(wish)); });
    }
};

std::optional<Section> commands_of(Lines& lines)
{
    const auto header = std::find_if(lines.begin(), lines.end(), [](const std::string& line) {
        return trimmed(line).rfind(kSection, 0) == 0;
    });
    if (header == lines.end())
        return std::nullopt;
    return Section{header + 1, std::find_if(header + 1, lines.end(), begins_section)};
}

void forget(Wish wish, Lines& lines)
{
    const auto section = commands_of(lines);
    if (section && section->entry(wish) != section->end)
        lines.erase(section->entry(wish));
}

// In the place of the old line, if there is one; what a comment said of that one goes with it.
void put(const PressRule& rule, Lines& lines)
{
    const auto section = commands_of(lines);
    if (!section)
        lines.insert(lines.end(), {"", kSection, line_of(rule)});
    else if (const auto entry = section->entry(rule.wish); entry != section->end)
        *entry = line_of(rule);
    else
        lines.insert(section->begin, line_of(rule));
}

Result<void> write_whole(const fs::path& file, const std::string& text)
{
    const fs::path half = file.string() + ".new";
    std::error_code failed;
    if (file.has_parent_path())
        fs::create_directories(file.parent_path(), failed);
    std::ofstream out(half, std::ios::binary);
    out << text << std::flush;
    if (out)
        fs::rename(half, file, failed);
    if (!out || failed) {
        fs::remove(half, failed);
        return Error{file.string()
                     + " cannot be written; nothing was changed. Is there room, and may you?"};
    }
    return {};
}

} // namespace

std::optional<PressRule> Learner::operator()(const Message& message)
{
    auto rule = pressed_by(message);
    if (!rule || !edges_(message, rule->threshold))
        return std::nullopt;
    rule->wish = wish_;
    return rule;
}

std::string line_of(const PressRule& rule)
{
    const auto channel = rule.channel ? text_of(", channel = ", *rule.channel + 1) : "";
    return text_of(name_of(rule.wish), " = { ", name_of(rule.kind), " = ", int(rule.number),
                   channel, " }");
}

std::string words_of(const PressRule& rule)
{
    const auto channel = rule.channel ? text_of(" on channel ", *rule.channel + 1) : "";
    return text_of(name_of(rule.kind), ' ', int(rule.number), channel);
}

Result<std::string> with_press(std::string_view text, const PressRule& rule)
{
    const auto before = parse_map(text, "the MIDI map");
    if (!before)
        return before.error();
    Lines lines = lines_of(text);
    for (const PressRule& other : before->presses)
        if (other.wish != rule.wish && same_press(other, rule))
            forget(other.wish, lines);
    put(rule, lines);
    const auto after = joined(lines);
    const auto understood = parse_map(after, "the MIDI map");
    if (!understood
        || std::count(understood->presses.begin(), understood->presses.end(), rule) != 1)
        return Error{"The new command does not fit into the MIDI map; write it there as \""
                     + line_of(rule) + "\", below " + kSection + "."};
    return after;
}

Result<void> learn_into(const fs::path& file, const PressRule& rule)
{
    std::error_code absent;
    std::string text = default_map_text();
    if (fs::exists(file, absent)) {
        auto read = forms::read_file(file, "Is it yours?");
        if (!read)
            return read.error();
        text = std::move(*read);
    }
    const auto learnt = with_press(text, rule);
    return learnt ? write_whole(file, *learnt) : learnt.error();
}

} // namespace crura::midi
