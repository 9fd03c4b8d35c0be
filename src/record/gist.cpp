#include "record/gist.hpp"

#include "record/payload.hpp"

#include <algorithm>

namespace crura::record {

namespace {

constexpr Duration kHealthEvery = std::chrono::seconds(1);
constexpr Duration kGlanceEvery = std::chrono::milliseconds(100);
constexpr Duration kWatchEvery = std::chrono::seconds(10);

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

template <class List>
void add_all(const List& list, Time time, std::vector<Said>& said)
{
    for (const auto& each : list)
        said.push_back({time, each});
}

Bytes bytes_of(Said said, std::uint16_t format)
{
    Bytes bytes;
    ByteWriter write(bytes, format);
    write(said.time);
    std::visit(write, said.what);
    return bytes;
}

} // namespace

void Gist::operator()(const Snapshot& snapshot, std::vector<Said>& said)
{
    add_all(snapshot.breath.onsets, snapshot.time, said);
    add_all(snapshot.breath.breaths, snapshot.time, said);
    add_all(snapshot.breath.events, snapshot.time, said);
    session(snapshot, said);
    health(snapshot, said);
    glance(snapshot, said);
    care(snapshot, said);
}

void Gist::session(const Snapshot& snapshot, std::vector<Said>& said)
{
    const auto& now = snapshot.session;
    if (last_session_ && same_step(*last_session_, now) && !speaks(now))
        return;
    said.push_back({snapshot.time, now});
    last_session_ = now;
}

void Gist::health(const Snapshot& snapshot, std::vector<Said>& said)
{
    const auto& now = snapshot.health;
    if (last_health_ && same_lights(*last_health_, now)
        && snapshot.time - last_health_at_ < kHealthEvery)
        return;
    said.push_back({snapshot.time, now});
    last_health_ = now;
    last_health_at_ = snapshot.time;
}

void Gist::glance(const Snapshot& snapshot, std::vector<Said>& said)
{
    if (last_glance_at_ && snapshot.time - *last_glance_at_ < kGlanceEvery)
        return;
    said.push_back({snapshot.time, glance_at(snapshot)});
    last_glance_at_ = snapshot.time;
}

void Gist::care(const Snapshot& snapshot, std::vector<Said>& said)
{
    add_all(snapshot.decisions, snapshot.time, said);
    add_all(snapshot.check_in.answers, snapshot.time, said);
    const Watch watch{snapshot.guard, snapshot.air};
    const bool due = watch.guard.on && snapshot.time - last_watch_at_ >= kWatchEvery;
    if (due || !same_watch(watch, last_watch_)) {
        said.push_back({snapshot.time, watch});
        last_watch_ = watch;
        last_watch_at_ = snapshot.time;
    }
    if (!same_assessment(snapshot.assessment, last_assessment_)) {
        said.push_back({snapshot.time, snapshot.assessment});
        last_assessment_ = snapshot.assessment;
    }
}

bool same_bits(const Said& a, const Said& b, std::uint16_t format)
{
    return a.what.index() == b.what.index() && bytes_of(a, format) == bytes_of(b, format);
}

} // namespace crura::record
