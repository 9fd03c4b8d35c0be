#include "history/fact.hpp"

#include "core/names.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>

namespace crura::history {
namespace {

bool is_sound(const BreathRow& row)
{
    return std::isfinite(row.start_s) && std::isfinite(row.breath_rate_bpm)
        && std::isfinite(row.inspiratory_time_s) && std::isfinite(row.expiratory_time_s)
        && row.breath_rate_bpm > 0 && row.inspiratory_time_s >= 0 && row.expiratory_time_s >= 0
        && row.confidence >= 0 && row.confidence <= 1;
}

BreathRow row_of(const Breath& breath, Time began)
{
    return {to_seconds(breath.inspiration_onset - began),
            breath.breath_rate_bpm,
            breath.inspiratory_time_s,
            breath.expiratory_time_s,
            breath.abdominal_share,
            breath.phase_angle_deg,
            breath.partition,
            breath.confidence};
}

MarkerRow row_of(const Decision& decision, Time began)
{
    const bool has_number = decision.ground != Ground::asked;
    return {to_seconds(decision.time - began), name_of(decision.kind),
            has_number ? fmt::format("{} {:.3g}, limit {:.3g}", name_of(decision.ground),
                                     decision.value, decision.limit)
                       : name_of(decision.ground)};
}

MarkerRow row_of(const Event& event, Time began)
{
    return {to_seconds(event.start - began), name_of(event.kind),
            fmt::format("{:.3g}", event.evidence)};
}

} // namespace

FactFinder::Facts FactFinder::operator()(const Snapshot& snapshot) noexcept
{
    Facts facts;
    for (const Breath& breath : snapshot.breath.breaths)
        if (const auto row = row_of(breath, began_); is_sound(row))
            facts.push_back(row);
    for (const Answer& answer : snapshot.check_in.answers)
        facts.push_back(AnswerRow{to_seconds(answer.time - began_), answer.question, answer.when,
                                  answer.by, answer.choice});
    for (const Decision& decision : snapshot.decisions) {
        brake_told_ = brake_told_ || decision.kind == DecisionKind::brake;
        facts.push_back(decision);
    }
    find_marks(snapshot, facts);
    for (const Event& event : snapshot.breath.events)
        if (!seen_before(event))
            facts.push_back(event);
    return facts;
}

// A brake that the guard decided is there as a decision, with its evidence.
void FactFinder::find_marks(const Snapshot& snapshot, Facts& facts) noexcept
{
    const double now_s = to_seconds(snapshot.time - began_);
    const SessionState& session = snapshot.session;
    for (const Command command : snapshot.commands)
        if (command == Command::mark)
            facts.push_back(Mark{now_s, "mark"});
    if (session.braked && !braked_ && !brake_told_)
        facts.push_back(Mark{now_s, "brake"});
    if (running_ && !session.running && !session.braked && !session.finished)
        facts.push_back(Mark{now_s, "pause"});
    if (!session.braked && braked_)
        brake_told_ = false;
    braked_ = session.braked;
    running_ = session.running;
}

// It is said once more when it is over.
bool FactFinder::seen_before(const Event& event) noexcept
{
    auto& open = open_[std::size_t(event.kind) % kEventKinds];
    const bool seen = open == event.start;
    if (event.over)
        open.reset();
    else
        open = event.start;
    return seen;
}

void add(const Fact& fact, Time began, Batch& batch)
{
    if (const auto* breath = std::get_if<BreathRow>(&fact))
        batch.breaths.push_back(*breath);
    if (const auto* answer = std::get_if<AnswerRow>(&fact))
        batch.answers.push_back(*answer);
    if (const auto* mark = std::get_if<Mark>(&fact))
        batch.markers.push_back({mark->at_s, mark->kind, ""});
    if (const auto* decision = std::get_if<Decision>(&fact))
        batch.markers.push_back(row_of(*decision, began));
    if (const auto* event = std::get_if<Event>(&fact))
        batch.markers.push_back(row_of(*event, began));
}

} // namespace crura::history
