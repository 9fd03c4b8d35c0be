#include "breath/heart.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace crura::breath {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;
constexpr std::size_t kRateBeats = 8; // in the mean that is shown
constexpr double kFewestBeats = 6;    // of them, with the beat before found
constexpr double kStaleS = 3;         // without a beat for so long, nothing is shown
constexpr double kCoherenceEveryS = 2;
constexpr double kCoherenceHz = 4; // of the intervals as an even signal
constexpr double kNewestS = 2;     // before now the window ends: then the beats are known
constexpr double kLockBeats = 40;  // memory of the agreement with the breath

// Power at a multiple of 1 / window.
double power_at(const Heart::Tachogram& signal, std::size_t bin)
{
    const auto step = std::polar(1., -kTurn * double(bin) / double(signal.size()));
    std::complex<double> turn = 1, sum;
    for (const double each : signal) {
        sum += each * turn;
        turn *= step;
    }
    return std::norm(sum);
}

// Less its mean, under a Hann window.
void window(Heart::Tachogram& signal)
{
    const auto size = double(signal.size());
    const double mean = std::accumulate(signal.begin(), signal.end(), 0.) / size;
    for (std::size_t i = 0; i < signal.size(); ++i)
        signal[i] = (signal[i] - mean) * (1 - std::cos(kTurn * double(i) / size));
}

} // namespace

void FullRate::operator()(const Vector& level)
{
    constexpr double kNothing = 1e-9; // of the level: rounding
    const double step = std::max(1 / ++seen_, 0.005);
    Vector bend;
    bool straight = true;
    double product = 0;
    for (std::size_t i = 0; i < level.size(); ++i) {
        bend[i] = level[i] - 2 * before_[i] + before_that_[i];
        straight = straight && std::fabs(bend[i]) <= kNothing * (1 + std::fabs(level[i]));
        product += bend[i] * bend_[i];
    }
    straight_ += step * (straight - straight_);
    auto& pairs = pairs_[std::size_t(seen_) % 2];
    pairs += 2 * step * ((product >= 0) - pairs);
    before_that_ = before_;
    before_ = level;
    bend_ = bend;
}

void Heart::operator()(const Frame& frame, BreathState& state)
{
    dsp::BeatDetector::Vector force;
    for (std::size_t axis = 0; axis < force.size(); ++axis) {
        const Channel channel{Band::thoracic, Quantity::acceleration_x + axis};
        if (!frame.has(channel))
            return silence(state);
        force[axis] = frame[channel];
    }
    const double time_s = to_seconds(frame.time);
    full_rate_(force);
    if (!full_rate_.value())
        return silence(state);
    if (const auto beat = detector_(time_s, force))
        take(*beat, time_s, state);

    state.heart.rate_bpm = rate();
    const bool sure = detector_.quality() > params_.quality && !beats_.empty()
        && time_s - beats_[0].time_s < kStaleS;
    if (!sure)
        state.heart = {};
    for (const auto& breath : state.breaths) {
        if (to_seconds(breath.inspiration_onset) <= breath_s_)
            continue;
        breath_s_ = to_seconds(breath.inspiration_onset);
        state.heart.rsa_ms = sure ? rsa(breath) : Estimate{};
    }
    if (sure && time_s - coherence_s_ >= kCoherenceEveryS) {
        coherence_s_ = time_s;
        state.heart.coherence = coherence(time_s);
    }
}

void Heart::silence(BreathState& state)
{
    state.heart = {};
    if (beats_.empty() && detector_.quality() == 0)
        return;
    detector_.restart();
    beats_.clear();
    locked_ = interval_power_ = mean_interval_s_ = 0;
}

void Heart::take(const dsp::Beat& beat, double time_s, const BreathState& state)
{
    beats_.push({beat.time_s, float(beat.interval_s)});
    if (beat.interval_s <= 0)
        return;
    if (mean_interval_s_ == 0)
        mean_interval_s_ = beat.interval_s;
    const double deviation_s = beat.interval_s - mean_interval_s_;
    mean_interval_s_ += deviation_s / kLockBeats;
    if (!state.phase_deg.known || !state.breath_rate_bpm.known)
        return;
    const double middle_s = beat.time_s - 0.5 * beat.interval_s;
    const double phase = kTurn
        * (state.phase_deg.value / 360 - state.breath_rate_bpm.value / 60 * (time_s - middle_s));
    locked_ += (std::polar(deviation_s, phase) - locked_) / kLockBeats;
    interval_power_ += (deviation_s * deviation_s - interval_power_) / kLockBeats;
}

