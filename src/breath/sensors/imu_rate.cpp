#include "breath/sensors/imu_rate.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace crura::breath {
namespace {

constexpr std::size_t kRates = 64;
constexpr double kSlowest_hz = 0.045;
constexpr double kRatio = 1.045; // up to 0.72 Hz
constexpr double kStep_s = 0.2;

double frequency_hz(double bin)
{
    return kSlowest_hz * std::pow(kRatio, bin);
}

// Of every resonator: what it keeps of its state from one step to the next, what it takes in, and
// the factor that makes the power of white noise alike in all.
struct Tuning {
    std::array<float, kRates> keep_real{}, keep_imaginary{};
    std::array<float, kRates> take{}, level{}, prior{};
};

constexpr double kLook_s = 6;      // tau of a resonator, at least,
constexpr double kLookPeriods = 1; // and so many periods of its frequency
constexpr double kUsual_hz = 0.25; // what is expected before anything is heard,
constexpr double kOctaves = 1;     // give or take

Tuning tune()
{
    Tuning tuning;
    double total = 0;
    for (std::size_t i = 0; i < kRates; ++i) {
        const double hz = frequency_hz(double(i));
        const double tau = std::max(kLook_s, kLookPeriods / hz);
        const double keep = std::exp(-kStep_s / tau);
        const double turn = 2 * std::numbers::pi * hz * kStep_s;
        const double octaves = std::log2(hz / kUsual_hz) / kOctaves;
        tuning.keep_real[i] = float(keep * std::cos(turn));
        tuning.keep_imaginary[i] = float(keep * std::sin(turn));
        tuning.take[i] = float(1 - keep);
        tuning.level[i] = float(tau);
        tuning.prior[i] = float(std::exp(-octaves * octaves / 2));
        total += tuning.prior[i];
    }
    for (auto& each : tuning.prior)
        each /= float(total);
    return tuning;
}

const Tuning& tuning()
{
    static const auto all = tune();
    return all;
}

} // namespace

void ImuRate::forget()
{
    belief_ = tuning().prior;
    bank_ = {};
    heard_ = 0;
    rate_bpm_ = {};
    quality_ = 0;
}

void ImuRate::operator()(const std::array<std::optional<Vector>, kSites>& up)
{
    constexpr auto kReference = std::size_t(Band::sacral);
    if (!up[kReference]) {
        turning_[kReference].restart();
        reference_dps_.reset();
    } else if (const auto rate_dps = turning_[kReference](*up[kReference]))
        reference_dps_ = rate_dps;
    for (std::size_t band = 0; band < kBands; ++band) {
        if (!up[band])
            turning_[band].restart();
        else if (const auto rate_dps = turning_[band](*up[band]))
            hear(band, *rate_dps);
    }
    if (++frame_ < int(kFrameRateHz))
        return;
    frame_ = 0;
    if (breathing_ > 0) {
        breathing_ = silent_ = 0;
        ++heard_;
        believe();
        conclude();
    } else if (++silent_ == params_.silence_s)
        forget();
}

// While the body moves more than by breath and sway the resonators ring on by themselves.
void ImuRate::hear(std::size_t band, Vector rate_dps)
{
    if (reference_dps_) {
        common_[band].learn(rate_dps, *reference_dps_);
        rate_dps = common_[band].own_of(rate_dps, *reference_dps_);
    }
    const bool breath = dot(rate_dps, rate_dps) < params_.fastest_dps * params_.fastest_dps;
    breathing_ += breath;
    const Tuning& tuned = tuning();
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const float x = breath ? float(rate_dps[axis]) : 0;
        auto& [first, second] = bank_[band][axis];
        for (std::size_t i = 0; i < kRates; ++i) {
            const float real = tuned.keep_real[i], imaginary = tuned.keep_imaginary[i];
            const float one_real = first.real[i], one_imaginary = first.imaginary[i];
            const float two_real = second.real[i], two_imaginary = second.imaginary[i];
            first.real[i] = real * one_real - imaginary * one_imaginary + tuned.take[i] * x;
            first.imaginary[i] = real * one_imaginary + imaginary * one_real;
            second.real[i] =
                real * two_real - imaginary * two_imaginary + tuned.take[i] * first.real[i];
            second.imaginary[i] =
                real * two_imaginary + imaginary * two_real + tuned.take[i] * first.imaginary[i];
        }
    }
}

void ImuRate::believe()
{
    spread_belief();
    std::array<float, kRates> power{};
    for (const auto& band : bank_)
        for (const auto& [first, second] : band)
            for (std::size_t i = 0; i < kRates; ++i)
                power[i] +=
                    (second.real[i] * second.real[i] + second.imaginary[i] * second.imaginary[i])
                    * tuning().level[i];
    const float floor = float(kLook_s * params_.least_dps * params_.least_dps / 4);
    const float most = *std::max_element(power.begin(), power.end()) + floor;
    presence_ = 1 - floor / most;
    float total = 0;
    for (std::size_t i = 0; i < kRates; ++i) {
        belief_[i] *= std::pow(0.02f + power[i] / most, float(params_.belief));
        total += belief_[i];
    }
    for (auto& each : belief_)
        each /= total;
}

void ImuRate::spread_belief()
{
    const auto before = belief_;
    const auto move = float(params_.wander), jump = float(params_.jump);
    for (std::size_t i = 0; i < kRates; ++i) {
        const float below = before[i > 0 ? i - 1 : i], above = before[i + 1 < kRates ? i + 1 : i];
        belief_[i] = (1 - jump) * ((1 - 2 * move) * before[i] + move * (below + above))
            + jump * tuning().prior[i];
    }
}

// The likeliest rate, with its neighbours up to 20 % off.
ImuRate::Peak ImuRate::peak() const
{
    const auto best =
        std::size_t(std::max_element(belief_.begin(), belief_.end()) - belief_.begin());
    const std::size_t first = best > 4 ? best - 4 : 0, last = std::min(best + 4, kRates - 1);
    double mass = 0, mean = 0, power = 0;
    for (std::size_t i = first; i <= last; ++i) {
        mass += belief_[i];
        mean += belief_[i] * double(i);
        power += belief_[i] * double(i) * double(i);
    }
    mean /= mass;
    return {mean, std::sqrt(std::max(power / mass - mean * mean, 0.1)), mass};
}

void ImuRate::conclude()
{
    rate_bpm_ = {};
    if (heard_ < params_.listen_s)
        return;
    const Peak best = peak();
    quality_ = presence_ * best.mass;
    if (quality_ < params_.doubtful)
        return;
    const double rate_bpm = 60 * frequency_hz(best.log_rate);
    rate_bpm_ = {rate_bpm, 1.96 * rate_bpm * best.deviation * std::log(kRatio), true};
}

} // namespace crura::breath
