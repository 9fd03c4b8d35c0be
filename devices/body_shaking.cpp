#include "devices/body_shaking.hpp"

#include <algorithm>
#include <cmath>

namespace crura::devices {

namespace {

constexpr double kBreathG = 0.0175; // the gravity that a usual breath of 2 degrees turns, amplitude
constexpr double kGravity = 9.81;   // [m/s2]
constexpr double kGirth = 0.2;      // of a tremor's way, that changes the girth
constexpr double kBreathM = 0.008;  // the way of the wall in a usual breath
constexpr PerBand kBandShare{0.6, 1};
constexpr std::array<double, kSites> kTremorShare{0.6, 1, 1.2};
constexpr std::array<double, kSites> kVoiceShare{1, 0.7, 0.3};

Vector direction(Random& random)
{
    Vector axis{random.normal(), random.normal(), random.normal()};
    const double length =
        std::sqrt(axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2]) + 1e-9;
    for (auto& each : axis)
        each /= length;
    return axis;
}

// One direction for the whole trunk, that each place has its own version of.
std::array<Vector, kSites> directions(Random& random)
{
    const Vector common = direction(random);
    std::array<Vector, kSites> axes;
    for (auto& axis : axes) {
        const Vector own = direction(random);
        for (std::size_t i = 0; i < 3; ++i)
            axis[i] = 0.9 * common[i] + 0.4 * own[i];
    }
    return axes;
}

void add(Vector& sum, const Vector& axis, double strength)
{
    for (std::size_t i = 0; i < 3; ++i)
        sum[i] += strength * axis[i];
}

// 0 .. 1 within `ease_s` of either end.
double eased(double since_s, double length_s, double ease_s)
{
    return std::clamp(std::min(since_s, length_s - since_s) / ease_s, 0., 1.);
}

} // namespace

TremorShaking::TremorShaking(const BodyEvent& event, double sample_rate_hz, Random random)
    : event_(event), sample_rate_hz_(sample_rate_hz), random_(random),
      tone_(event.frequency_hz, 0.005 + 0.1 * event.wildness, sample_rate_hz, random_.fork(),
            1 - 0.5 * event.wildness),
      rival_(event.frequency_hz, 0.05, sample_rate_hz, random_.fork()),
      rival_ratio_(random_.uniform(0.6, 1.6)), axis_(directions(random_)),
      overtone_axis_(directions(random_))
{
}

double TremorShaking::strength(double since_s)
{
    const double forget = 1 / (0.7 * sample_rate_hz_);
    swell_ += std::sqrt(2 * forget) * random_.normal() - forget * swell_;
    double strength = kBreathG * event_.strength * eased(since_s, event_.length_s, 0.3)
        * std::max(0., 1 + 0.5 * event_.wildness * swell_);
    if (event_.burst_s > 0)
        strength *= eased(std::fmod(since_s, 1.5 * event_.burst_s), event_.burst_s, 0.15);
    return strength;
}

void TremorShaking::operator()(double time_s, Shake& shake)
{
    const double since_s = time_s - event_.start_s;
    const double g = strength(since_s);
    const double hz =
        event_.frequency_hz + (event_.end_hz - event_.frequency_hz) * since_s / event_.length_s;
    const double turn = kTurn * tone_(hz);
    const double rival = 0.6 * event_.wildness * std::sin(kTurn * rival_(rival_ratio_ * hz));
    const double swing = std::sin(turn) + rival;
    for (std::size_t site = 0; site < kSites; ++site) {
        const double here = g * kTremorShare[site];
        add(shake.acceleration_g[site], axis_[site], here * swing);
        add(shake.acceleration_g[site], overtone_axis_[site], 0.1 * here * std::sin(2 * turn + 1));
    }
    const double way_m = g * kGravity * swing / (kTurn * hz * kTurn * hz);
    for (std::size_t band = 0; band < kBands; ++band)
        shake.push[band] -= kBandShare[band] * kGirth * way_m / kBreathM;
}

