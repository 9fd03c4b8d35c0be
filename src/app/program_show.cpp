#include "app/program_show.hpp"

#include "sessions/course.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <vector>

namespace crura::app {
namespace {

using sessions::GuideManner;
using sessions::GuideStyle;
using sessions::Session;
using sessions::Step;

double minutes_of(Duration duration)
{
    return to_seconds(duration) / 60;
}

std::string clock_of(Duration at)
{
    const auto seconds = std::chrono::round<std::chrono::seconds>(at).count();
    return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

std::string lines_of(const char* heading, const std::vector<std::string>& lines)
{
    std::string text;
    for (const std::string& line : lines)
        text += fmt::format("{}  - {}\n", text.empty() ? fmt::format("{}\n", heading) : "", line);
    return text.empty() ? text : text + "\n";
}

std::string levels_of(const Session& session)
{
    std::string text;
    for (const auto& level : session.levels)
        text += fmt::format("{}  {}: {}, at most {:.4g} min of tremor\n",
                            text.empty() ? "Levels\n" : "", level.id, level.name,
                            minutes_of(level.tremor));
    return text.empty() ? text : text + "\n";
}

std::string guard_of(const Session& session)
{
    if (!session.guard.on)
        return "";
    if (session.guard.response_every == Duration{})
        return "A guard watches, and asks nobody unasked.\n\n";
    return fmt::format("A guard watches, and asks every {:.4g} min whether you are here.\n\n",
                       minutes_of(session.guard.response_every));
}

std::string guide_of(const Session& session, const Step& step)
{
    switch (step.style) {
    case GuideStyle::lead:
        return fmt::format("guide: slowly to longer breaths, no slower than {:.3g} a minute{}",
                           session.slowest_bpm,
                           session.manner == GuideManner::training ? ", training" : "");
    case GuideStyle::personal_tempo:
        return "guide: three quarters of your own pace";
    case GuideStyle::mirror:
        return "guide: your own breath, mirrored";
    case GuideStyle::fixed:
        return fmt::format("guide: {:.3g} breaths a minute", step.breath_rate_bpm);
    }
    return "guide";
}

std::string intent_of(const Session& session, const Step& step)
{
    if (step.intent == Intent::guide)
        return guide_of(session, step);
    return step.intent == Intent::invite ? "invite: a slightly longer breath out" : "witness";
}

std::string check_in_of(CheckInTime when)
{
    constexpr std::array kWords = {"", "asks how it is before", "asks how it is after",
                                   "asks for a difference on standing",
                                   "asks how comfortable the pace was"};
    return kWords[std::size_t(when)];
}

// What is special about it, each after a comma.
std::string course_of(const Step& step)
{
    std::string text;
    const auto add = [&text](bool holds, const std::string& what) {
        if (holds)
            text += "; " + what;
    };
    add(!step.scales, "keeps its length");
    add(step.waits, "goes on sooner when asked to");
    add(step.tremor, "over when the minutes of tremor are used up");
    add(step.rest, "not left out");
    add(step.moves, "you move");
    add(step.check_in != CheckInTime::none, check_in_of(step.check_in));
    return text;
}

// When the guide falls silent on purpose.
std::optional<Duration> unguided_from(const Session& session, Duration asked)
{
    sessions::Course course(session, asked);
    for (Duration at{}; at < course.end(); at += std::chrono::seconds(1)) {
        while (course(at))
            continue;
        if (course.unguided(at))
            return at;
    }
    return std::nullopt;
}

std::string steps_of(const Session& session, Duration asked)
{
    const sessions::Timeline timeline(session, asked);
    const auto plan = sessions::plan_prompts(session, asked);
    const auto unguided = unguided_from(session, asked);
    auto said = plan.begin();
    std::string text;
    Duration begin{};
    for (std::size_t s = 0; s < session.steps.size(); ++s) {
        const Step& step = session.steps[s];
        const Duration end = begin + timeline.length_of(s);
        text += fmt::format("{:>6}  {} ({:.3g} min; {}{})\n", clock_of(begin), step.name,
                            minutes_of(end - begin), intent_of(session, step), course_of(step));
        for (; said != plan.end() && said->step == std::int16_t(s); ++said)
            text += fmt::format("{:>6}      \"{}\"\n", clock_of(said->at),
                                step.prompts[std::size_t(said->prompt)].say);
        if (unguided && begin <= *unguided && *unguided < end)
            text += fmt::format("{:>6}      without the guide from here\n", clock_of(*unguided));
        begin = end;
    }
    return text + fmt::format("{:>6}  the end", clock_of(begin));
}

std::string left_out_of(const Session& session, Duration asked)
{
    std::size_t all = 0;
    for (const Step& step : session.steps)
        all += step.prompts.size();
    const auto left_out = all - sessions::plan_prompts(session, asked).size();
    if (left_out == 0)
        return "";
    return fmt::format("\n\n{} {} left out at this length.", left_out,
                       left_out == 1 ? "sentence is" : "sentences are");
}

} // namespace

std::string show_program(const Session& session, Duration asked)
{
    return fmt::format("{}, {:.4g} minutes\n{}\n\n", session.name,
                       minutes_of(sessions::length_of(session, asked)), session.summary)
        + lines_of("Before the first time", session.cautions)
        + lines_of("Before it begins", session.checklist) + levels_of(session) + guard_of(session)
        + steps_of(session, asked) + left_out_of(session, asked);
}

} // namespace crura::app
