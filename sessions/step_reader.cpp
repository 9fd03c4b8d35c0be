#include "sessions/step_reader.hpp"

#include "sessions/reading.hpp"

#include <algorithm>
#include <utility>

namespace crura::sessions {

namespace {

using namespace reading;

constexpr Range kMinutes{kShortestMinutes, kLongestMinutes};
constexpr Range kStepMinutes{0.1, 60};
constexpr Range kQuietSeconds{10, 600};
constexpr Range kPromptSeconds{0, 3600};
constexpr Range kLevel{0, 1};
constexpr Range kFixedRateBpm{kSlowestEverBpm, 12};
constexpr std::size_t kMostSteps = 20;
constexpr std::size_t kMostPrompts = 60; // in one step

constexpr double kUsualQuietSeconds = 120;
constexpr double kUsualLevel = 0.2;

const forms::Words kKeys = {"id",        "name",        "intent",  "minutes", "quiet_seconds",
                            "own_level", "guide_level", "prompts", "guide",   "breath_rate_bpm",
                            "scales",    "waits",       "tremor",  "rest",    "moves",
                            "check_in"};
const forms::Words kNewer = {"guide", "breath_rate_bpm", "scales",  "waits", "tremor",
                             "rest",  "moves",           "check_in"};

Intent read_intent(const Table& table)
{
    const auto value = table.need("intent", "intent = \"witness\", \"invite\" or \"guide\"");
    const forms::Words names = {"witness", "invite", "guide"}; // in the order of Intent
    const auto found = value ? value->word("intent", names) : std::nullopt;
    return Intent(found.value_or(std::size_t(Intent::witness)));
}

void read_style(const Table& table, Step& step)
{
    const forms::Words names = {"lead", "personal-tempo", "mirror", "fixed"}; // of GuideStyle
    const auto style = table.find("guide");
    const auto rate = table.find("breath_rate_bpm");
    const auto found = style ? style->word("guide", names) : std::nullopt;
    const auto meant = style && rate ? GuideStyle::fixed : GuideStyle::lead; // if misspelt
    step.style = found ? GuideStyle(*found) : meant;
    if (style && step.intent != Intent::guide)
        style->mistake("guide is only for intent = \"guide\"; leave it out, or write "
                       "intent = \"guide\"");
    if (step.style == GuideStyle::fixed)
        step.breath_rate_bpm = table.number("breath_rate_bpm", kFixedRateBpm).value_or(0);
    else if (rate)
        rate->mistake("breath_rate_bpm is only for guide = \"fixed\"; leave it out, or write "
                      "guide = \"fixed\"");
}

CheckInTime read_check_in(const Table& table)
{
    const auto value = table.find("check_in");
    const forms::Words names = {"before", "after", "standing", "pace"}; // of CheckInTime, from 1
    const auto found = value ? value->word("check_in", names) : std::nullopt;
    return found ? CheckInTime(*found + 1) : CheckInTime::none;
}

void read_course(const Table& table, Step& step)
{
    step.scales = table.flag_or(step.scales, "scales");
    step.waits = table.flag_or(step.waits, "waits");
    step.tremor = table.flag_or(step.tremor, "tremor");
    step.rest = table.flag_or(step.rest, "rest");
    step.moves = table.flag_or(step.moves, "moves");
    step.check_in = read_check_in(table);
    if (step.tremor && step.rest)
        table.find("rest")->mistake(
            "a step is for tremor or for rest; move the rest to a step of its own");
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
    const auto say = table->need("say", "say = \"...\"");
    auto sentence = say ? read_sentence(*say, "say", "a prompt") : "";
    if (!at_s)
        return;
    const auto at = from_seconds(*at_s);
    check_times(step, *table->find("at_seconds"), at);
    step.prompts.push_back({at, std::move(sentence)});
}

Step read_step(const Table& table)
{
    Step step;
    step.id = read_id(table);
    step.name = table.text("name", kLongestName);
    step.intent = read_intent(table);
    read_style(table, step);
    step.duration = from_minutes(table.number("minutes", kStepMinutes).value_or(0));
    read_course(table, step);
    step.quiet = from_seconds(table.number_or(kUsualQuietSeconds, "quiet_seconds", kQuietSeconds));
    step.own_level = table.number_or(kUsualLevel, "own_level", kLevel);
    step.guide_level = table.number_or(kUsualLevel, "guide_level", kLevel);
    table.each("prompts", kMostPrompts, [&](const Value& prompt) { read_prompt(prompt, step); });
    return step;
}

} // namespace

std::vector<Table> read_steps(const Table& file, int format, Session& session)
{
    std::vector<Table> tables;
    const auto list = file.need("step", "[[step]], and below it what it is");
    if (!list)
        return tables;
    if (list->is_table()) {
        list->mistake("write [[step]] in two pairs of brackets");
        return tables;
    }
    file.each("step", kMostSteps, [&](const Value& value) {
        const auto table = value.table("[[step]]", kKeys);
        if (!table)
            return value.mistake("a step begins with [[step]] on a line of its own");
        refuse_newer(*table, format, kNewer);
        auto step = read_step(*table);
        const bool known = std::any_of(session.steps.begin(), session.steps.end(),
                                       [&](const Step& each) { return each.id == step.id; });
        if (known && !step.id.empty())
            table->find("id")->mistake(
                text_of("id ", quoted(step.id), " is taken by a step above; each has its own"));
        session.steps.push_back(std::move(step));
        tables.push_back(*table);
    });
    const double minutes = to_minutes(session.duration());
    if (minutes > 0 && !(kMinutes.from <= minutes && minutes <= kMinutes.to))
        list->mistake(text_of("the steps last ", minutes, " minutes together; permitted is ",
                              kMinutes.from, " .. ", kMinutes.to));
    return tables;
}

} // namespace crura::sessions
