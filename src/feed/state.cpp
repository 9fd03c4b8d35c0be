#include "feed/state.hpp"

#include "core/names.hpp"
#include "feed/numbers.hpp"

#include <array>

namespace crura::feed {
namespace {

using json::Json;

constexpr std::array kOutcomes = {"none",      "under_way", "separated", "too_few", "alike",
                                  "wrong_way", "uncertain", "unclear",   "moved"};
constexpr std::array kManoeuvreNames = {"natural", "belly", "chest", "isovolume"};
constexpr std::array kVerdicts = {"none",     "counted", "between",     "faint",
                                  "one_band", "unlike",  "chest_moved", "belly_moved"};
constexpr std::array kOutputs = {"off", "working", "lost"};
constexpr std::array kAlerts = {"none", "look", "act"};
constexpr std::array kAdvice = {"none", "softer", "yield", "rest", "mirror"};

bool ever_heard(const BandState& band)
{
    return band.valid || band.level != 0 || band.polarity != 0 || band.fault != SensorFault::none;
}

Json band_of(Band which, const BandState& band)
{
    return Json::Object{{"band", name_of(which)},
                        {"valid", band.valid},
                        {"displacement", number(band.displacement)},
                        {"confidence", number(band.confidence)},
                        {"quality", number(band.quality)},
                        {"quality_reason", name_of(band.quality_reason)},
                        {"fault", name_of(band.fault)},
                        {"polarity", whole(band.polarity)}};
}

Json bands_of(const BreathState& breath)
{
    Json::Array bands;
    for (std::size_t i = 0; i < kBands; ++i)
        if (ever_heard(breath.band[i]))
            bands.push_back(band_of(Band(i), breath.band[i]));
    return bands;
}

Json hold_of(const Hold& hold)
{
    return Json::Object{
        {"on", hold.on}, {"held_s", seconds(hold.held_s)}, {"limit_s", seconds(hold.limit_s)}};
}

Json tremor_of(const Tremor& tremor)
{
    return Json::Object{{"on", tremor.on},
                        {"frequency_hz", estimate(tremor.frequency_hz)},
                        {"strength_mg", estimate(tremor.strength_mg)},
                        {"rhythmicity", number(tremor.rhythmicity)}};
}

Json calibration_of(const BreathState& breath)
{
    const auto& guided = breath.calibration;
    return Json::Object{{"outcome", names::in(kOutcomes, guided.outcome)},
                        {"manoeuvre", names::in(kManoeuvreNames, guided.manoeuvre)},
                        {"wanted", whole(guided.wanted)},
                        {"heard", whole(guided.heard)},
                        {"counted", whole(guided.counted)},
                        {"last", names::in(kVerdicts, guided.last)},
                        {"finishing", guided.finishing},
                        {"progress", number(breath.calibration_progress)}};
}

Json session_of(const SessionState& session)
{
    return Json::Object{{"running", session.running},      {"finished", session.finished},
                        {"braked", session.braked},        {"waiting", session.waiting},
                        {"unguided", session.unguided},    {"elapsed_s", seconds(session.elapsed)},
                        {"left_s", seconds(session.left)}, {"step", whole(session.step)}};
}

Json target_of(const Target& target)
{
    return Json::Object{{"level", number(target.level)},
                        {"displacement", number(target.displacement)},
                        {"phase", name_of(target.phase)},
                        {"stage", name_of(target.stage)},
                        {"breath_rate_bpm", number(target.breath_rate_bpm)},
                        {"inspiratory_time_s", number(target.inspiratory_time_s)},
                        {"expiratory_time_s", number(target.expiratory_time_s)},
                        {"carry_over", estimate(target.carry_over)}};
}

Json check_in_of(const CheckInState& check_in)
{
    return Json::Object{{"question", name_of(check_in.question)},
                        {"when", name_of(check_in.when)},
                        {"offered", whole(check_in.offered)}};
}

Json sources_of(const Health& health)
{
    Json::Array sources;
    for (const SourceHealth& source : health.sources)
        sources.push_back(Json::Object{{"online", source.online},
                                       {"finished", source.finished},
                                       {"samples", whole(source.samples)},
                                       {"rejected", whole(source.rejected)},
                                       {"lost", whole(source.lost)}});
    return sources;
}

Json outputs_of(const Health& health)
{
    return Json::Object{{"audio", names::in(kOutputs, health.audio)},
                        {"midi", names::in(kOutputs, health.midi)},
                        {"osc", names::in(kOutputs, health.osc)},
                        {"touch", names::in(kOutputs, health.touch)},
                        {"recorder", names::in(kOutputs, health.recorder)}};
}

Json latency_of(const Latency& latency)
{
    if (!latency.known)
        return {};
    return Json::Array{number(double(latency.p50_ms)), number(double(latency.p95_ms))};
}

} // namespace

json::Json state_of(int mat, const Snapshot& now)
{
    const BreathState& breath = now.breath;
    const bool two_bands = breath.partition != Partition::none;
    return Json::Object{
        {"mat", whole(mat)},
        {"tick", whole(now.tick)},
        {"time_s", moment(now.time)},
        {"phase", name_of(breath.phase)},
        {"displacement", number(breath.displacement)},
        {"cycle_position", number(breath.cycle_position)},
        {"confidence", number(breath.confidence)},
        {"bands", bands_of(breath)},
        {"breath_rate_bpm", estimate(breath.breath_rate_bpm)},
        {"inspiratory_time_s", estimate(breath.inspiratory_time_s)},
        {"expiratory_time_s", estimate(breath.expiratory_time_s)},
        {"abdominal_share", two_bands ? estimate(breath.abdominal_share) : Json()},
        {"phase_angle_deg", two_bands ? estimate(breath.phase_angle_deg) : Json()},
        {"partition", name_of(breath.partition)},
        {"hold", hold_of(breath.hold)},
        {"tremor", tremor_of(breath.tremor)},
        {"motion_level", number(breath.motion.level)},
        {"posture", name_of(breath.posture)},
        {"heart_bpm", estimate(breath.heart.rate_bpm)},
        {"calibration", calibration_of(breath)},
        {"session", session_of(now.session)},
        {"target", target_of(now.target)},
        {"check_in", check_in_of(now.check_in)},
        {"sources", sources_of(now.health)},
        {"outputs", outputs_of(now.health)},
        {"sound_latency_ms", latency_of(now.health.sound_latency)},
    };
}

json::Json care_of(const Snapshot& now)
{
    const GuardState& guard = now.guard;
    return Json::Object{{"guard",
                         Json::Object{{"on", guard.on},
                                      {"alert", names::in(kAlerts, guard.alert)},
                                      {"tremor_s", seconds(guard.tremor_time)},
                                      {"tremor_limit_s", seconds(guard.tremor_limit)},
                                      {"hold_limit_s", seconds(guard.hold_limit_s)},
                                      {"held_s", seconds(guard.held_s)},
                                      {"awaiting_response", guard.awaiting_response},
                                      {"response_left_s", seconds(guard.response_left)},
                                      {"missed_responses", whole(guard.missed_responses)},
                                      {"freeze_suspected", guard.freeze_suspected}}},
                        {"air",
                         Json::Object{{"advice", names::in(kAdvice, now.air.advice)},
                                      {"trend_only", now.air.trend_only}}}};
}

json::Json::Object members_of(const Breath& breath)
{
    return {{"start_s", moment(breath.inspiration_onset)},
            {"breath_rate_bpm", number(breath.breath_rate_bpm)},
            {"inspiratory_time_s", number(breath.inspiratory_time_s)},
            {"expiratory_time_s", number(breath.expiratory_time_s)},
            {"abdominal_share", estimate(breath.abdominal_share)},
            {"phase_angle_deg", estimate(breath.phase_angle_deg)},
            {"partition", name_of(breath.partition)},
            {"confidence", number(breath.confidence)}};
}

} // namespace crura::feed