VoiceShaking::Manner VoiceShaking::manner_of(const BodyEvent& event, Random& random)
{
    Manner manner{};
    switch (event.kind) {
    case BodyEventKind::laughing: // 4 to 5 bursts a second
        manner = {random.uniform(4, 5.5), 0.1, 2.5, 1, random.uniform(0.2, 0.4), 0.15};
        break;
    case BodyEventKind::coughing:
        manner = {random.uniform(1, 2.5), 0.25, 2, 2, random.uniform(0.2, 0.6), 0.6};
        break;
    default: // syllables
        manner = {random.uniform(3, 6), 0.12, 2.5, 0.9, random.uniform(0.03, 0.08), 0.01};
    }
    manner.peak_g *= event.strength;
    manner.thrown_out *= event.strength;
    return manner;
}

VoiceShaking::VoiceShaking(const BodyEvent& event, double sample_rate_hz, Random random)
    : step_s_(1 / sample_rate_hz), random_(random), manner_(manner_of(event, random_)),
      ring_(random_.uniform(3, 8), 0.08, sample_rate_hz), axis_(directions(random_)),
      fit_left_s_(manner_.fit_s)
{
}

void VoiceShaking::operator()(Shake& shake)
{
    burst_left_s_ -= step_s_;
    next_s_ -= step_s_;
    fit_left_s_ -= step_s_;
    if (fit_left_s_ < -manner_.pause_s)
        fit_left_s_ = manner_.fit_s * random_.uniform(0.4, 1.6);
    if (next_s_ <= 0 && fit_left_s_ > 0) {
        next_s_ = random_.uniform(0.6, 1.4) / manner_.pace_hz;
        burst_left_s_ = manner_.burst_s * random_.uniform(0.6, 1.4);
    }
    const double noise = burst_left_s_ > 0 ? random_.normal() : 0;
    const double g = 0.5 * manner_.peak_g * noise + 0.4 * manner_.peak_g * ring_(0.5 * noise);
    for (std::size_t site = 0; site < kSites; ++site)
        add(shake.acceleration_g[site], axis_[site], kVoiceShare[site] * g);

    constexpr double kMuscleS = 0.06, kRecoilS = 0.3; // thrown out, and let back
    const double goal = burst_left_s_ > 0 ? manner_.thrown_out : 0;
    push_ += step_s_ / (goal > push_ ? kMuscleS : kRecoilS) * (goal - push_);
    pushed_ += step_s_ / kMuscleS * (push_ - pushed_);
    for (std::size_t band = 0; band < kBands; ++band)
        shake.push[band] -= kBandShare[band] * pushed_;
}

StirringShaking::StirringShaking(double sample_rate_hz, Random random)
    : step_s_(1 / sample_rate_hz), random_(random)
{
}

void StirringShaking::operator()(double liveliness, Shake& shake)
{
    constexpr double kQuickS = 0.06, kSlowS = 0.16; // 1 to 4 Hz
    constexpr double kLivelyG = 0.08;               // RMS of an axis
    constexpr double kPush = 1;                     // SD, of a usual breath
    constexpr double kMuscleS = 0.15, kForgetS = 40;

    const double strength =
        liveliness * kLivelyG * std::sqrt((kQuickS + kSlowS) * 2 / step_s_) * 1.2;
    for (std::size_t site = 0; site < kSites; ++site)
        for (std::size_t axis = 0; axis < 3; ++axis) {
            double& quick = quick_[site][axis];
            double& slow = slow_[site][axis];
            quick += step_s_ / kQuickS * (strength * random_.normal() - quick);
            slow += step_s_ / kSlowS * (quick - slow);
            shake.acceleration_g[site][axis] += quick - slow;
        }

    next_push_s_ -= step_s_;
    if (liveliness > 0 && next_push_s_ <= 0) {
        next_push_s_ = random_.uniform(0.3, 0.8);
        for (auto& goal : goal_)
            goal = kPush * (0.4 + liveliness) * random_.normal();
    }
    for (std::size_t band = 0; band < kBands; ++band) {
        goal_[band] -= goal_[band] * step_s_ / kForgetS;
        drive_[band] += step_s_ / kMuscleS * (goal_[band] - drive_[band]);
        offset_[band] += step_s_ / kMuscleS * (drive_[band] - offset_[band]);
        shake.push[band] += offset_[band];
    }
}

} // namespace crura::devices
