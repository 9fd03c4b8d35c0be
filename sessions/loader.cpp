#include "sessions/loader.hpp"

#include "core/language.hpp"
#include "forms/form.hpp"
#include "sessions/phrases.hpp"
#include "sessions/wording.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <limits>
#include <optional>
#include <system_error>

namespace fs = std::filesystem;

namespace crura::sessions {

namespace {

using forms::quoted;
using forms::Range;
using forms::Table;
using forms::text_of;
using forms::Value;

constexpr int kFormat = 1;

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

void check_id(const Table& table, std::string_view key, const std::string& id)
{
    if (!id.empty() && !is_id(id))
        table.find(key)->mistake(
            text_of(key, " is ", quoted(id), "; permitted are a .. z, 0 .. 9 and -"));
}

std::string read_id(const Table& table)
{
    auto id = table.text("id", kLongestName);
    check_id(table, "id", id);
    return id;
}

Intent read_intent(const Table& table)
{
    const auto value = table.need("intent", "intent = \"witness\", \"invite\" or \"guide\"");
    const forms::Words names = {"witness", "invite", "guide"}; // in the order of Intent
    const auto found = value ? value->word("intent", names) : std::nullopt;
    return Intent(found.value_or(std::size_t(Intent::witness)));
}

std::string read_sentence(const Table& table)
{
    const auto say = table.text("say", kLongestSentence);
    if (const auto* found = find_discouraged(say))
        table.find("say")->mistake(
            text_of("a prompt does not say ", quoted(found->word), "; say ", found->instead));
    if (!is_one_sentence(say))
        table.find("say")->mistake(
            "a prompt is one sentence; move what follows the first to a prompt of its own");
    return say;
}

// Where a prompt may stand: in order, and with quiet after each within the step.
void check_times(const Step& step, const Value& where, Duration at)
{
    const double at_s = to_seconds(at);
    const double quiet_s = to_seconds(step.quiet);
    const double step_s = to_seconds(step.duration);
    if (!step.prompts.empty()) {
        const double before_s = to_seconds(step.prompts.back().at);
        if (at_s < before_s)
            where.mistake(text_of("at_seconds is ", at_s, ", but the prompt above it is at ",
                                  before_s, "; write prompts in the order in which they are said"));
        else if (at_s < before_s + quiet_s)
            where.mistake(text_of("at_seconds is ", at_s, ", ", at_s - before_s,
                                  " after the prompt above it; permitted is ", before_s + quiet_s,
                                  " or later (quiet_seconds is ", quiet_s, ")"));
    }
    if (step.duration > Duration{} && at_s + quiet_s > step_s)
        where.mistake(text_of("at_seconds is ", at_s, ", but the step lasts ", step_s,
                              " s; permitted is ", std::max(0., step_s - quiet_s),
                              " or earlier (quiet_seconds is ", quiet_s, ")"));
}

void read_prompt(const Value& value, Step& step)
{
    const auto table = value.table("the prompt", {"at_seconds", "say"});
    if (!table)
        return value.mistake("a prompt must be { at_seconds = 0, say = \"...\" }");
    const auto at_s = table->number("at_seconds", kPromptSeconds);
    auto say = read_sentence(*table);
    if (!at_s)
        return;
    const auto at = from_seconds(*at_s);
    check_times(step, *table->find("at_seconds"), at);
    step.prompts.push_back({at, std::move(say)});
}

Step read_step(const Table& table)
{
    Step step;
    step.id = read_id(table);
    step.name = table.text("name", kLongestName);
    step.intent = read_intent(table);
    step.duration = from_minutes(table.number("minutes", kStepMinutes).value_or(0));
    step.quiet = from_seconds(table.number_or(kUsualQuietSeconds, "quiet_seconds", kQuietSeconds));
    step.own_level = table.number_or(kUsualLevel, "own_level", kLevel);
    step.guide_level = table.number_or(kUsualLevel, "guide_level", kLevel);
    table.each("prompts", kMostPrompts, [&](const Value& prompt) { read_prompt(prompt, step); });
    return step;
}

void read_steps(const Table& file, Session& session)
{
    const auto list = file.need("step", "[[step]], and below it what it is");
    if (!list)
        return;
    if (list->is_table())
        return list->mistake("write [[step]] in two pairs of brackets");
    file.each("step", kMostSteps, [&](const Value& value) {
        const auto table = value.table("[[step]]",
                                       {"id", "name", "intent", "minutes", "quiet_seconds",
                                        "own_level", "guide_level", "prompts"});
        if (!table)
            return value.mistake("a step begins with [[step]] on a line of its own");
        auto step = read_step(*table);
        const bool known = std::any_of(session.steps.begin(), session.steps.end(),
                                       [&](const Step& each) { return each.id == step.id; });
        if (known && !step.id.empty())
            table->find("id")->mistake(
                text_of("id ", quoted(step.id), " is taken by a step above; each has its own"));
        session.steps.push_back(std::move(step));
    });
    const double minutes = to_seconds(session.duration()) / 60;
    if (minutes > 0 && !(kMinutes.from <= minutes && minutes <= kMinutes.to))
        list->mistake(text_of("the steps last ", minutes, " minutes together; permitted is ",
                              kMinutes.from, " .. ", kMinutes.to));
}

void read_lengths(const Table& table, Session& session)
{
    table.each("offered_minutes", kMostLengths, [&](const Value& value) {
        const auto minutes = value.number("offered_minutes", kMinutes);
        if (!minutes)
            return;
        if (!session.offered_minutes.empty() && *minutes <= session.offered_minutes.back())
            value.mistake("offered_minutes must ascend, each length once");
        session.offered_minutes.push_back(*minutes);
    });
}

// How the session speaks and sounds.
void read_manner(const Table& table, Session& session)
{
    session.language = table.text_or(session.language, "language", kLongestName);
    if (!session.language.empty() && !is_language(session.language))
        table.find("language")
            ->mistake(text_of("language is ", quoted(session.language),
                              "; write it as \"en\", \"de\" or \"pt-BR\""));
    const forms::Words names = {"speak", "chime"}; // in the order of MissingSentence
    session.missing_sentence = MissingSentence(
        table.word_or(std::size_t(session.missing_sentence), "missing_sentence", names));
    session.soundscape = table.text_or(session.soundscape, "soundscape", kLongestName);
    check_id(table, "soundscape", session.soundscape);
}

void read_about(const Table& file, Session& session)
{
    const auto value = file.need("session", "[session], and below it what it is");
    if (!value)
        return;
    const auto table =
        value->table("[session]",
                     {"name", "summary", "language", "missing_sentence", "soundscape",
                      "offered_minutes", "calibration_seconds", "checklist"});
    if (!table)
        return value->mistake("write [session] on a line of its own");
    session.name = table->text("name", kLongestName);
    session.summary = table->text("summary", kLongestSentence);
    read_manner(*table, session);
    session.calibration = from_seconds(
        table->number_or(kUsualCalibrationSeconds, "calibration_seconds", kCalibrationSeconds));
    read_lengths(*table, session);
    table->each("checklist", kMostLines, [&](const Value& line) {
        session.checklist.push_back(
            line.text("a line of the checklist", kLongestSentence).value_or(""));
    });
}

} // namespace

Result<Session> parse_session(std::string_view text, const std::string& file_name)
{
    Session session;
    session.id = fs::path(file_name).stem().string();
    session.phrases = english_phrases();
    const auto read =
        forms::read_form(text, file_name, {"format", "session", "step"}, [&](const Table& file) {
            forms::check_format(file, kFormat);
            read_about(file, session);
            read_steps(file, session);
        });
    if (!read)
        return read.error();
    if (session.offered_minutes.empty())
        session.offered_minutes = {to_seconds(session.duration()) / 60};
    return session;
}

Result<Session> load_session(const fs::path& file)
{
    const auto text = forms::read_file(file, "`crura programs` lists those there are.");
    return text ? parse_session(*text, file.string()) : text.error();
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
