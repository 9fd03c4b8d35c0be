#include "breath/sensors/signal_quality.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace crura::breath {
namespace {

constexpr int kPoint = 10; // frames
constexpr double kPoint_s = kPoint / kFrameRateHz;
constexpr std::size_t kFewest = 2;       // breaths before there is a verdict,
constexpr double kLong_s = 10;           // or one as long as two
constexpr double kDegrees = 57.29577951; // of an IMU's amplitude

// A number by which a signal is judged: 0 where it is useless, 0.7 good enough, 1 excellent.
struct Ruler {
    double useless, good_enough, excellent;

    double operator()(double value) const
    {
        const double up = (value - useless) / (good_enough - useless);
        const double beyond = (value - good_enough) / (excellent - good_enough);
        const double at = SignalQuality::kGoodEnough;
        return std::clamp(up < 1 ? at * up : at + (1 - at) * beyond, 0., 1.);
    }
};

constexpr Ruler kHeight{2, 16, 30}; // over 1.5 times the RMS of the noise
constexpr Ruler kRailed{0.1, 0.01, 0};
constexpr Ruler kMotion{0.9, 0.4, 0.1};
constexpr Ruler kAlike{0.45, 0.75, 0.95}; // 5 breaths of chance: 0.45
constexpr Ruler kLost{0.3, 0.05, 0};
constexpr Ruler kTogether{0.4, 0.75, 0.95};

// How high a breath is over the noise, both as the sensor has them.
double height_over_noise(const SensorSignal& signal, const BandState& band)
{
    double height = band.tidal_amplitude;
    if (signal.sensor() == SensorClass::flow) // whose amplitude is a volume
        height = signal.swing();
    else if (signal.scalar())
        height = std::min(height, signal.swing());
    else
        height /= kDegrees;
    constexpr double kMargin = 1.5;
    return signal.noise() > 0 ? height / (kMargin * signal.noise()) : HUGE_VAL;
}

} // namespace

void SignalQuality::operator()(const Frame& frame, const std::array<SensorSignal, kBands>& signals,
                               BreathState& state)
{
    newest_s_ = to_seconds(frame.time);
    remember(signals, state);
    for (const Breath& breath : state.breaths) {
        if (breath.inspiration_onset <= last_breath_) // a tick may have several frames
            continue;
        last_breath_ = breath.inspiration_onset;
        for (std::size_t b = 0; b < kBands; ++b)
            if (breath.amplitude[b].known)
                learn(bands_[b], breath);
        if (breath.amplitude[0].known && breath.amplitude[1].known)
            compare_bands();
    }
    for (std::size_t b = 0; b < kBands; ++b) {
        if (!signals[b].valid())
            verdict_[b] = {0, QualityReason::no_signal};
        else if (frames_ == 0 || verdict_[b].reason == QualityReason::no_signal)
            verdict_[b] = judge(signals[b], bands_[b], state.band[b], state.motion);
        state.band[b].quality = verdict_[b].quality;
        state.band[b].quality_reason = verdict_[b].reason;
    }
}

// One number for the shape of the breath: as measured, or of an IMU what the tracker makes of it.
void SignalQuality::remember(const std::array<SensorSignal, kBands>& signals,
                             const BreathState& state)
{
    const bool whole = ++frames_ == kPoint;
    for (std::size_t b = 0; b < kBands; ++b) {
        Breaths& band = bands_[b];
        band.sum += signals[b].scalar() ? signals[b].value() : state.band[b].displacement;
        if (!whole)
            continue;
        band.points.push(float(band.sum / kPoint));
        band.sum = 0;
    }
    if (whole)
        frames_ = 0;
}

// Stretches the breath to kTemplate points and takes its slope away.
void SignalQuality::learn(Breaths& band, const Breath& breath) const
{
    const double from_s = to_seconds(breath.inspiration_onset), to_s = to_seconds(breath.end);
    const auto age = [this](double time_s) { return (newest_s_ - time_s) / kPoint_s; };
    if (age(from_s) + 1 >= double(band.points.size()) || to_s <= from_s)
        return;
    const auto level = [&](double time_s) {
        const double at = std::max(age(time_s), 0.);
        const auto whole = std::size_t(at);
        const double part = at - double(whole);
        return (1 - part) * band.points[whole] + part * band.points[whole + 1];
    };
    std::array<double, kTemplate> shape;
    const double first = level(from_s), last = level(to_s);
    double mean = 0;
    for (std::size_t i = 0; i < kTemplate; ++i) {
        const double part = double(i) / kTemplate;
        shape[i] = level(from_s + part * (to_s - from_s)) - first - part * (last - first);
        mean += shape[i] / kTemplate;
    }
    double power = 0;
    std::complex<double> turn;
    for (std::size_t i = 0; i < kTemplate; ++i) {
        shape[i] -= mean;
        power += shape[i] * shape[i];
        turn += std::polar(shape[i], -2 * std::numbers::pi * double(i) / kTemplate);
    }
    band.long_one = band.long_one || to_s - from_s >= kLong_s;
    const std::size_t place = band.count++ % kBreaths;
    const double length = std::sqrt(power);
    for (std::size_t i = 0; i < kTemplate; ++i)
        band.shapes[place][i] = length > 0 ? float(shape[i] / length) : 0.f;
    band.turns[place] = std::complex<float>(turn);

    // The mean correlation of n shapes of length 1 with their average is the length of that.
    const double n = double(std::min(band.count, kBreaths));
    double sum_power = 0;
    for (std::size_t i = 0; i < kTemplate; ++i) {
        double sum = 0;
        for (const auto& each : band.shapes)
            sum += each[i];
        sum_power += sum * sum;
    }
    band.alike = std::sqrt(sum_power) / n;
}

void SignalQuality::compare_bands()
{
    std::complex<double> both;
    double one = 0, other = 0;
    for (std::size_t i = 0; i < kBreaths; ++i) {
        const std::complex<double> a(bands_[0].turns[i]), b(bands_[1].turns[i]);
        both += a * std::conj(b);
        one += std::norm(a);
        other += std::norm(b);
    }
    together_ = one > 0 && other > 0 ? std::abs(both) / std::sqrt(one * other) : 1;
}

SignalQuality::Verdict SignalQuality::judge(const SensorSignal& signal, const Breaths& band,
                                            const BandState& now, const Motion& motion) const
{
    Verdict verdict;
    const auto part = [&verdict](double quality, QualityReason reason) {
        if (quality >= verdict.quality)
            return;
        verdict.quality = quality;
        verdict.reason = quality < kGoodEnough ? reason : QualityReason::good;
    };
    part(kRailed(signal.railed()), QualityReason::saturated);
    part(kLost(signal.lost()), QualityReason::losing);
    part(kMotion(motion.level), QualityReason::moving);
    if (now.tidal_amplitude > 0 && (signal.swing_known() || !signal.scalar()))
        part(kHeight(height_over_noise(signal, now)), QualityReason::weak);
    const bool enough = band.count >= kFewest || band.long_one;
    if (enough && bands_[0].count > 0 && bands_[1].count > 0)
        part(kTogether(together_), QualityReason::apart);
    if (enough)
        part(kAlike(band.alike), QualityReason::irregular);
    else
        part(0.5, QualityReason::starting);
    return verdict;
}

} // namespace crura::breath
