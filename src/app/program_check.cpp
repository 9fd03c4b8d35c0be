#include "app/program_check.hpp"

#include "sessions/course.hpp"
#include "sessions/loader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace crura::app {
namespace {

using sessions::Session;

std::size_t sentences_of(const Session& session)
{
    std::size_t count = 0;
    for (const auto& step : session.steps)
        count += step.prompts.size();
    return count;
}

std::string counted(std::size_t count, const char* one, const char* many)
{
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

// The offered lengths and the written one.
std::vector<double> lengths_of(const Session& session)
{
    auto minutes = session.offered_minutes;
    const double written = to_seconds(session.duration()) / 60;
    if (std::find(minutes.begin(), minutes.end(), written) == minutes.end())
        minutes.push_back(written);
    std::sort(minutes.begin(), minutes.end());
    return minutes;
}

std::string length_line(const Session& session, double minutes)
{
    const auto asked = from_seconds(60 * minutes);
    const auto said = sessions::plan_prompts(session, asked).size();
    const auto all = sentences_of(session);
    return fmt::format("\n  {:>5.4g} min: {}{}", minutes,
                       said == all ? "all sentences" : fmt::format("{} of {} sentences", said, all),
                       asked == session.duration() ? ", as written" : "");
}

} // namespace

ProgramCheck check_program(const std::filesystem::path& file)
{
    const auto checked = sessions::check_session(file);
    if (!checked)
        return {false, checked.error().message};
    std::string text;
    for (const std::string& warning : checked->warnings)
        text += warning + "\n";
    const Session& session = checked->session;
    text += fmt::format("{} {}.\n{}: {}, {}{}", file.string(),
                        checked->warnings.empty() ? "is fine"
                                                  : "can be used, but see what is said above",
                        session.name, counted(session.steps.size(), "step", "steps"),
                        counted(sentences_of(session), "sentence", "sentences"),
                        session.guard.on ? ", watched by the guard" : "");
    for (const double minutes : lengths_of(session))
        text += length_line(session, minutes);
    return {true, text};
}

} // namespace crura::app
