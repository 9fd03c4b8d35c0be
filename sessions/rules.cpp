#include "sessions/rules.hpp"

#include "sessions/reading.hpp"
#include "sessions/timeline.hpp"
#include "sessions/wording.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

namespace crura::sessions {

namespace {

using forms::text_of;
using reading::mistake_at;
using reading::to_minutes;
using reading::warn_at;

constexpr Duration kShortestRest = std::chrono::minutes(3);
constexpr Duration kLongWithoutGettingUp = std::chrono::minutes(8);
constexpr double kSameMinutes = 0.01;

// Index of the first or last step for which it holds.
template <class Holds>
std::optional<std::size_t> first_step(const Session& session, Holds holds)
{
    for (std::size_t s = 0; s < session.steps.size(); ++s)
        if (holds(session.steps[s]))
            return s;
    return std::nullopt;
}

template <class Holds>
std::optional<std::size_t> last_step(const Session& session, Holds holds)
{
    for (auto s = session.steps.size(); s-- > 0;)
        if (holds(session.steps[s]))
            return s;
    return std::nullopt;
}

bool trembles(const Step& step)
{
    return step.tremor;
}

bool rests(const Step& step)
{
    return step.rest;
}

void need_guard(const ProgramParts& parts)
{
    for (std::size_t s = 0; s < parts.steps.size(); ++s)
        if (parts.session.steps[s].tremor)
            mistake_at(parts.steps[s], "tremor",
                       "tremor needs a guard; write guard = true in [session]");
    if (!parts.levels.empty())
        mistake_at(parts.levels[0], "tremor_minutes",
                   "a level needs a guard; write guard = true in [session]");
}

// The last step of rest, as it must be after tremor.
void check_rest(const ProgramParts& parts, std::size_t tremor)
{
    const auto rest = last_step(parts.session, rests);
    if (!rest || *rest < tremor)
        return mistake_at(parts.steps[tremor], "tremor",
                          "no rest follows the tremor; write a step after it with rest = true, "
                          "scales = false and minutes = 3 or more");
    const Step& step = parts.session.steps[*rest];
    if (step.duration > Duration{} && step.duration < kShortestRest)
        mistake_at(parts.steps[*rest], "minutes",
                   text_of("the rest after tremor is ", to_minutes(step.duration),
                           " minutes; permitted is ", to_minutes(kShortestRest), " or more"));
    if (step.scales)
        mistake_at(parts.steps[*rest], "scales",
                   "the rest after tremor is not made shorter; write scales = false");
}

void check_tremor(const ProgramParts& parts)
{
    const auto first = first_step(parts.session, trembles);
    const auto last = last_step(parts.session, trembles);
    if (!last) {
        if (!parts.levels.empty())
            warn_at(parts.levels[0], "tremor_minutes",
                    "no step ends when the minutes of the level are used up; write tremor = true "
                    "in the step in which the body trembles");
        return;
    }
    check_rest(parts, *last);
    const auto rest = std::max(*last, last_step(parts.session, rests).value_or(0));
    for (auto s = *first; s <= rest; ++s)
        if (parts.session.steps[s].intent == Intent::guide)
            mistake_at(parts.steps[s], "intent",
                       "from tremor to the end of the rest nothing is led; write "
                       "intent = \"witness\"");
    if (parts.levels.empty())
        warn_at(parts.steps[*last], "tremor",
                "no level limits the tremor, so it may last as long as the step; write [[level]] "
                "with its tremor_minutes");
}

void check_tremor_time(const ProgramParts& parts)
{
    Duration longest{};
    for (const Step& step : parts.session.steps)
        longest += step.tremor ? step.duration : Duration{};
    for (std::size_t l = 0; l < parts.levels.size(); ++l)
        if (const Duration agreed = parts.session.levels[l].tremor;
            longest > Duration{} && agreed > longest)
            warn_at(parts.levels[l], "tremor_minutes",
                    text_of("tremor_minutes is ", to_minutes(agreed),
                            ", but the steps of tremor end after ", to_minutes(longest),
                            "; give them more minutes"));
}

void check_guard(const ProgramParts& parts)
{
    if (!parts.session.guard.on)
        return need_guard(parts);
    if (parts.session.cautions.empty())
        mistake_at(parts.about, "guard",
                   "guard = true needs cautions; write cautions = [\"...\"]: who should not, or "
                   "not alone");
    check_tremor(parts);
    check_tremor_time(parts);
}

void check_rates(const ProgramParts& parts)
{
    for (std::size_t s = 0; s < parts.steps.size(); ++s)
        if (const double rate = parts.session.steps[s].breath_rate_bpm;
            0 < rate && rate < parts.session.slowest_bpm)
            mistake_at(parts.steps[s], "breath_rate_bpm",
                       text_of("breath_rate_bpm is ", rate, ", but slowest_bpm of the program is ",
                               parts.session.slowest_bpm, "; write slowest_bpm = ", rate,
                               " in [session]"));
}

// A pace is asked about when it is over.
void check_pace(const ProgramParts& parts, std::size_t step)
{
    if (step == 0 || parts.session.steps[step - 1].style != GuideStyle::fixed)
        mistake_at(parts.steps[step], "check_in",
                   "check_in = \"pace\" asks about the pace of the step before; write it in the "
                   "step after one with guide = \"fixed\"");
    else if (parts.session.unguided > Duration{})
        mistake_at(parts.about, "unguided_minutes",
                   "a pace that is asked about is shown to its end; write unguided_minutes = 0 in "
                   "[session]");
}

void check_check_ins(const ProgramParts& parts)
{
    bool before = false;
    bool stood = false;
    for (std::size_t s = 0; s < parts.steps.size(); ++s) {
        const Step& step = parts.session.steps[s];
        before = before || step.check_in == CheckInTime::before;
        stood = stood || step.moves;
        if (step.check_in == CheckInTime::pace)
            check_pace(parts, s);
        if (step.check_in == CheckInTime::after && !before)
            warn_at(parts.steps[s], "check_in",
                    "nothing was asked before, so the answers cannot be compared; write "
                    "check_in = \"before\" in the first step");
        if (step.check_in == CheckInTime::standing && !stood)
            warn_at(parts.steps[s], "check_in",
                    "nobody has stood up yet; write moves = true in the step in which they do");
    }
}

void check_lengths(const ProgramParts& parts)
{
    const Session& session = parts.session;
    for (const double minutes : session.offered_minutes) {
        const double really = to_minutes(length_of(session, reading::from_minutes(minutes)));
        if (session.duration() > Duration{} && std::fabs(really - minutes) > kSameMinutes)
            mistake_at(parts.about, "offered_minutes",
                       text_of("offered_minutes holds ", minutes, ", but the session lasts ",
                               really,
                               " minutes then, because of the steps that do not scale; "
                               "write ",
                               really));
    }
}

// English only: of other languages nothing is known.
bool lies_down(const Session& session)
{
    const auto says = [](const std::string& line) {
        constexpr std::array kWords = {"lie", "lying", "on the back", "on your back",
                                       "to one side"};
        return std::any_of(kWords.begin(), kWords.end(),
                           [&](const char* each) { return mentions(line, each); });
    };
    bool lies = says(session.summary)
        || std::any_of(session.checklist.begin(), session.checklist.end(), says);
    for (const Step& step : session.steps)
        for (const Prompt& prompt : step.prompts)
            lies = lies || says(prompt.say);
    return lies;
}

void check_getting_up(const ProgramParts& parts)
{
    const Session& session = parts.session;
    const Step& last = session.steps.back();
    const bool long_down = session.duration() > kLongWithoutGettingUp && lies_down(session);
    if ((session.guard.on || long_down) && !last.moves && last.check_in != CheckInTime::standing)
        warn_at(parts.steps.back(), "moves",
                "the program leaves people lying; end with a step of getting up slowly, and write "
                "moves = true in it (format = 2)");
}

} // namespace

void check_rules(const ProgramParts& parts)
{
    check_guard(parts);
    check_rates(parts);
    check_check_ins(parts);
    check_lengths(parts);
    if (!parts.steps.empty())
        check_getting_up(parts);
}

} // namespace crura::sessions
