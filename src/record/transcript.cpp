#include "record/transcript.hpp"

#include "record/payload.hpp"

#include <algorithm>
#include <utility>

namespace crura::record {

namespace {

constexpr Duration kHealthEvery = std::chrono::seconds(1);
constexpr Duration kGlanceEvery = std::chrono::milliseconds(100);

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
        && a.step == b.step;
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
            .elapsed = snapshot.session.elapsed};
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
    if (last_session_ && same_step(*last_session_, now) && now.prompt == SessionState::kNone)
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

} // namespace crura::record
