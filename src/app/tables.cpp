#include "app/tables.hpp"

#include "app/words.hpp"

#include <fmt/format.h>

#include <cmath>
#include <vector>

namespace crura::app {
namespace {

constexpr Duration kFrameEvery = std::chrono::milliseconds(100);

constexpr const char* kBreathColumns =
    "inspiration_onset_s,expiration_onset_s,end_s,inspiration_known_at_s,expiration_known_at_s,"
    "breath_rate_bpm,thoracic_amplitude,abdominal_amplitude,abdominal_share,phase_angle_deg,"
    "confidence,inspiratory_time_s,expiratory_time_s,path_ratio,opposed_deg,"
    "abdominal_share_plus_minus,partition\n";
constexpr const char* kFrameColumns =
    "time_s,phase,displacement,cycle_position,breath_rate_bpm,abdominal_share,phase_angle_deg,"
    "confidence,phase_deg,next_inspiration_s,next_expiration_s,rising,motion_mg,posture,tremor,"
    "tremor_hz,heart_rate_bpm,quality_thoracic,quality_abdominal\n";

// Unknown is empty, and so is what no number can say.
std::string field(double value, int digits, bool known = true)
{
    return known && std::isfinite(value) ? fmt::format("{:.{}f}", value, digits) : "";
}
std::string field(const Estimate& estimate, int digits)
{
    return field(estimate.value, digits, estimate.known);
}
// Where there is no signal there is no quality to speak of.
std::string quality_field(const BandState& band)
{
    return field(band.quality, 2, band.quality_reason != QualityReason::no_signal);
}
const char* flag(bool on)
{
    return on ? "1" : "0";
}

std::string row(const std::vector<std::string>& fields)
{
    return fmt::format("{}\n", fmt::join(fields, ","));
}

} // namespace

void BreathTable::add(const Snapshot& snapshot)
{
    for (const Breath& breath : snapshot.breath.breaths)
        add(breath, true);
}

void BreathTable::add(const Breath& breath, bool ended)
{
    const auto at = [this](Time time) { return field(to_seconds(time - origin_), 4); };
    const auto& share = breath.abdominal_share;
    ++count_;
    rows_ += row({at(breath.inspiration_onset), at(breath.expiration_onset),
                  ended ? at(breath.end) : "", at(breath.inspiration_known_at),
                  at(breath.expiration_known_at), field(breath.breath_rate_bpm, 3, ended),
                  field(breath.amplitude[0], 5), field(breath.amplitude[1], 5), field(share, 4),
                  field(breath.phase_angle_deg, 2), field(breath.confidence, 3),
                  field(breath.inspiratory_time_s, 3), field(breath.expiratory_time_s, 3, ended),
                  field(breath.path_ratio, 3), field(breath.opposed_deg, 1),
                  field(share.plus_minus, 4, share.known), name_of(breath.partition)});
}

std::string BreathTable::text() const
{
    return kBreathColumns + rows_;
}

void FrameTable::add(const Snapshot& snapshot)
{
    if (snapshot.time < next_)
        return;
    next_ = snapshot.time + kFrameEvery - (snapshot.time - origin_) % kFrameEvery;
    const BreathState& breath = snapshot.breath;
    rows_ += row({field(to_seconds(snapshot.time - origin_), 2), name_of(breath.phase),
                  field(breath.displacement, 4), field(breath.cycle_position, 4),
                  field(breath.breath_rate_bpm, 2), field(breath.abdominal_share, 3),
                  field(breath.phase_angle_deg, 1), field(breath.confidence, 3),
                  field(breath.phase_deg, 1), field(breath.next_inspiration_s, 2),
                  field(breath.next_expiration_s, 2), flag(breath.rising),
                  field(breath.motion.rms_mg, 2), name_of(breath.posture), flag(breath.tremor.on),
                  field(breath.tremor.frequency_hz, 2), field(breath.heart.rate_bpm, 1),
                  quality_field(breath[Band::thoracic]), quality_field(breath[Band::abdominal])});
}

std::string FrameTable::text() const
{
    return kFrameColumns + rows_;
}

} // namespace crura::app
