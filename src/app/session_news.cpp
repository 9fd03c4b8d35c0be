#include "app/session_news.hpp"

#include <fmt/format.h>

#include <cstddef>

namespace crura::app {
namespace {

using Kind = SessionNews::Kind;

Ground why_braked(const Snapshot& now)
{
    for (const Decision& decision : now.decisions)
        if (decision.kind == DecisionKind::brake)
            return decision.ground;
    return Ground::asked;
}

} // namespace

SessionNewsFinder::Found SessionNewsFinder::operator()(const Snapshot& now) noexcept
{
    Found found;
    const Snapshot before = any_ ? last_ : now;
    const auto& session = now.session;
    if (session.step != SessionState::kNone && (!any_ || session.step != before.session.step))
        found.push_back({Kind::step, session.step, 0, true});
    if (session.prompt != SessionState::kNone)
        found.push_back({Kind::prompt, session.step, session.prompt, true});
    if (session.braked && !before.session.braked)
        found.push_back({Kind::braked, 0, 0, true, why_braked(now)});
    else if (session.running != before.session.running && !session.finished)
        found.push_back({Kind::paused, 0, 0, session.running});
    for (const Command command : now.commands)
        if (command == Command::mark)
            found.push_back({Kind::marked, 0, 0, true});
    look_at_machine(now, before, found);
    const bool knows = now.breath.breath_rate_bpm.known;
    if (knows && !before.breath.breath_rate_bpm.known)
        found.push_back({Kind::heard, 0, 0, true});
    if (now.breath.calibration_progress >= 1 && before.breath.calibration_progress < 1
        && !before.breath.calibration.under_way())
        found.push_back({Kind::calibrated, 0, 0, now.breath.partition == Partition::calibrated});
    if (session.finished && !before.session.finished)
        found.push_back({Kind::finished, 0, 0, true});
    last_ = now;
    any_ = true;
    return found;
}

void SessionNewsFinder::look_at_machine(const Snapshot& now, const Snapshot& before,
                                        Found& found) const noexcept
{
    for (std::size_t i = 0; i < now.health.sources.size(); ++i) {
        const auto& source = now.health.sources[i];
        if (source.online != before.health.sources[i].online && !source.finished)
            found.push_back({Kind::source, 0, std::int16_t(i), source.online});
    }
    const auto output = [&found](Kind kind, Output is, Output was) {
        if (is != was && is != Output::off)
            found.push_back({kind, 0, 0, is == Output::working});
    };
    output(Kind::audio, now.health.audio, before.health.audio);
    output(Kind::midi, now.health.midi, before.health.midi);
    output(Kind::osc, now.health.osc, before.health.osc);
    output(Kind::touch, now.health.touch, before.health.touch);
}

std::string words_of(const SessionNews& news, const sessions::Session* session, bool keys)
{
    const auto* step = session ? &session->steps[std::size_t(news.step)] : nullptr;
    switch (news.kind) {
    case Kind::step:
        return step ? step->name : "";
    case Kind::prompt:
        return step ? step->prompts[std::size_t(news.index)].say : "";
    case Kind::paused:
        return news.good ? "Going on." : keys ? "Paused. Press space to go on." : "Paused.";
    case Kind::braked:
        return keys ? "Quiet. Press space to go on." : "Quiet.";
    case Kind::marked:
        return "Marked.";
    case Kind::source:
        return news.good
            ? fmt::format("Sensor {} is back.", news.index + 1)
            : fmt::format("Sensor {} is gone; looking for it every second.", news.index + 1);
    case Kind::audio:
        return news.good ? "The sound is back." : "The sound output is gone; the session goes on.";
    case Kind::midi:
        return news.good ? "MIDI is back." : "The MIDI output is gone; the session goes on.";
    case Kind::osc:
        return news.good ? "OSC is back." : "The OSC output is gone; the session goes on.";
    case Kind::touch:
        return news.good ? "Touch is back." : "The touch device is gone; the session goes on.";
    case Kind::heard:
        return "The breath is understood.";
    case Kind::calibrated:
        return news.good
            ? "Chest and belly are calibrated for this posture."
            : "Chest and belly moved too much alike to be calibrated: belly share is a trend only.";
    case Kind::finished:
        return "The session is over.";
    }
    return "";
}

} // namespace crura::app
