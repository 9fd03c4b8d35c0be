#include "record/transcript.hpp"

#include "record/payload.hpp"

#include <algorithm>
#include <utility>

namespace crura::record {

namespace {

constexpr Duration kHealthEvery = std::chrono::seconds(1);
constexpr Duration kGlanceEvery = std::chrono::milliseconds(100);
constexpr Duration kWatchEvery = std::chrono::seconds(10);

template <class... Items>
void write_block(Bytes& out, BlockType type, Items... items)
{
    Bytes payload;
    ByteWriter write(payload);
    write(items...);
    append_block(out, type, payload);
}

bool same_step(const SessionState& a, const SessionState& b)
{
    return a.running == b.running && a.finished == b.finished && a.braked == b.braked
        && a.step == b.step && a.unguided == b.unguided && a.waiting == b.waiting;
}

bool speaks(const SessionState& session)
{
    return session.prompt != SessionState::kNone || session.phrase != Phrase::none;
}

bool same_watch(const Watch& a, const Watch& b)
{
    return a.guard.on == b.guard.on && a.guard.alert == b.guard.alert
        && a.guard.awaiting_response == b.guard.awaiting_response
        && a.guard.missed_responses == b.guard.missed_responses
        && a.guard.freeze_suspected == b.guard.freeze_suspected && a.air.advice == b.air.advice;
}

bool same_assessment(const Assessment& a, const Assessment& b)
{
    return a.basis == b.basis && a.rates.size() == b.rates.size()
        && a.best_bpm.known == b.best_bpm.known && a.best_bpm.value == b.best_bpm.value;
}

bool same_lights(const Health& a, const Health& b)
{
    const auto same_source = [](const SourceHealth& one, const SourceHealth& other) {
        return one.online == other.online && one.finished == other.finished;
    };
    return a.audio == b.audio && a.midi == b.midi && a.osc == b.osc && a.touch == b.touch
        && a.recorder == b.recorder
        && std::equal(a.sources.begin(), a.sources.end(), b.sources.begin(), b.sources.end(),
                      same_source);
}

Glance glance_at(const Snapshot& snapshot)
{
    const auto& breath = snapshot.breath;
    return {.phase = breath.phase,
            .displacement = breath.displacement,
            .cycle_position = breath.cycle_position,
            .bands = breath.band,
            .breath_rate_bpm = breath.breath_rate_bpm,
            .abdominal_share = breath.abdominal_share,
            .phase_angle_deg = breath.phase_angle_deg,
            .partition = breath.partition,
            .calibration_progress = breath.calibration_progress,
            .confidence = breath.confidence,
            .intent = snapshot.target.intent,
            .target_level = snapshot.target.level,
            .target_displacement = snapshot.target.displacement,
            .elapsed = snapshot.session.elapsed,
            .stage = snapshot.target.stage,
            .carry_over = snapshot.target.carry_over,
            .ventilation = breath.ventilation};
}

} // namespace

void Transcript::begin(Bytes& out, const RecordingHeader& header)
{
    write_block(out, BlockType::header, kFormatVersion, header);
}

void Transcript::tick(Bytes& out, const Snapshot& snapshot, std::vector<Sample> samples)
{
    write_block(out, BlockType::tick,
                RecordedTick{snapshot.time, snapshot.tick, std::move(samples), snapshot.commands});
    breath(out, snapshot);
    session(out, snapshot);
    health(out, snapshot);
    glance(out, snapshot);
    care(out, snapshot);
}

void Transcript::note(Bytes& out, const Note& note)
{
    write_block(out, BlockType::note, note);
}

void Transcript::loss(Bytes& out, const Loss& loss)
{
    write_block(out, BlockType::loss, loss);
}

void Transcript::end(Bytes& out)
{
    append_block(out, BlockType::end, {});
}

void Transcript::breath(Bytes& out, const Snapshot& snapshot)
{
    for (const auto& onset : snapshot.breath.onsets)
        write_block(out, BlockType::onset, snapshot.time, onset);
    for (const auto& breath : snapshot.breath.breaths)
        write_block(out, BlockType::breath, snapshot.time, breath);
    for (const auto& event : snapshot.breath.events)
        write_block(out, BlockType::event, snapshot.time, event);
}

void Transcript::session(Bytes& out, const Snapshot& snapshot)
{
    const auto& now = snapshot.session;
    if (last_session_ && same_step(*last_session_, now) && !speaks(now))
        return;
    write_block(out, BlockType::session, snapshot.time, now);
    last_session_ = now;
}

void Transcript::health(Bytes& out, const Snapshot& snapshot)
{
    const auto& now = snapshot.health;
    if (last_health_ && same_lights(*last_health_, now)
        && snapshot.time - last_health_at_ < kHealthEvery)
        return;
    write_block(out, BlockType::health, snapshot.time, now);
    last_health_ = now;
    last_health_at_ = snapshot.time;
}

void Transcript::glance(Bytes& out, const Snapshot& snapshot)
{
    if (last_glance_at_ && snapshot.time - *last_glance_at_ < kGlanceEvery)
        return;
    write_block(out, BlockType::glance, snapshot.time, glance_at(snapshot));
    last_glance_at_ = snapshot.time;
}

void Transcript::care(Bytes& out, const Snapshot& snapshot)
{
    for (const auto& decision : snapshot.decisions)
        write_block(out, BlockType::decision, snapshot.time, decision);
    for (const auto& answer : snapshot.check_in.answers)
        write_block(out, BlockType::answer, snapshot.time, answer);
    const Watch watch{snapshot.guard, snapshot.air};
    const bool due = watch.guard.on && snapshot.time - last_watch_at_ >= kWatchEvery;
    if (due || !same_watch(watch, last_watch_)) {
        write_block(out, BlockType::watch, snapshot.time, watch);
        last_watch_ = watch;
        last_watch_at_ = snapshot.time;
    }
    if (!same_assessment(snapshot.assessment, last_assessment_)) {
        write_block(out, BlockType::assessment, snapshot.time, snapshot.assessment);
        last_assessment_ = snapshot.assessment;
    }
}

} // namespace crura::record
