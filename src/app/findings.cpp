#include "app/findings.hpp"

#include "app/words.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace crura::app {
namespace {

using json::Json;

constexpr double kSlowBpm = 10;
constexpr double kLongestStepS = 1; // between ticks: what is longer was not observed

Json rounded(double value, int digits)
{
    const double scale = std::pow(10, digits);
    return std::round(value * scale) / scale;
}

// Between the two nearest, where it lies between them.
double quantile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    const double at = share * double(values.size() - 1);
    const auto below = std::size_t(at);
    const auto above = std::min(below + 1, values.size() - 1);
    return std::lerp(values[below], values[above], at - double(below));
}

Json spread_of(const std::vector<double>& values, int digits)
{
    if (values.empty())
        return {};
    return Json::Object{{"median", rounded(quantile(values, 0.5), digits)},
                        {"lower_quartile", rounded(quantile(values, 0.25), digits)},
                        {"upper_quartile", rounded(quantile(values, 0.75), digits)}};
}

// The median around the mean direction, so that 179 and -179 degrees are neighbours.
Json median_angle(const std::vector<double>& angles_deg)
{
    if (angles_deg.empty())
        return {};
    constexpr double kDegree = std::numbers::pi / 180;
    double x = 0, y = 0;
    for (const double angle : angles_deg) {
        x += std::cos(angle * kDegree);
        y += std::sin(angle * kDegree);
    }
    const double centre = std::atan2(y, x) / kDegree;
    auto around = angles_deg;
    for (double& angle : around)
        angle = std::remainder(angle - centre, 360);
    return rounded(std::remainder(centre + quantile(around, 0.5), 360), 1);
}

void keep(double value, std::vector<double>& values)
{
    if (std::isfinite(value))
        values.push_back(value);
}

// Sensors of several axes are one.
const char* sensor_name(Quantity first)
{
    switch (first) {
    case Quantity::displacement:
        return "displacement";
    case Quantity::flow:
        return "flow";
    case Quantity::acceleration_x:
        return "acceleration";
    case Quantity::angular_rate_x:
        return "angular rate";
    case Quantity::quaternion_w:
        return "orientation";
    case Quantity::displacement_ac:
        return "displacement, AC-coupled";
    default:
        return nullptr; // a further axis
    }
}

Json events_by_kind(const std::vector<Event>& events)
{
    Json::Object kinds;
    for (std::size_t i = 0; i < kEventKinds; ++i) {
        double count = 0, seconds = 0;
        for (const Event& event : events)
            if (event.kind == EventKind(i)) {
                ++count;
                seconds += std::max(0., to_seconds(event.end - event.start));
            }
        kinds.emplace_back(name_of(EventKind(i)),
                           Json::Object{{"count", count}, {"seconds", rounded(seconds, 1)}});
    }
    return kinds;
}

} // namespace

void Findings::add(const Snapshot& snapshot, std::span<const Sample> samples)
{
    const auto& breath = snapshot.breath;
    if (!first_)
        first_ = snapshot.time;
    if (breath.breath_rate_bpm.known) {
        rate_known_ = true;
        if (last_ && breath.breath_rate_bpm.value < kSlowBpm)
            slow_s_ += std::min(to_seconds(snapshot.time - *last_), kLongestStepS);
    }
    last_ = snapshot.time;
    for (const Sample& sample : samples) {
        if (index_of(sample.channel) >= kChannels)
            continue;
        auto& sensor = sensors_[index_of(sample.channel)];
        if (sensor.samples++ == 0)
            sensor.first = sample.time;
        sensor.last = sample.time;
    }
    for (const Breath& ended : breath.breaths)
        add(ended);
    add_quality(breath);
}

void Findings::add(const Breath& breath)
{
    ++breaths_;
    keep(breath.breath_rate_bpm, rates_bpm_);
    keep(breath.inspiratory_time_s, inspiratory_times_s_);
    keep(breath.expiratory_time_s, expiratory_times_s_);
    if (breath.phase_angle_deg.known)
        keep(breath.phase_angle_deg.value, phase_angles_deg_);
    const auto& share = breath.abdominal_share;
    auto& shares = shares_[std::size_t(breath.partition)];
    if (share.known && std::isfinite(share.value) && std::isfinite(share.plus_minus)) {
        shares.values.push_back(share.value);
        shares.doubts.push_back(share.plus_minus);
    }
}

