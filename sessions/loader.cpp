#include "sessions/loader.hpp"

#include "sessions/report.hpp"
#include "sessions/wording.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <limits>
#include <optional>
#include <system_error>

namespace fs = std::filesystem;

namespace crura::sessions {

namespace {

constexpr std::int64_t kFormat = 1;

struct Range {
    double from;
    double to;
};

constexpr Range kMinutes{kShortestMinutes, kLongestMinutes};
constexpr Range kStepMinutes{0.1, 60};
constexpr Range kCalibrationSeconds{20, 180};
constexpr Range kQuietSeconds{10, 600};
constexpr Range kPromptSeconds{0, 3600};
constexpr Range kLevel{0, 1};
constexpr std::size_t kLongestName = 60; // characters
constexpr std::size_t kLongestSentence = 160;
constexpr std::size_t kMostSteps = 20;
constexpr std::size_t kMostPrompts = 60; // in one step
constexpr std::size_t kMostLines = 12;   // of the checklist
constexpr std::size_t kMostLengths = 8;

constexpr double kUsualCalibrationSeconds = 60;
constexpr double kUsualQuietSeconds = 120;
constexpr double kUsualLevel = 0.2;

// Of a value, a key or an error.
template <class Toml>
Place place_of(const Toml& toml)
{
    const auto begin = toml.source().begin;
    return {begin.line, begin.column};
}

// One value of the file, asked for its kind and range.
std::optional<double> as_number(const toml::node& node, std::string_view name, Range range,
                                Report& report)
{
    if (!node.is_number()) {
        report.add(
            place_of(node),
            text_of(name, " must be a number without quotes, ", range.from, " .. ", range.to));
        return std::nullopt;
    }
    constexpr double kTooLong = std::numeric_limits<double>::infinity(); // an integer, for a double
    const double value = node.value<double>().value_or(kTooLong);
    if (range.from <= value && value <= range.to)
        return value;
    report.add(place_of(node),
               text_of(name, " is ", value, "; permitted is ", range.from, " .. ", range.to));
    return std::nullopt;
}

std::size_t characters_in(std::string_view text)
{
    return std::size_t(std::count_if(text.begin(), text.end(), [](char each) {
        return (static_cast<unsigned char>(each) & 0xC0) != 0x80;
    }));
}

std::optional<std::string> as_text(const toml::node& node, std::string_view name,
                                   std::size_t longest, Report& report)
{
    const auto wrong = [&](const std::string& what) {
        report.add(place_of(node), text_of(name, ' ', what));
        return std::nullopt;
    };
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

// One table of the file. What is unknown in it is reported at once, what is missing when asked for.
class Table {
public:
    Table(const toml::table& table, std::string name, Words keys, Report& report)
        : table_(table), name_(std::move(name)), report_(report)
    {
        for (const auto& [key, value] : table_) {
            if (std::find(keys.begin(), keys.end(), key.str()) != keys.end())
                continue;
            report_.add(
                place_of(key),
                text_of(quoted(key.str()), " is unknown in ", name_, advice(key.str(), keys)));
            misspelt_.push_back(meant_by(key.str(), keys));
        }
    }

    Place where() const { return place_of(table_); }
    Report& report() const { return report_; }

    const toml::node* find(std::string_view key) const { return table_.get(key); }

    const toml::node* need(std::string_view key, std::string_view write) const
    {
        const auto* node = find(key);
        if (!node && std::find(misspelt_.begin(), misspelt_.end(), key) == misspelt_.end())
            report_.add(where(), text_of(name_, " has no ", key, "; write ", write));
        return node;
    }

    std::string text(std::string_view key, std::size_t longest) const
    {
        const auto* node = need(key, text_of(key, " = \"...\""));
        return node ? as_text(*node, key, longest, report_).value_or("") : "";
    }

    std::optional<double> number(std::string_view key, Range range) const
    {
        const auto* node = need(key, text_of(key, " = a number, ", range.from, " .. ", range.to));
        return node ? as_number(*node, key, range, report_) : std::nullopt;
    }

    // Of a wrong value the least is taken, so that no other is called wrong for it.
    double number_or(double usual, std::string_view key, Range range) const
    {
        const auto* node = find(key);
        return node ? as_number(*node, key, range, report_).value_or(range.from) : usual;
    }

    // The values of a list, each handed to `read`; a list that is not there has none.
    template <class Read>
    void each(std::string_view key, std::size_t most, Read read) const
    {
        const auto* node = find(key);
        if (!node)
            return;
        const auto* list = node->as_array();
        if (!list)
            return report_.add(place_of(*node), text_of(key, " must be a list in [brackets]"));
        if (list->size() > most)
            report_.add(place_of(*node),
                        text_of(key, " has ", list->size(), " entries; permitted are 0 .. ", most));
        for (const toml::node& entry : *list)
            read(entry);
    }

private:
    const toml::table& table_;
    std::string name_;
    Report& report_;
    std::vector<std::string_view> misspelt_; // keys that are there under another spelling
};

Duration from_minutes(double minutes)
{
    return from_seconds(minutes * 60);
}

bool is_id(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char each) {
        return ('a' <= each && each <= 'z') || ('0' <= each && each <= '9') || each == '-';
    });
}

std::string read_id(const Table& table)
{
    const auto id = table.text("id", kLongestName);
    if (!id.empty() && !is_id(id))
        table.report().add(place_of(*table.find("id")),
                           text_of("id is ", quoted(id), "; permitted are a .. z, 0 .. 9 and -"));
    return id;
}

Intent read_intent(const Table& table)
{
    const Words names = {"witness", "invite", "guide"}; // in the order of Intent
    const auto* node = table.need("intent", "intent = \"witness\", \"invite\" or \"guide\"");
    const auto word = node ? as_text(*node, "intent", kLongestName, table.report()) : std::nullopt;
    if (!word)
        return Intent::witness;
    const auto found = std::find(names.begin(), names.end(), *word);
    if (found != names.end())
        return Intent(found - names.begin());
    table.report().add(place_of(*node), text_of("intent is ", quoted(*word), advice(*word, names)));
    return Intent::witness;
}

std::string read_sentence(const Table& table)
{
    const auto say = table.text("say", kLongestSentence);
    if (const auto* found = find_discouraged(say))
        table.report().add(
            place_of(*table.find("say")),
            text_of("a prompt does not say ", quoted(found->word), "; say ", found->instead));
    if (!is_one_sentence(say))
        table.report().add(
            place_of(*table.find("say")),
            "a prompt is one sentence; move what follows the first to a prompt of its own");
    return say;
}

// Where a prompt may stand: in order, and with quiet after each within the step.
void check_times(const Step& step, Place where, Duration at, Report& report)
{
    const double at_s = to_seconds(at);
    const double quiet_s = to_seconds(step.quiet);
    const double step_s = to_seconds(step.duration);
    if (!step.prompts.empty()) {
        const double before_s = to_seconds(step.prompts.back().at);
        if (at_s < before_s)
            report.add(where,
                       text_of("at_seconds is ", at_s, ", but the prompt above it is at ", before_s,
                               "; write prompts in the order in which they are said"));
        else if (at_s < before_s + quiet_s)
            report.add(where,
                       text_of("at_seconds is ", at_s, ", ", at_s - before_s,
                               " after the prompt above it; permitted is ", before_s + quiet_s,
                               " or later (quiet_seconds is ", quiet_s, ")"));
    }
    if (step.duration > Duration{} && at_s + quiet_s > step_s)
        report.add(where,
                   text_of("at_seconds is ", at_s, ", but the step lasts ", step_s,
                           " s; permitted is ", std::max(0., step_s - quiet_s),
                           " or earlier (quiet_seconds is ", quiet_s, ")"));
}

void read_prompt(const toml::node& node, Step& step, Report& report)
{
    if (!node.is_table())
        return report.add(place_of(node), "a prompt must be { at_seconds = 0, say = \"...\" }");
    const Table table(*node.as_table(), "the prompt", {"at_seconds", "say"}, report);
    const auto at_s = table.number("at_seconds", kPromptSeconds);
    auto say = read_sentence(table);
    if (!at_s)
        return;
    const auto at = from_seconds(*at_s);
    check_times(step, place_of(*table.find("at_seconds")), at, report);
    step.prompts.push_back({at, std::move(say)});
}

Step read_step(const toml::table& node, Report& report)
{
    const Table table(
        node, "[[step]]",
        {"id", "name", "intent", "minutes", "quiet_seconds", "pad_level", "wave_level", "prompts"},
        report);
    Step step;
    step.id = read_id(table);
    step.name = table.text("name", kLongestName);
    step.intent = read_intent(table);
    step.duration = from_minutes(table.number("minutes", kStepMinutes).value_or(0));
    step.quiet = from_seconds(table.number_or(kUsualQuietSeconds, "quiet_seconds", kQuietSeconds));
    step.pad_level = table.number_or(kUsualLevel, "pad_level", kLevel);
    step.wave_level = table.number_or(kUsualLevel, "wave_level", kLevel);
    table.each("prompts", kMostPrompts,
               [&](const toml::node& prompt) { read_prompt(prompt, step, report); });
    return step;
}

void read_steps(const Table& file, Session& session)
{
    auto& report = file.report();
    const auto* list = file.need("step", "[[step]], and below it what it is");
    if (!list)
        return;
    if (list->is_table())
        return report.add(place_of(*list), "write [[step]] in two pairs of brackets");
    file.each("step", kMostSteps, [&](const toml::node& node) {
        if (!node.is_table())
            return report.add(place_of(node), "a step begins with [[step]] on a line of its own");
        const toml::table& table = *node.as_table();
        auto step = read_step(table, report);
        const bool known = std::any_of(session.steps.begin(), session.steps.end(),
                                       [&](const Step& each) { return each.id == step.id; });
        if (known && !step.id.empty())
            report.add(
                place_of(*table.get("id")),
                text_of("id ", quoted(step.id), " is taken by a step above; each has its own"));
        session.steps.push_back(std::move(step));
    });
    const double minutes = to_seconds(session.duration()) / 60;
    if (minutes > 0 && !(kMinutes.from <= minutes && minutes <= kMinutes.to))
        report.add(place_of(*list),
                   text_of("the steps last ", minutes, " minutes together; permitted is ",
                           kMinutes.from, " .. ", kMinutes.to));
}

void read_lengths(const Table& table, Session& session)
{
    table.each("offered_minutes", kMostLengths, [&](const toml::node& node) {
        const auto minutes = as_number(node, "offered_minutes", kMinutes, table.report());
        if (!minutes)
            return;
        if (!session.offered_minutes.empty() && *minutes <= session.offered_minutes.back())
            table.report().add(place_of(node), "offered_minutes must ascend, each length once");
        session.offered_minutes.push_back(*minutes);
    });
}

void read_about(const Table& file, Session& session)
{
    auto& report = file.report();
    const auto* node = file.need("session", "[session], and below it what it is");
    if (!node)
        return;
    if (!node->is_table())
        return report.add(place_of(*node), "write [session] on a line of its own");
    const Table table(*node->as_table(), "[session]",
                      {"name", "summary", "offered_minutes", "calibration_seconds", "checklist"},
                      report);
    session.name = table.text("name", kLongestName);
    session.summary = table.text("summary", kLongestSentence);
    session.calibration = from_seconds(
        table.number_or(kUsualCalibrationSeconds, "calibration_seconds", kCalibrationSeconds));
    read_lengths(table, session);
    table.each("checklist", kMostLines, [&](const toml::node& line) {
        session.checklist.push_back(
            as_text(line, "a line of the checklist", kLongestSentence, report).value_or(""));
    });
}

void check_format(const Table& file)
{
    const auto* format = file.need("format", text_of("format = ", kFormat, " at the top"));
    if (format && format->value<std::int64_t>() != kFormat)
        file.report().add(place_of(*format),
                          text_of("this version of crura reads format = ", kFormat, " only"));
}

} // namespace

