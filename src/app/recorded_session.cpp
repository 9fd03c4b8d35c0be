#include "app/recorded_session.hpp"

#include "app/program_choice.hpp"
#include "sessions/loader.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

namespace crura::app {
namespace {

constexpr std::array kIntents = {"witness", "invite", "guide"};

// A header block has room for a million bytes; no program comes near.
constexpr std::size_t kLongestText = 500'000;

constexpr double kLongestS = 24 * 3600;

// The names of the settings; the numbers among them are written so that the same bits come back.
constexpr const char* kText = "program_text";
constexpr const char* kFile = "program_file";
constexpr const char* kLength = "session_s";
constexpr const char* kLevel = "level";
constexpr const char* kMost = "most";

struct Number {
    const char* name;
    std::optional<double> sessions::Limits::*value;
};
constexpr std::array kNumbers = {
    Number{"tremor_minutes", &sessions::Limits::tremor_minutes},
    Number{"slowest_bpm", &sessions::Limits::slowest_bpm},
    Number{"longest_minutes", &sessions::Limits::longest_minutes},
    Number{"response_every_minutes", &sessions::Limits::response_every_minutes}};

std::string text_of(double number)
{
    std::array<char, 32> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    return {digits.data(), end};
}

std::optional<double> number_in(const std::string& text)
{
    double number = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc{} || read.ptr != end)
        return std::nullopt;
    return number;
}

// Null when the recording has no such setting.
const std::string* setting(const record::RecordingHeader& header, std::string_view name)
{
    for (const auto& each : header.settings)
        if (each.name == name)
            return &each.value;
    return nullptr;
}

Error no_sense(const char* name, const std::string& value)
{
    return {
        fmt::format("The recording says {} = \"{}\", which makes no sense; its session cannot be "
                    "made again.",
                    name, value)};
}

Result<sessions::Limits> limits_in(const record::RecordingHeader& header)
{
    sessions::Limits limits;
    if (const auto* level = setting(header, kLevel))
        limits.level = *level;
    for (const auto& [name, value] : kNumbers)
        if (const auto* text = setting(header, name)) {
            limits.*value = number_in(*text);
            if (!(limits.*value))
                return no_sense(name, *text);
        }
    if (const auto* most = setting(header, kMost))
        for (std::size_t i = 0; i < kIntents.size(); ++i)
            if (*most == kIntents[i])
                limits.most = Intent(i);
    return limits;
}

std::string guess_of(const record::RecordingHeader& header)
{
    return fmt::format("The recording does not hold its program, as Crura {} did not write that "
                       "down: that it was \"{}\" as it is today, without limits, is a guess.",
                       header.crura_version, header.program_id);
}

Result<sessions::Session> program_of(const record::RecordingHeader& header)
{
    const auto* text = setting(header, kText);
    if (!text) {
        auto found = choose_program(header.program_id);
        if (!found)
            return Error{fmt::format("The recording holds only the name of its program. {}",
                                     found.error().message)};
        return found;
    }
    const auto* file = setting(header, kFile);
    auto read = sessions::parse_session(*text, file ? *file : header.program_id + ".toml");
    if (!read)
        return Error{fmt::format("Today's Crura does not take the recording's program, which Crura "
                                 "{} took:\n{}",
                                 header.crura_version, read.error().message)};
    return read;
}

Result<Duration> length_in(const record::RecordingHeader& header, const sessions::Session& session)
{
    const auto* text = setting(header, kLength);
    if (!text)
        return session.duration();
    const auto seconds = number_in(*text);
    if (!seconds || !(0 < *seconds && *seconds <= kLongestS))
        return no_sense(kLength, *text);
    return from_seconds(*seconds);
}

} // namespace

std::vector<record::Setting> settings_of(const sessions::Session& session,
                                         const sessions::Limits& limits, Duration total)
{
    std::vector<record::Setting> settings = {{kLength, text_of(to_seconds(total))}};
    if (!session.text.empty() && session.text.size() <= kLongestText) {
        settings.push_back({kFile, session.id + ".toml"});
        settings.push_back({kText, session.text});
    }
    if (!limits.level.empty())
        settings.push_back({kLevel, limits.level});
    for (const auto& [name, value] : kNumbers)
        if (limits.*value)
            settings.push_back({name, text_of(*(limits.*value))});
    if (limits.most)
        settings.push_back({kMost, kIntents[std::size_t(*limits.most)]});
    return settings;
}

engine::Engine RecordedSession::engine() const
{
    return session ? engine::Engine(sessions::Runner(session, total)) : engine::Engine();
}

Result<RecordedSession> recorded_session(const record::RecordingHeader& header)
{
    if (header.program_id.empty())
        return RecordedSession{};
    auto program = program_of(header);
    if (!program)
        return program.error();
    const auto limits = limits_in(header);
    if (!limits)
        return limits.error();
    auto session = sessions::limited(std::move(*program), *limits);
    if (!session)
        return Error{fmt::format("Today's Crura does not take the limits of the recording: {}",
                                 session.error().message)};
    const auto total = length_in(header, *session);
    if (!total)
        return total.error();
    return RecordedSession{std::make_shared<const sessions::Session>(std::move(*session)), *total,
                           setting(header, kText) ? "" : guess_of(header)};
}

} // namespace crura::app
