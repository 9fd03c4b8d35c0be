#include "breath/sensors/motion.hpp"

#include "breath/sensors/imu_channels.hpp"

#include <algorithm>
#include <cmath>

namespace crura::breath {
namespace {

// Of an RMS over a second or two of broad-band motion.
constexpr double kDoubt = 0.25;

// 0 at `still`, 1 at `lively`, even steps for equal ratios.
double level_of(double value, double still, double lively)
{
    return value > still ? std::min(std::log(value / still) / std::log(lively / still), 1.) : 0;
}

} // namespace

MotionIndex::Strength::Strength(const Params& params)
    : high_{dsp::HighPass(params.above_hz, kFrameRateHz),
            dsp::HighPass(params.above_hz, kFrameRateHz),
            dsp::HighPass(params.above_hz, kFrameRateHz)},
      step_(1 - std::exp(-1 / (params.memory_s * kFrameRateHz)))
{
}

void MotionIndex::Strength::operator()(const std::optional<Vector>& vector, const Params& params)
{
    if (!vector) {
        if (heard_ > 0 && ++silent_ > params.gap_s * kFrameRateHz)
            *this = Strength(params);
        return;
    }
    silent_ = 0;
    ++heard_;
    double square = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        const double above = high_[i]((*vector)[i]);
        square += above * above;
    }
    power_ += std::max(step_, 1. / heard_) * (square - power_);
    heard_ = std::min(heard_, 1000);
}

double MotionIndex::Strength::rms() const
{
    return std::sqrt(power_);
}

MotionIndex::MotionIndex(Params params)
    : params_(params), sensors_{Sensor{Strength(params), Strength(params)},
                                Sensor{Strength(params), Strength(params)},
                                Sensor{Strength(params), Strength(params)}}
{
}

void MotionIndex::operator()(const Frame& frame, Time now, BreathState& state)
{
    crura::Motion motion;
    for (std::size_t site = 0; site < kSites; ++site) {
        Sensor& sensor = sensors_[site];
        sensor.acceleration_g(acceleration_of(frame, Band(site)), params_);
        sensor.rate_dps(rate_of(frame, Band(site)), params_);
        if (sensor.acceleration_g.known()) {
            const double mg = 1e3 * sensor.acceleration_g.rms();
            if (mg >= motion.rms_mg.value)
                motion.rms_mg = {mg, kDoubt * mg, true};
            motion.level =
                std::max(motion.level, level_of(mg, params_.still_mg, params_.lively_mg));
        }
        if (sensor.rate_dps.known())
            motion.level =
                std::max(motion.level,
                         level_of(sensor.rate_dps.rms(), params_.still_dps, params_.lively_dps));
    }
    state.motion = motion;
    follow(motion.level, frame.time, now, state);
}

// Angular rate as measured, or as the swing of the vertical in a sensor that says its orientation.
std::optional<Vector> MotionIndex::rate_of(const Frame& frame, Band site)
{
    if (const auto measured = vector_of(frame, site, Quantity::angular_rate_x))
        return measured;
    Vector& before = sensors_[std::size_t(site)].before;
    const auto up = up_by_orientation(frame, site);
    const Vector last = before;
    before = up.value_or(Vector{});
    if (!up || dot(last, last) == 0)
        return std::nullopt;
    return scaled(cross(*up, last), kDegrees * kFrameRateHz);
}

// The evidence is the greatest RMS; where there is no accelerometer, the one of the same level.
void MotionIndex::follow(double level, Time time, Time now, BreathState& state)
{
    if (level > (spell_.on() ? params_.ends : params_.begins)) {
        const double mg = state.motion.rms_mg.known
            ? state.motion.rms_mg.value
            : params_.still_mg * std::pow(params_.lively_mg / params_.still_mg, level);
        since_ = since_.value_or(time);
        most_mg_ = std::max(most_mg_, mg);
        if (spell_.on())
            spell_.seen(time, most_mg_);
        else if (to_seconds(time - *since_) >= params_.begins_s)
            spell_.begin(*since_, now, most_mg_, state);
        return;
    }
    if (spell_.on() && to_seconds(time - spell_.last_seen()) < params_.ends_s)
        return;
    if (spell_.on())
        spell_.finish(now, state);
    since_.reset();
    most_mg_ = 0;
}

} // namespace crura::breath
