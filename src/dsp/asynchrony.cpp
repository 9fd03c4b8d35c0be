#include "dsp/asynchrony.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace crura::dsp {
namespace {

// The length of a breath is found anew so often, and this much nearer each time.
constexpr unsigned kTuneEvery = 10;
constexpr double kTuning = 0.15;
constexpr double kRounding = 1e-12; // of the level: less is no movement

// A path is walked in so many steps a breath: with more, noise would lengthen it.
constexpr std::size_t kSteps = 48;

std::size_t stride(std::size_t samples)
{
    return std::max(samples / kSteps, std::size_t(1));
}

double path(std::span<const double> band)
{
    const std::size_t step = stride(band.size());
    double sum = 0;
    for (std::size_t i = step; i < band.size(); i += step)
        sum += std::fabs(band[i] - band[i - step]);
    return sum;
}

// One band without the line between its ends and without its mean.
class Detrended {
public:
    explicit Detrended(std::span<const double> band)
        : band_(band), slope_((band.back() - band.front()) / double(band.size() - 1))
    {
        double sum = 0;
        for (std::size_t i = 0; i < band.size(); ++i)
            sum += band[i] - slope_ * double(i);
        mean_ = sum / double(band.size());
    }

    double operator[](std::size_t i) const { return band_[i] - slope_ * double(i) - mean_; }

    bool flat() const
    {
        double most = 0;
        for (std::size_t i = 0; i < band_.size(); ++i)
            most = std::max(most, std::fabs((*this)[i]));
        return most <= 1e-9 * std::max(std::fabs(band_.front()), std::fabs(band_.back()));
    }

private:
    std::span<const double> band_;
    double slope_;
    double mean_ = 0;
};

} // namespace

BandGains equal_gains(std::span<const double> thoracic, std::span<const double> abdominal)
{
    const double chest = path(thoracic), belly = path(abdominal);
    return chest > 0 && belly > 0 ? BandGains{1 / chest, 1 / belly} : BandGains{};
}

std::optional<double> path_ratio(std::span<const double> thoracic,
                                 std::span<const double> abdominal, BandGains gains)
{
    assert(thoracic.size() == abdominal.size());
    const std::size_t step = stride(thoracic.size());
    double sum = 0;
    for (std::size_t i = step; i < thoracic.size(); i += step)
        sum += std::fabs(gains.thoracic * (thoracic[i] - thoracic[i - step])
                         + gains.abdominal * (abdominal[i] - abdominal[i - step]));
    const double chest = gains.thoracic * path(thoracic), belly = gains.abdominal * path(abdominal);
    if (chest <= 0 || belly <= 0 || sum <= 1e-9 * (chest + belly))
        return std::nullopt;
    return (chest + belly) / sum;
}

std::optional<double> opposed_deg(std::span<const double> thoracic,
                                  std::span<const double> abdominal)
{
    assert(thoracic.size() == abdominal.size() && thoracic.size() >= 2);
    const Detrended chest(thoracic), belly(abdominal);
    if (chest.flat() || belly.flat())
        return std::nullopt;
    std::size_t apart = 0;
    for (std::size_t i = 0; i < thoracic.size(); ++i)
        apart += chest[i] * belly[i] < 0;
    return 180 * double(apart) / double(thoracic.size());
}

// A breath's length follows from how large and how quick the movements are.
void Asynchrony::tune()
{
    double slow = 0, quick = 0;
    for (int b = 0; b < 2; ++b)
        if (wide_power_[b] > 0) { // each band counts as much, whatever its unit
            slow += 1;
            quick += power_[b] / wide_power_[b];
        }
    // The high-pass makes a slow breath look quicker by its own corner, squares added.
    const double corner = 2 * std::numbers::pi * params_.slowest_hz / params_.sample_rate_hz;
    const double power = slow > 0 && known() ? quick / slow - corner * corner : 0;
    const double radians = std::sqrt(std::max(power, 0.));
    const double most = params_.longest_s * params_.sample_rate_hz;
    const double heard = radians > 0 ? 2 * std::numbers::pi / radians : breath_samples_;
    const double wanted = std::clamp(heard, params_.shortest_s * params_.sample_rate_hz, most);
    breath_samples_ *= std::pow(wanted / breath_samples_, kTuning);
    const double breath_samples = breath_samples_;
    keep_ = std::exp(-2 * std::numbers::pi * params_.corner / breath_samples);
    forget_ = 1 / (params_.memory * breath_samples);
}

void Asynchrony::operator()(double thoracic, double abdominal)
{
    const double level[2] = {smooth_[0](thoracic), smooth_[1](abdominal)};
    double moved[2] = {}, speed[2] = {};
    if (++samples_ % kTuneEvery == 0)
        tune();
    for (int b = 0; b < 2; ++b) {
        moved[b] = started_ ? level[b] - before_[b] : 0;
        before_[b] = level[b];
        if (std::fabs(moved[b]) <= kRounding * std::fabs(level[b]))
            moved[b] = 0;
        const double before = middle_[b];
        middle_[b] = keep_ * (middle_[b] + moved[b]);
        speed[b] = middle_[b] - before;
        speed_power_[b] += forget_ * (speed[b] * speed[b] - speed_power_[b]);
        wide_[b] = keep_wide_ * (wide_[b] + moved[b]);
        wide_power_[b] += forget_ * (wide_[b] * wide_[b] - wide_power_[b]);
        power_[b] += forget_ * (moved[b] * moved[b] - power_[b]);
        level_power_[b] += forget_ * (middle_[b] * middle_[b] - level_power_[b]);
    }
    started_ = true;
    heard_ += forget_ * (1 - heard_);
    product_ += forget_ * (moved[0] * moved[1] - product_);
    level_product_ += forget_ * (middle_[0] * middle_[1] - level_product_);
    speed_product_ += forget_ * (speed[0] * speed[1] - speed_product_);
    ahead_ += forget_ * (speed[0] * middle_[1] - speed[1] * middle_[0] - ahead_);
    apart_ += forget_ * (double(middle_[0] * middle_[1] < 0) - apart_);
    if (power_[0] <= 0 || power_[1] <= 0)
        return;
    const double chest = moved[0] / std::sqrt(power_[0]), belly = moved[1] / std::sqrt(power_[1]);
    paths_ += forget_ * (std::fabs(chest) + std::fabs(belly) - paths_);
    sum_path_ += forget_ * (std::fabs(chest + belly) - sum_path_);
}

void Asynchrony::restart()
{
    const Params params = params_;
    *this = Asynchrony(params);
}

double Asynchrony::path_ratio() const
{
    return paths_ > 0 ? std::min(paths_ / std::max(sum_path_, paths_ / kMostPath), kMostPath) : 1;
}

double Asynchrony::phase_angle_deg() const
{
    if (speed_power_[0] <= 0 || speed_power_[1] <= 0 || level_power_[0] <= 0
        || level_power_[1] <= 0)
        return 0;
    // Radians a sample, as the bands themselves move.
    const double speed =
        std::sqrt((speed_power_[0] / level_power_[0] + speed_power_[1] / level_power_[1]) / 2);
    const double along = level_product_ + speed_product_ / (speed * speed);
    return std::atan2(ahead_ / speed, along) * 180 / std::numbers::pi;
}

double Asynchrony::correlation() const
{
    const double power = power_[0] * power_[1];
    return power > 0 ? std::clamp(product_ / std::sqrt(power), -1., 1.) : 0;
}

} // namespace crura::dsp
