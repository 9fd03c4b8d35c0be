#include "sessions/guard/release_guard.hpp"

#include "sessions/pause.hpp"

#include <algorithm>

namespace crura::sessions {
namespace {

bool holds(std::span<const Command> commands, Command which) noexcept
{
    return std::find(commands.begin(), commands.end(), which) != commands.end();
}

bool lies(Posture posture) noexcept
{
    return posture != Posture::upright && posture != Posture::sitting
        && posture != Posture::standing;
}

} // namespace

// What one call knows.
struct ReleaseGuard::Tick {
    Time now;
    Duration length;
    const GuardPlan& plan;
    const Step* step;
    const SessionState& last;
    const BreathState& breath;
    std::span<const Command> commands;
    Wishes& wishes;

    void decide(DecisionKind kind, Ground ground, double value, double limit) const noexcept
    {
        wishes.decisions.push_back({kind, ground, now, value, limit});
    }
    void say(Phrase phrase) const noexcept { wishes.phrases.push_back(phrase); }

    bool moves() const noexcept { return step && step->moves; }
    bool in_tremor_step() const noexcept { return step && step->tremor; }
};

ReleaseGuard::ReleaseGuard(Params params) noexcept
    : params_(params), grounding_(params.grounding), tremor_(params.tremor), holds_(params.holds),
      freeze_(params.freeze), response_(params.response), signal_(params.signal)
{
}

GuardState ReleaseGuard::operator()(Time now, const GuardPlan& plan, const Step* step,
                                    const SessionState& last, const BreathState& breath,
                                    std::span<const Command> commands, Wishes& wishes) noexcept
{
    const Tick tick{now, length_(now), plan, step, last, breath, commands, wishes};
    Pause pause{!last.running, last.braked}; // a session that is over stands still as well
    for (const Command command : commands)
        pause.obey(command);
    if (pause.braked && !braked_)
        tick.decide(DecisionKind::brake, Ground::asked, 0, 0);
    braked_ = pause.braked;

    if (plan.on && !pause.paused)
        watch(tick);
    else
        rest();
    grounding_(now, braked_, holds(commands, Command::brake), wishes.phrases);
    return state(plan);
}

void ReleaseGuard::watch(const Tick& tick) noexcept
{
    hear_answer(tick);
    watch_signal(tick);
    watch_tremor(tick);
    watch_hold(tick);
    watch_freeze(tick);
    watch_response(tick);
}

// Nothing that was half seen before a pause counts after it.
void ReleaseGuard::rest() noexcept
{
    holds_.forget();
    freeze_.answered();
    response_.close();
    signal_.forget();
    unasked_ = {};
}

void ReleaseGuard::watch_signal(const Tick& tick) noexcept
{
    if (tick.moves())
        signal_.forget(); // who gets up may well shake a sensor off
    else if (signal_(tick.length, tick.breath))
        tick.decide(DecisionKind::signal_lost, Ground::silence_s, signal_.silent_s(),
                    signal_.limit_s());
}

void ReleaseGuard::watch_tremor(const Tick& tick) noexcept
{
    const auto news = tremor_(tick.length, tick.breath.tremor.on, tick.plan.tremor_limit);
    const auto decide = [&](DecisionKind kind, Duration limit) {
        tick.decide(kind, Ground::tremor_s, to_seconds(tremor_.time()), to_seconds(limit));
    };
    switch (news) {
    case TremorMinutes::News::none:
        break;
    case TremorMinutes::News::nearly_full:
        decide(DecisionKind::tremor_nearly_full, tremor_.nearly_limit());
        break;
    case TremorMinutes::News::full:
    case TremorMinutes::News::once_more:
        decide(DecisionKind::tremor_full, tick.plan.tremor_limit);
        tick.say(Phrase::tremor_enough);
        break;
    case TremorMinutes::News::lasts:
        decide(DecisionKind::tremor_lasts, tremor_.lasts_limit());
        break;
    }
    // A step is left once: where the person just left it, the next one must not be skipped.
    if (tremor_.full() && tick.in_tremor_step() && left_step_ != tick.last.step
        && (holds(tick.commands, Command::next) || tick.wishes.commands.push_back(Command::next)))
        left_step_ = tick.last.step;
}

void ReleaseGuard::watch_hold(const Tick& tick) noexcept
{
    for (const Event& event : tick.breath.events)
        if (event.kind == EventKind::paradox)
            paradox_since_ = event.over ? std::nullopt : std::optional(event.start);
    const auto stage = holds_(tick.length, tick.breath.hold, breath_is_clear(tick));
    const double held_s = holds_.held_s(), limit_s = holds_.limit_s(stage);
    switch (stage) {
    case HoldWatch::Stage::none:
        break;
    case HoldWatch::Stage::bowl:
        tick.decide(DecisionKind::tone, Ground::hold_s, held_s, limit_s);
        tick.say(Phrase::tone);
        break;
    case HoldWatch::Stage::words:
        tick.decide(DecisionKind::let_it_out, Ground::hold_s, held_s, limit_s);
        tick.say(Phrase::let_it_out);
        break;
    case HoldWatch::Stage::brake:
        brake(tick, Ground::hold_s, held_s, limit_s);
        break;
    }
}

void ReleaseGuard::watch_freeze(const Tick& tick) noexcept
{
    if (!freeze_(tick.length, tick.breath, SignalWatch::heard(tick.breath)))
        return;
    tick.decide(DecisionKind::suspect_freeze, Ground::stillness_s, freeze_.still_s(),
                freeze_.limit_s());
    response_.ask();
}

void ReleaseGuard::watch_response(const Tick& tick) noexcept
{
    if (in_release(tick.breath))
        unasked_ += tick.length;
    if (tick.plan.response_every > Duration{} && unasked_ >= tick.plan.response_every
        && in_release(tick.breath))
        response_.ask();
    if (!SignalWatch::heard(tick.breath))
        return; // a hum or a tap might not be heard either: nobody's time runs out meanwhile

    switch (response_(tick.length, tick.last.phrase)) {
    case Responsiveness::News::none:
        break;
    case Responsiveness::News::ask:
        if (freeze_.suspected())
            tick.decide(DecisionKind::ask_response, Ground::stillness_s, freeze_.still_s(),
                        freeze_.limit_s());
        else
            tick.decide(DecisionKind::ask_response, Ground::schedule_s, to_seconds(unasked_),
                        to_seconds(tick.plan.response_every));
        tick.say(response_.words());
        break;
    case Responsiveness::News::missed:
        decide_on_answer(tick, DecisionKind::response_missed);
        tick.say(response_.words());
        break;
    case Responsiveness::News::gone:
        decide_on_answer(tick, DecisionKind::response_missed);
        brake(tick, Ground::missed, response_.missed(), response_.most_misses());
        break;
    }
}

// Whatever a person asks for shows that they are here; short breaths only when they were asked.
void ReleaseGuard::hear_answer(const Tick& tick) noexcept
{
    const Time said = tick.now - response_.since_said();
    const auto& events = tick.breath.events;
    const bool breathed =
        response_.listening() && std::any_of(events.begin(), events.end(), [&](const Event& event) {
            return event.kind == EventKind::short_breaths && event.start >= said;
        });
    if (!breathed && tick.commands.empty())
        return;
    if (response_.listening() && (breathed || holds(tick.commands, Command::here)))
        tick.say(Phrase::thank_you);
    if (response_.open())
        decide_on_answer(tick, DecisionKind::response_heard);
    response_.close();
    freeze_.answered();
    unasked_ = {};
}

void ReleaseGuard::decide_on_answer(const Tick& tick, DecisionKind kind) noexcept
{
    tick.decide(kind, Ground::missed, response_.missed(), response_.most_misses());
}

// Nobody holds the breath of whom it cannot be said: who changes posture, sits or stands, or whose
// sensors slipped, moves the sensors more than the breath does.
bool ReleaseGuard::breath_is_clear(const Tick& tick) const noexcept
{
    const BreathState& breath = tick.breath;
    const bool slipped =
        std::any_of(breath.band.begin(), breath.band.end(), [](const BandState& band) {
            return band.valid && band.fault == SensorFault::moved;
        });
    const bool thrown_about = breath.motion.level >= params_.most_motion && !breath.tremor.on;
    return SignalWatch::heard(breath) && lies(breath.posture) && !tick.moves() && !slipped
        && !thrown_about && !opposed_before(tick.now, breath.hold);
}

// Bands that moved against each other already while air moved (a sensor turned over with the body)
// show no isovolume by going on to do so.
bool ReleaseGuard::opposed_before(Time now, const Hold& hold) const noexcept
{
    return hold.kind == EventKind::isovolume_hold && paradox_since_
        && *paradox_since_ < now - from_seconds(hold.held_s + params_.apart_s);
}

// Trembles, or lies still after it.
bool ReleaseGuard::in_release(const BreathState& breath) const noexcept
{
    return breath.tremor.on
        || (tremor_.time() >= from_seconds(params_.trembled_s) && lies(breath.posture)
            && breath.motion.level < params_.most_motion);
}

void ReleaseGuard::brake(const Tick& tick, Ground ground, double value, double limit) noexcept
{
    if (braked_ || !tick.wishes.commands.push_back(Command::brake))
        return;
    braked_ = true;
    tick.decide(DecisionKind::brake, ground, value, limit);
}

GuardState ReleaseGuard::state(const GuardPlan& plan) const noexcept
{
    GuardState state;
    state.on = plan.on;
    state.alert = alert();
    if (!plan.on)
        return state;
    state.tremor_time = tremor_.time();
    state.tremor_limit = plan.tremor_limit;
    state.hold_limit_s = holds_.own_limit_s();
    state.held_s = holds_.held_s();
    state.awaiting_response = response_.open();
    state.response_left = response_.left();
    state.missed_responses = std::uint8_t(response_.missed());
    state.freeze_suspected = freeze_.suspected();
    return state;
}

Alert ReleaseGuard::alert() const noexcept
{
    if (braked_ || tremor_.goes_on())
        return Alert::act;
    const bool doubtful = tremor_.runs_out() || holds_.worries() || freeze_.suspected()
        || response_.missed() > 0 || signal_.lost();
    return doubtful ? Alert::look : Alert::none;
}

} // namespace crura::sessions
