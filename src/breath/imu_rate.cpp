#include "breath/imu_rate.hpp"

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

// Of one resonator: what it keeps of its state from one step to the next, what it takes in, and
// the factor that makes the power of white noise alike in all.
struct Tuning {
    std::complex<float> keep;
    float take = 0;
    float level = 0;
    float prior = 0;
};

constexpr double kLook_s = 6;      // tau of a resonator, at least,
constexpr double kLookPeriods = 1; // and so many periods of its frequency
constexpr double kUsual_hz = 0.25; // what is expected before anything is heard,
constexpr double kOctaves = 1;     // give or take

std::array<Tuning, kRates> tune()
{
    std::array<Tuning, kRates> tuning;
    double total = 0;
    for (std::size_t i = 0; i < kRates; ++i) {
        const double hz = frequency_hz(double(i));
        const double tau = std::max(kLook_s, kLookPeriods / hz);
        const double keep = std::exp(-kStep_s / tau);
        const double octaves = std::log2(hz / kUsual_hz) / kOctaves;
        tuning[i] = {std::complex<float>(std::polar(keep, 2 * std::numbers::pi * hz * kStep_s)),
                     float(1 - keep), float(tau), float(std::exp(-octaves * octaves / 2))};
        total += tuning[i].prior;
    }
    for (auto& each : tuning)
        each.prior /= float(total);
    return tuning;
}

const std::array<Tuning, kRates>& tuning()
{
    static const auto all = tune();
    return all;
}

} // namespace

void ImuRate::forget()
{
    for (std::size_t i = 0; i < kRates; ++i)
        belief_[i] = tuning()[i].prior;
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
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const float x = breath ? float(rate_dps[axis]) : 0;
        for (std::size_t i = 0; i < kRates; ++i) {
            const Tuning& tuned = tuning()[i];
            Resonator& resonator = bank_[band][axis][i];
            resonator.first = tuned.keep * resonator.first + tuned.take * x;
            resonator.second = tuned.keep * resonator.second + tuned.take * resonator.first;
        }
    }
}

void ImuRate::believe()
{
    spread_belief();
    std::array<float, kRates> power{};
    for (std::size_t i = 0; i < kRates; ++i)
        for (const auto& band : bank_)
            for (const auto& axis : band)
                power[i] += std::norm(axis[i].second) * tuning()[i].level;
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
            + jump * tuning()[i].prior;
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