Result<Session> parse_session(std::string_view text, const std::string& file_name)
{
    Report report(text, file_name);
    Session session;
    session.id = fs::path(file_name).stem().string();
    try {
        const toml::table root = toml::parse(text);
        const Table file(root, "the file", {"format", "session", "step"}, report);
        check_format(file);
        read_about(file, session);
        read_steps(file, session);
    } catch (const toml::parse_error& broken) {
        report.add(place_of(broken), std::string(broken.description()));
    }
    if (!report.empty())
        return report.error();
    if (session.offered_minutes.empty())
        session.offered_minutes = {to_seconds(session.duration()) / 60};
    return session;
}

Result<Session> load_session(const fs::path& file)
{
    std::error_code ignored;
    std::ifstream stream(file, std::ios::binary);
    if (!stream || !fs::is_regular_file(file, ignored))
        return Error{
            text_of(file.string(), " cannot be read; `crura programs` lists those there are.")};
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    return parse_session(text, file.string());
}

std::vector<ProgramFile> find_programs(std::span<const fs::path> folders)
{
    std::vector<ProgramFile> programs;
    for (const fs::path& folder : folders) {
        std::error_code absent;
        for (const auto& entry : fs::directory_iterator(folder, absent))
            if (entry.path().extension() == ".toml" && entry.is_regular_file(absent))
                programs.push_back({entry.path().stem().string(), entry.path()});
    }
    std::stable_sort(programs.begin(), programs.end(),
                     [](const ProgramFile& a, const ProgramFile& b) { return a.id < b.id; });
    const auto same = [](const ProgramFile& a, const ProgramFile& b) { return a.id == b.id; };
    programs.erase(std::unique(programs.begin(), programs.end(), same), programs.end());
    return programs;
}

} // namespace crura::sessions
