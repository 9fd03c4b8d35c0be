#include "dsp/beat_detector.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace crura::dsp {
namespace {

constexpr double kSmoothHz = 4;                // of the envelope
constexpr double kPowerS = 2;                  // memory of the vibration's strength
constexpr double kSlowS = 0.3, kQuickS = 0.03; // sway is between, about 0.5 to 5 Hz
constexpr double kUneven = 0.25;     // SD of the envelope over its mean, at least: a tremor is even
constexpr double kNearlyBest = 0.85; // the shortest period whose peak is that high is the period
constexpr double kQualityStep = 0.15;
constexpr double kBetween = 0.2;  // around half a beat time, in beats
constexpr double kHalfWay = 0.95; // a beat half way so like this one makes the period a double
constexpr std::size_t kSoonest = 9, kLatest = 22; // cycles of a tremor of 5 to 11 Hz [samples]
constexpr double kRinging = 0.9;                  // so like the beat is the next cycle of one
constexpr int kTrial = 4;                         // beats; one miss before that and it was none

struct Coefficients {
    double w, norm;
    explicit Coefficients(double relative_hz)
        : w(std::tan(std::numbers::pi * relative_hz)),
          norm(1 / (1 + std::numbers::sqrt2 * w + w * w))
    {
    }
};

} // namespace

double BeatDetector::Biquad::operator()(double x)
{
    const double y = b0 * x + s1_;
    s1_ = b1 * x - a1 * y + s2_;
    s2_ = b2 * x - a2 * y;
    return y;
}

BeatDetector::BeatDetector(Params params) : params_(params)
{
    const auto set = [&params](Biquad& filter, double hz, bool low) {
        const Coefficients c(hz / params.sample_rate_hz);
        filter.b0 = filter.b2 = (low ? c.w * c.w : 1) * c.norm;
        filter.b1 = (low ? 2 : -2) * filter.b0;
        filter.a1 = 2 * (c.w * c.w - 1) * c.norm;
        filter.a2 = (1 - std::numbers::sqrt2 * c.w + c.w * c.w) * c.norm;
    };
    for (std::size_t axis = 0; axis < kAxes; ++axis) {
        set(high_pass_[axis], params.lowest_hz, false);
        set(low_pass_[axis], params.highest_hz, true);
    }
    set(smoothing_, kSmoothHz, true);
}

std::optional<Beat> BeatDetector::operator()(double time_s, const Vector& vibration)
{
    shake(vibration);
    if (samples_ % std::size_t(params_.sample_rate_hz) == 0)
        measure_period();
    if (!plausible()) {
        locked_ = false;
        quality_ *= 1 - 1 / params_.sample_rate_hz;
        return std::nullopt;
    }
    if (locked_)
        return follow(time_s);
    begin(time_s);
    return std::nullopt;
}

void BeatDetector::restart()
{
    *this = BeatDetector(params_);
}

void BeatDetector::shake(const Vector& vibration)
{
    std::array<float, kAxes> now{};
    double power = 0, sway = 0;
    for (std::size_t axis = 0; axis < kAxes; ++axis) {
        now[axis] = float(low_pass_[axis](high_pass_[axis](vibration[axis])));
        power += double(now[axis]) * now[axis];
        if (samples_ == 0)
            slow_[axis] = quick_[axis] = vibration[axis];
        slow_[axis] += (vibration[axis] - slow_[axis]) / (kSlowS * params_.sample_rate_hz);
        quick_[axis] += (vibration[axis] - quick_[axis]) / (kQuickS * params_.sample_rate_hz);
        sway += (quick_[axis] - slow_[axis]) * (quick_[axis] - slow_[axis]);
    }
    shaken_.push(now);
    power_ += (power - power_) / (kPowerS * params_.sample_rate_hz);
    sway_power_ += (sway - sway_power_) / (kPowerS * params_.sample_rate_hz);
    const double smooth = smoothing_(std::sqrt(power));
    if (samples_++ % kThinning == 0)
        envelope_.push(float(smooth));
}

void BeatDetector::measure_period()
{
    period_s_ = 0;
    if (envelope_.size() < kEnvelope)
        return;
    std::array<double, kEnvelope> x;
    double mean = 0, power = 0;
    for (std::size_t i = 0; i < kEnvelope; ++i)
        mean += (x[i] = envelope_[i]) / kEnvelope;
    for (auto& each : x) {
        each -= mean;
        power += each * each;
    }
    if (power / kEnvelope < kUneven * kUneven * mean * mean)
        return;

    const double rate_hz = params_.sample_rate_hz / kThinning;
    const auto shortest = std::size_t(params_.shortest_s * rate_hz);
    const auto longest = std::size_t(params_.longest_s * rate_hz) + 1;
    std::array<double, kEnvelope> r{};
    for (std::size_t lag = shortest - 1; lag <= longest; ++lag) {
        for (std::size_t i = lag; i < kEnvelope; ++i)
            r[lag] += x[i] * x[i - lag];
        r[lag] /= power * double(kEnvelope - lag) / kEnvelope;
    }
    const auto peak = [&r](std::size_t lag) { return r[lag] > r[lag - 1] && r[lag] >= r[lag + 1]; };
    double best = params_.periodic;
    for (std::size_t lag = shortest; lag < longest; ++lag)
        if (peak(lag))
            best = std::max(best, r[lag]);
    for (std::size_t lag = shortest; lag < longest && period_s_ == 0; ++lag)
        if (peak(lag) && r[lag] >= std::max(kNearlyBest * best, params_.periodic))
            period_s_ = double(lag) / rate_hz;
}

