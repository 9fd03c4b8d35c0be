#include "osc/osc_encoder.hpp"

#include "core/names.hpp"

#include <utility>

namespace crura::osc {
namespace {

WallTime wall(Time time, Duration to_wall)
{
    return WallTime(time.time_since_epoch() + to_wall);
}

std::string state_of(const SessionState& session)
{
    if (session.finished)
        return "finished";
    if (session.braked)
        return "braked";
    return session.running ? "running" : "paused";
}

} // namespace

Message OscEncoder::message(const std::string& address, std::vector<Argument> arguments) const
{
    return {params_.prefix + address, std::move(arguments)};
}

std::vector<Bundle> OscEncoder::operator()(const Snapshot& snapshot, Duration to_wall)
{
    std::vector<Bundle> out;
    tell_moments(snapshot, to_wall, out);
    tell_events(snapshot, to_wall, out);
    Bundle now{wall(snapshot.time, to_wall), {}};
    tell_session(snapshot.session, now);
    tell_care(snapshot, now);
    const auto half_a_tick = std::chrono::milliseconds(5);
    if (!told_at_ || snapshot.time - *told_at_ + half_a_tick >= from_seconds(params_.interval_s)) {
        tell_state(snapshot, now);
        told_at_ = snapshot.time;
    }
    if (!now.messages.empty())
        out.push_back(std::move(now));
    last_ = snapshot.cues;
    return out;
}

void OscEncoder::tell_moments(const Snapshot& snapshot, Duration to_wall, std::vector<Bundle>& out)
{
    const AudioCue& now = snapshot.cues.audio;
    const AudioCue before = last_ ? last_->audio : now;
    const auto tell = [&](const char* name, const Moment& moment, const Moment& last) {
        if (moment.count != last.count)
            out.push_back(
                {wall(moment.due, to_wall), {message("/cue", {name, std::int32_t(moment.count)})}});
    };
    tell("inspiration", now.inspiration, before.inspiration);
    tell("expiration", now.expiration, before.expiration);
    tell("guide_inspiration", now.guide_inspiration, before.guide_inspiration);
    tell("guide_expiration", now.guide_expiration, before.guide_expiration);
}

void OscEncoder::tell_events(const Snapshot& snapshot, Duration to_wall, std::vector<Bundle>& out)
{
    const BreathState& breath = snapshot.breath;
    for (const Onset& onset : breath.onsets)
        out.push_back({wall(onset.time, to_wall), {message("/onset", {name_of(onset.phase)})}});
    for (const Event& event : breath.events)
        out.push_back(
            {wall(event.over ? event.end : event.start, to_wall),
             {message("/event",
                      {name_of(event.kind), float(event.evidence), std::int32_t(event.over)})}});
}

void OscEncoder::tell_session(const SessionState& session, Bundle& out)
{
    if (const auto state = state_of(session); state != std::exchange(state_, state))
        out.messages.push_back(message("/session/state", {state}));
    if (const auto step = session.step; step != std::exchange(step_, step))
        out.messages.push_back(message("/session/step", {std::int32_t(step)}));
    if (session.prompt != SessionState::kNone)
        out.messages.push_back(message("/session/prompt", {std::int32_t(session.prompt)}));
    if (session.phrase != Phrase::none)
        out.messages.push_back(message("/session/phrase", {name_of(session.phrase)}));
}

void OscEncoder::tell_care(const Snapshot& snapshot, Bundle& out)
{
    if (const auto alert = snapshot.guard.alert; alert != std::exchange(alert_, alert))
        out.messages.push_back(message("/guard/alert", {std::int32_t(alert)}));
    if (const auto asked = snapshot.check_in.question; asked != std::exchange(question_, asked))
        out.messages.push_back(message("/question", {name_of(asked)}));
    if (const auto stage = snapshot.target.stage; stage != std::exchange(stage_, stage))
        out.messages.push_back(message("/guide/stage", {name_of(stage)}));
    for (const Decision& decision : snapshot.decisions)
        out.messages.push_back(message("/decision",
                                       {name_of(decision.kind), name_of(decision.ground),
                                        float(decision.value), float(decision.limit)}));
    for (const Answer& answer : snapshot.check_in.answers)
        out.messages.push_back(
            message("/answer",
                    {name_of(answer.question), name_of(answer.when),
                     std::int32_t(answer.by == AnsweredBy::nobody ? -1 : answer.choice)}));
}

void OscEncoder::tell_state(const Snapshot& snapshot, Bundle& out) const
{
    const BreathState& breath = snapshot.breath;
    const MidiCue& cue = snapshot.cues.midi;
    const auto tell = [&](const std::string& address, double value) {
        out.messages.push_back(message(address, {float(value)}));
    };
    const auto tell_if = [&](bool known, const std::string& address, double value) {
        tell(address + "/known", known);
        if (known)
            tell(address, value);
    };
    const auto tell_estimate = [&](const std::string& address, const Estimate& estimate) {
        tell_if(estimate.known, address, estimate.value);
        if (estimate.known)
            tell(address + "/plus_minus", estimate.plus_minus);
    };
    tell("/confidence", breath.confidence);
    tell_if(breath.confidence > 0, "/breath", breath.displacement);
    const BandState& belly = breath[Band::abdominal];
    const BandState& chest = breath[Band::thoracic];
    tell_if(belly.valid, "/belly", belly.displacement);
    tell_if(chest.valid, "/chest", chest.displacement);
    tell("/belly/quality", belly.quality);
    tell("/chest/quality", chest.quality);
    tell_if(breath.phase != Phase::unknown, "/phase", breath.cycle_position);
    tell_estimate("/rate", breath.breath_rate_bpm);
    tell_estimate("/share", breath.abdominal_share);
    tell("/share/calibrated", breath.partition == Partition::calibrated);
    tell_estimate("/angle", breath.phase_angle_deg);
    tell_if(cue.agreement >= 0, "/agreement", cue.agreement);
    tell("/guide/level", snapshot.target.level);
    tell("/guide", snapshot.target.displacement);
    tell_estimate("/ventilation", breath.ventilation);
    tell("/tremor", breath.tremor.on);
    tell("/motion", breath.motion.level);
    tell("/touch", snapshot.cues.touch.level);
    tell("/raw", snapshot.cues.audio.raw);
    tell("/session/left", to_seconds(snapshot.session.left));
}

} // namespace crura::osc
