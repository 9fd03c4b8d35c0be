#include "sessions/about_reader.hpp"

#include "core/language.hpp"
#include "sessions/reading.hpp"

#include <algorithm>
#include <utility>

namespace crura::sessions {

namespace {

using namespace reading;

constexpr Range kMinutes{kShortestMinutes, kLongestMinutes};
constexpr Range kCalibrationSeconds{20, 180};
constexpr Range kSlowestBpm{kSlowestEverBpm, 8};
constexpr Range kUnguidedMinutes{0, 5};
constexpr Range kRepeatMinutes{30, 240};
constexpr Range kTremorMinutes{kLeastTremorMinutes, kMostTremorMinutes};
constexpr Range kResponseEveryMinutes{kSoonestResponseMinutes, kLatestResponseMinutes};
constexpr std::size_t kLongestCaution = 240;
constexpr std::size_t kMostLines = 12; // of the checklist, of the cautions
constexpr std::size_t kMostLengths = 8;
constexpr std::size_t kMostLevels = 8;

constexpr double kUsualCalibrationSeconds = 60;
constexpr double kUsualResponseMinutes = 5;

const forms::Words kKeys = {"name",
                            "summary",
                            "language",
                            "missing_sentence",
                            "soundscape",
                            "offered_minutes",
                            "calibration_seconds",
                            "checklist",
                            "manner",
                            "slowest_bpm",
                            "unguided_minutes",
                            "guard",
                            "response_every_minutes",
                            "cautions",
                            "repeat_every_minutes"};
const forms::Words kNewer = {
    "manner",   "slowest_bpm",         "unguided_minutes", "guard", "response_every_minutes",
    "cautions", "repeat_every_minutes"};

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

void read_lines(const Table& table, std::string_view key, std::size_t longest,
                std::vector<std::string>& lines)
{
    table.each(key, kMostLines, [&](const Value& line) {
        lines.push_back(line.text(text_of("a line of the ", key), longest).value_or(""));
    });
}

// How the session speaks and sounds.
void read_voice(const Table& table, Session& session)
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

void read_guiding(const Table& table, Session& session)
{
    const forms::Words names = {"gentle", "training"}; // in the order of GuideManner
    session.manner = GuideManner(table.word_or(std::size_t(session.manner), "manner", names));
    const auto slowest = table.find("slowest_bpm");
    if (slowest && slowest->as_number().value_or(kSlowestBpm.from) < kSlowestBpm.from)
        slowest->mistake(text_of("slowest_bpm is ", *slowest->as_number(), "; permitted is ",
                                 kSlowestBpm.from, " .. ", kSlowestBpm.to,
                                 ": slower only where a therapist unlocks it, when the session is "
                                 "started (--slowest)"));
    else
        session.slowest_bpm = table.number_or(session.slowest_bpm, "slowest_bpm", kSlowestBpm);
    session.unguided = from_minutes(
        table.number_or(to_minutes(session.unguided), "unguided_minutes", kUnguidedMinutes));
}

void read_guard(const Table& table, Session& session)
{
    session.guard.on = table.flag_or(false, "guard");
    const auto every = table.find("response_every_minutes");
    if (every && !session.guard.on)
        return every->mistake("response_every_minutes is only for guard = true; leave it out, or "
                              "write guard = true");
    if (every && every->as_number() == 0)
        return; // nobody is asked
    if (session.guard.on)
        session.guard.response_every = from_minutes(table.number_or(
            kUsualResponseMinutes, "response_every_minutes", kResponseEveryMinutes));
}

Level read_level(const Table& table)
{
    Level level;
    level.id = read_id(table);
    level.name = table.text("name", kLongestName);
    level.tremor = from_minutes(table.number("tremor_minutes", kTremorMinutes).value_or(0));
    return level;
}

void check_level(const Table& table, const Level& level, const std::vector<Level>& above)
{
    const bool known = std::any_of(above.begin(), above.end(),
                                   [&](const Level& each) { return each.id == level.id; });
    if (known && !level.id.empty())
        mistake_at(
            table, "id",
            text_of("id ", quoted(level.id), " is taken by a level above; each has its own"));
    if (!above.empty() && level.tremor > Duration{} && level.tremor <= above.back().tremor)
        mistake_at(table, "tremor_minutes",
                   text_of("tremor_minutes is ", to_minutes(level.tremor),
                           ", but that of the level above is ", to_minutes(above.back().tremor),
                           "; write the levels in ascending order"));
}

} // namespace

std::optional<Table> read_about(const Table& file, int format, Session& session)
{
    const auto value = file.need("session", "[session], and below it what it is");
    if (!value)
        return std::nullopt;
    const auto table = value->table("[session]", kKeys);
    if (!table) {
        value->mistake("write [session] on a line of its own");
        return std::nullopt;
    }
    refuse_newer(*table, format, kNewer);
    session.name = table->text("name", kLongestName);
    session.summary = table->text("summary", kLongestSentence);
    read_voice(*table, session);
    session.calibration = from_seconds(
        table->number_or(kUsualCalibrationSeconds, "calibration_seconds", kCalibrationSeconds));
    read_lengths(*table, session);
    read_lines(*table, "checklist", kLongestSentence, session.checklist);
    read_lines(*table, "cautions", kLongestCaution, session.cautions);
    read_guiding(*table, session);
    read_guard(*table, session);
    if (table->find("repeat_every_minutes"))
        session.repeat_every =
            from_minutes(table->number("repeat_every_minutes", kRepeatMinutes).value_or(0));
    return table;
}

std::vector<Table> read_levels(const Table& file, int format, Session& session)
{
    refuse_newer(file, format, {"level"});
    std::vector<Table> tables;
    if (const auto list = file.find("level"); list && list->is_table()) {
        list->mistake("write [[level]] in two pairs of brackets");
        return tables;
    }
    file.each("level", kMostLevels, [&](const Value& value) {
        const auto table = value.table("[[level]]", {"id", "name", "tremor_minutes"});
        if (!table)
            return value.mistake("a level begins with [[level]] on a line of its own");
        auto level = read_level(*table);
        check_level(*table, level, session.levels);
        session.levels.push_back(std::move(level));
        tables.push_back(*table);
    });
    if (!session.levels.empty())
        session.guard.tremor_limit = session.levels.front().tremor;
    return tables;
}

} // namespace crura::sessions