bool BeatDetector::plausible() const
{
    return power_ > params_.smallest * params_.smallest && sway_power_ < params_.sway * params_.sway
        && power_ < params_.largest * params_.largest && (locked_ || period_s_ > 0);
}

// The strongest shake of the last beat time stands for the usual one, until more are known.
void BeatDetector::begin(double time_s)
{
    const double dt = 1 / params_.sample_rate_hz;
    const auto span = std::size_t((1 - params_.stray) * period_s_ / dt);
    if (shaken_.size() < span + 2 * kTemplate)
        return;
    std::size_t strongest = 0;
    double most = 0;
    for (std::size_t age = kTemplate; age < kTemplate + span; ++age) {
        double power = 0;
        for (const float each : shaken_[age - kBefore])
            power += double(each) * each;
        if (power > most) {
            most = power;
            strongest = age - kBefore;
        }
    }
    usual_ = {};
    learnt_ = misses_ = doubles_ = 0;
    learn(strongest - (kTemplate - 1 - kBefore));
    last_s_ = time_s - double(strongest) * dt;
    beat_time_s_ = period_s_;
    best_ = {};
    half_way_ = 0;
    recent_.fill(-1);
    missed_ = true;
    locked_ = true;
}

std::optional<Beat> BeatDetector::follow(double time_s)
{
    const double dt = 1 / params_.sample_rate_hz;
    const double here_s = time_s - double(kTemplate - 1 - kBefore) * dt;
    recent_ = {likeness(0), recent_[0], recent_[1]};
    const double elapsed = (here_s - dt - last_s_) / beat_time_s_;
    const bool top = recent_[1] > recent_[0] && recent_[1] >= recent_[2] && recent_[2] > -1;
    if (top && std::fabs(elapsed - 0.5) < kBetween)
        half_way_ = std::max(half_way_, recent_[1]);
    if (top && std::fabs(elapsed - 1) <= params_.stray && recent_[1] > best_.likeness) {
        const double curve = recent_[0] - 2 * recent_[1] + recent_[2];
        const double part = curve < 0 ? 0.5 * (recent_[2] - recent_[0]) / curve : 0;
        best_ = {here_s - dt + part * dt, recent_[1]};
    }
    if (elapsed <= 1 + params_.stray)
        return std::nullopt;
    if (best_.likeness < params_.likeness) {
        miss();
        return std::nullopt;
    }
    const auto age = std::size_t(std::lround((here_s - best_.time_s) / dt));
    const bool ringing = rings(age);
    learn(age);
    return accept(ringing);
}

Beat BeatDetector::accept(bool ringing)
{
    const double interval_s = best_.time_s - last_s_;
    const bool jumped = std::fabs(interval_s / beat_time_s_ - 1) > params_.jump;
    const Beat beat{best_.time_s, missed_ || jumped ? 0 : interval_s, best_.likeness};
    const bool doubled = ringing || half_way_ > kHalfWay * best_.likeness;
    doubles_ = doubled ? doubles_ + 1 : 0;
    if (!missed_)
        beat_time_s_ += 0.5 * (interval_s - beat_time_s_);
    quality_ += kQualityStep * ((doubled || jumped ? 0 : best_.likeness) - quality_);
    last_s_ = best_.time_s;
    missed_ = false;
    misses_ = 0;
    best_ = {};
    half_way_ = 0;
    const bool strayed = period_s_ > 0 && std::fabs(beat_time_s_ / period_s_ - 1) > params_.stray;
    if (doubles_ >= 3 || strayed) {
        locked_ = false;
        quality_ = 0;
    }
    return beat;
}

void BeatDetector::miss()
{
    quality_ += kQualityStep * (std::max(best_.likeness, 0.) - quality_);
    last_s_ += beat_time_s_;
    missed_ = true;
    best_ = {};
    half_way_ = 0;
    if (++misses_ >= params_.misses || learnt_ < kTrial)
        locked_ = false;
}

// Of the usual beat to what shook, the end of which lies `age` samples back.
double BeatDetector::likeness(std::size_t age) const
{
    double both = 0, here = 0;
    for (std::size_t i = 0; i < kTemplate; ++i) {
        const auto shaken = shaken_[age + kTemplate - 1 - i];
        for (std::size_t axis = 0; axis < kAxes; ++axis) {
            const double u = usual_[i][axis], s = shaken[axis];
            both += u * s;
            here += s * s;
        }
    }
    return usual_power_ > 0 && here > 0 ? both / std::sqrt(usual_power_ * here) : 0;
}

// Whether what shook a little before was the same already: the next cycle of a tremor, as strong or
// weak as it may be, is like the last. Before a beat the chest is quiet.
bool BeatDetector::rings(std::size_t age) const
{
    double most = 0;
    for (std::size_t before = kSoonest; before <= kLatest; ++before)
        most = std::max(most, likeness(age + before));
    return most > kRinging * likeness(age);
}

void BeatDetector::learn(std::size_t age)
{
    const auto weight = float(std::max(1. / ++learnt_, params_.learning));
    for (std::size_t i = 0; i < kTemplate; ++i) {
        const auto shaken = shaken_[age + kTemplate - 1 - i];
        for (std::size_t axis = 0; axis < kAxes; ++axis)
            usual_[i][axis] += weight * (shaken[axis] - usual_[i][axis]);
    }
    usual_power_ = 0;
    for (const auto& each : usual_)
        for (const double u : each)
            usual_power_ += u * u;
}

} // namespace crura::dsp
