#include "engine/session_run.hpp"

#include <algorithm>

namespace crura::engine {
namespace {

// A therapist may lead the session: what only the person does is a sign that they are here.
bool is_sign_of_the_person(Command command)
{
    return command == Command::here || command == Command::dizzy || command == Command::brake
        || command == Command::skip_question || choice_of(command) >= 0;
}

SessionRun::Commands signs_among(const Few<Command, 4>& commands)
{
    SessionRun::Commands signs;
    for (const Command command : commands)
        if (is_sign_of_the_person(command))
            signs.push_back(command);
    return signs;
}

template <std::size_t N>
std::span<const Command> span_of(const Few<Command, N>& commands)
{
    return {commands.begin(), commands.size()};
}

} // namespace

const sessions::Step* SessionRun::step_of(const SessionState& state) const
{
    return state.step == SessionState::kNone ? nullptr : &session().steps[std::size_t(state.step)];
}

void SessionRun::operator()(Snapshot& snapshot, Commands& obeyed) noexcept
{
    sessions::Wishes wishes;
    watch(snapshot, wishes);

    obeyed.clear();
    for (const Command command : snapshot.commands)
        obeyed.push_back(command);
    for (const Command command : wishes.commands)
        obeyed.push_back(command);

    snapshot.session = runner_(snapshot.time, span_of(obeyed));
    const auto* step = step_of(snapshot.session);
    turns_(snapshot.time, step ? step->quiet : Duration{},
           {wishes.phrases.begin(), wishes.phrases.size()}, snapshot.session);
    snapshot.decisions = wishes.decisions;
    guide(snapshot);
    last_ = snapshot.session;
}

void SessionRun::watch(Snapshot& snapshot, sessions::Wishes& wishes) noexcept
{
    const Time now = snapshot.time;
    const BreathState& breath = snapshot.breath;
    const auto* step = step_of(last_);
    const auto signs = signs_among(snapshot.commands);
    snapshot.air = air_guard_(now, breath, span_of(snapshot.commands), wishes);
    snapshot.guard =
        release_guard_(now, session().guard, step, last_, breath, span_of(signs), wishes);
    reminders_(now, !step || step->moves, last_, breath, wishes);
    snapshot.check_in = check_in_(now, step ? step->check_in : CheckInTime::none, last_, breath,
                                  span_of(snapshot.commands), wishes);
}

void SessionRun::guide(Snapshot& snapshot) noexcept
{
    const auto* step = step_of(snapshot.session);
    sessions::GuidePlan plan;
    plan.manner = session().manner;
    plan.slowest_bpm = session().slowest_bpm;
    plan.unguided = snapshot.session.unguided;
    const bool rests = snapshot.air.advice == AirAdvice::rest;
    if (step && snapshot.session.running && !rests) {
        plan.intent = step->intent;
        plan.style = step->style;
        plan.breath_rate_bpm = step->breath_rate_bpm;
    }
    snapshot.target = guide_(snapshot.time, plan, snapshot.breath, snapshot.air.advice,
                             span_of(snapshot.commands), snapshot.decisions);
    snapshot.assessment =
        assessment_(snapshot.time, snapshot.session.running ? step : nullptr,
                    snapshot.target.breath_rate_bpm, snapshot.breath, snapshot.check_in);
}

} // namespace crura::engine