// From the intervals of the last beats, of which few were missed.
Estimate Heart::rate() const
{
    double sum = 0, squares = 0, count = 0;
    for (std::size_t i = 0; i < std::min(kRateBeats, beats_.size()); ++i) {
        const double interval_s = beats_[i].interval_s;
        sum += interval_s;
        squares += interval_s * interval_s;
        count += interval_s > 0;
    }
    if (count < kFewestBeats)
        return {};
    const double mean_s = sum / count;
    const double spread_s = std::sqrt(std::max(squares / count - mean_s * mean_s, 0.));
    const double doubt_s = 1.96 * std::hypot(spread_s, params_.beat_doubt_s) / std::sqrt(count);
    return {60 / mean_s, 60 / mean_s * doubt_s / mean_s, true};
}

// The longest interval of the expiration less the shortest of the inspiration. An interval belongs
// to where its middle lies.
Estimate Heart::rsa(const Breath& breath) const
{
    const double begin_s = to_seconds(breath.inspiration_onset);
    const double turn_s = to_seconds(breath.expiration_onset);
    const double end_s = to_seconds(breath.end);
    double shortest_s = HUGE_VAL, longest_s = 0;
    for (std::size_t i = 0; i < beats_.size() && beats_[i].time_s > begin_s; ++i) {
        const auto [time_s, interval_s] = beats_[i];
        const double middle_s = time_s - 0.5 * interval_s;
        if (middle_s > end_s)
            continue;
        if (interval_s <= 0)
            return {};
        if (middle_s >= turn_s)
            longest_s = std::max<double>(longest_s, interval_s);
        else if (middle_s >= begin_s)
            shortest_s = std::min<double>(shortest_s, interval_s);
    }
    if (longest_s <= 0 || shortest_s == HUGE_VAL)
        return {};
    const double doubt_s = 1.96 * 2 * params_.beat_doubt_s; // of four beats
    return {1e3 * (longest_s - shortest_s), 1e3 * doubt_s, true};
}

// The intervals as an even signal, newest first; nothing when too many beats of it are missing.
std::optional<Heart::Tachogram> Heart::tachogram(double time_s) const
{
    const auto middle = [this](std::size_t i) {
        return beats_[i].time_s - 0.5 * beats_[i].interval_s;
    };
    Tachogram signal{};
    std::size_t older = 0; // of the two intervals around a place in the window
    double newer_s = 0, newer_interval_s = 0, missed_s = 0;
    for (std::size_t k = 0; k < signal.size(); ++k) {
        const double at_s = time_s - kNewestS - double(k) / kCoherenceHz;
        while (older < beats_.size() && (beats_[older].interval_s <= 0 || middle(older) > at_s)) {
            if (beats_[older].interval_s > 0) {
                newer_s = middle(older);
                newer_interval_s = beats_[older].interval_s;
            }
            ++older;
        }
        if (older == beats_.size() || newer_interval_s == 0)
            return std::nullopt;
        const double apart_s = newer_s - middle(older);
        const double older_interval_s = beats_[older].interval_s;
        signal[k] = older_interval_s
            + (newer_interval_s - older_interval_s) * (at_s - middle(older)) / apart_s;
        if (apart_s > 1.5 * std::max(older_interval_s, newer_interval_s))
            missed_s += 1 / kCoherenceHz;
    }
    if (missed_s > params_.most_missed * double(signal.size()) / kCoherenceHz)
        return std::nullopt;
    return signal;
}

// Share of the slow heart rate variability that lies in one peak (0.04 to 0.26 Hz), and no more
// than the intervals go with the phase of the breath.
Estimate Heart::coherence(double time_s) const
{
    auto signal = tachogram(time_s);
    if (!signal)
        return {};
    window(*signal);
    constexpr std::size_t kFirst = 3, kLast = 16; // 0.04 to 0.26 Hz, in 1 / 64 s
    std::array<double, kLast + 2> power{};
    for (std::size_t bin = kFirst - 1; bin < power.size(); ++bin)
        power[bin] = power_at(*signal, bin);
    double all = 0, peak = 0;
    for (std::size_t bin = kFirst; bin <= kLast; ++bin) {
        all += power[bin];
        peak = std::max(peak, power[bin - 1] + power[bin] + power[bin + 1]);
    }
    if (all <= 0)
        return {};
    return {std::min({peak / all, agreement(), 1.}), params_.coherence_doubt, true};
}

// 0 .. 1: how far the intervals swing once a breath, always at the same phase of it.
double Heart::agreement() const
{
    if (interval_power_ <= 0)
        return 0;
    return std::min(std::numbers::sqrt2 * std::abs(locked_) / std::sqrt(interval_power_), 1.);
}

} // namespace crura::breath