void Findings::add_quality(const BreathState& breath)
{
    ++ticks_;
    for (std::size_t i = 0; i < kBands; ++i) {
        const auto& band = breath.band[i];
        const auto reason = std::size_t(band.quality_reason);
        if (reason >= quality_[i].ticks.size() || !std::isfinite(band.quality))
            continue;
        ++quality_[i].ticks[reason];
        quality_[i].sum += band.quality;
    }
}

bool Findings::heard(Band band) const
{
    const auto first = sensors_.begin() + std::ptrdiff_t(index_of({band, Quantity{}}));
    return std::any_of(first, first + kQuantities,
                       [](const Sensor& sensor) { return sensor.samples > 0; });
}

Json Findings::sensors() const
{
    Json::Array found;
    for (std::size_t i = 0; i < kChannels; ++i) {
        const auto channel = channel_at(i);
        const auto* name = sensor_name(channel.quantity);
        const auto& sensor = sensors_[i];
        if (!name || sensor.samples == 0)
            continue;
        const double seconds = to_seconds(sensor.last - sensor.first);
        found.push_back(Json::Object{
            {"band", name_of(channel.band)},
            {"measures", name},
            {"samples", double(sensor.samples)},
            {"rate_hz", seconds > 0 ? rounded(double(sensor.samples - 1) / seconds, 2) : Json()}});
    }
    return found;
}

// Of the breaths that rest on gains, where there are any. The doubt of a gain is common to all
// breaths, so that it does not shrink with their number: the middle one's is given.
Json Findings::abdominal_share() const
{
    const auto said = [this](Partition partition, const char* rests_on) -> Json {
        const auto& shares = shares_[std::size_t(partition)];
        return Json::Object{{"median", rounded(quantile(shares.values, 0.5), 3)},
                            {"plus_minus", rounded(quantile(shares.doubts, 0.5), 3)},
                            {"breaths", double(shares.values.size())},
                            {"rests_on", rests_on}};
    };
    const auto known = [this](Partition partition) {
        return !shares_[std::size_t(partition)].values.empty();
    };
    if (known(Partition::calibrated))
        return said(Partition::calibrated, "calibrated");
    if (known(Partition::uncalibrated))
        return said(Partition::uncalibrated, "trend only");
    const bool pair = heard(Band::thoracic) && heard(Band::abdominal);
    return Json::Object{
        {"median", {}},
        {"plus_minus", {}},
        {"breaths", 0.},
        {"rests_on", pair ? "none: not known of any breath" : "none: one sensor tells no share"}};
}

Json Findings::quality(Band band) const
{
    const auto& quality = quality_[std::size_t(band)];
    const bool judged = quality.ticks[std::size_t(QualityReason::no_signal)] < ticks_;
    if (!heard(band) || !judged)
        return {};
    const auto most = std::max_element(quality.ticks.begin(), quality.ticks.end());
    return Json::Object{
        {"mean", rounded(quality.sum / double(ticks_), 2)},
        {"most_frequent_reason", name_of(QualityReason(most - quality.ticks.begin()))},
        {"share_of_time", rounded(double(*most) / double(ticks_), 2)}};
}

Json Findings::json(const std::vector<Event>& events) const
{
    return Json::Object{
        {"crura_version", CRURA_VERSION},
        {"duration_s", first_ ? rounded(to_seconds(*last_ - *first_), 1) : Json()},
        {"sensors", sensors()},
        {"breaths", double(breaths_)},
        {"breath_rate_bpm", spread_of(rates_bpm_, 2)},
        {"inspiratory_time_s", spread_of(inspiratory_times_s_, 2)},
        {"expiratory_time_s", spread_of(expiratory_times_s_, 2)},
        {"minutes_below_10_per_minute", rate_known_ ? rounded(slow_s_ / 60, 2) : Json()},
        {"abdominal_share", abdominal_share()},
        {"phase_angle_deg", median_angle(phase_angles_deg_)},
        {"events", events_by_kind(events)},
        {"quality",
         Json::Object{{"thoracic", quality(Band::thoracic)},
                      {"abdominal", quality(Band::abdominal)}}}};
}

} // namespace crura::app
