#include "breath/calibration.hpp"

#include <Eigen/Dense>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace crura::breath {
namespace {

// Small and the same everywhere: the bootstrap must not make a replay differ.
class Draw {
public:
    std::size_t below(std::size_t count)
    {
        state_ = state_ * 6364136223846793005ull + 1442695040888963407ull;
        return std::size_t(state_ >> 33) % count;
    }

private:
    std::uint64_t state_ = 0x9E3779B97F4A7C15ull;
};

} // namespace

Estimate Gains::abdominal_share(double thoracic_amplitude, double abdominal_amplitude) const
{
    const double chest = std::max(thoracic * thoracic_amplitude, 0.);
    const double belly = std::max(abdominal * abdominal_amplitude, 0.);
    if (chest + belly <= 0)
        return {};
    const double share = belly / (chest + belly);
    return {share, share * (1 - share) * log_ratio_plus_minus, true};
}

void Calibration::add_breath(double thoracic_amplitude, double abdominal_amplitude,
                             double breath_time_s)
{
    breathed_s_ += breath_time_s;
    pairs_.push_back({thoracic_amplitude, abdominal_amplitude});
}

double Calibration::progress() const
{
    const double time = breathed_s_ / params_.duration_s;
    const double breaths = double(pairs_.size()) / double(params_.min_breaths);
    return std::min({time, breaths, 1.});
}

Gains Calibration::gains() const
{
    Gains best = solve(pairs_);
    if (!best.calibrated)
        return best;

    constexpr std::size_t kResamples = 200;
    std::array<double, kResamples> log_ratio;
    Draw draw;
    for (auto& each : log_ratio) {
        Pairs resample;
        for (std::size_t i = 0; i < pairs_.size(); ++i)
            resample.push_back(pairs_[draw.below(pairs_.size())]);
        const Gains gains = solve(resample);
        each = gains.calibrated ? std::log(gains.thoracic / gains.abdominal) : HUGE_VAL;
    }
    std::sort(log_ratio.begin(), log_ratio.end());
    // A resample of few breaths varies less than they did.
    const double few = double(pairs_.size()) / double(pairs_.size() - 3);
    const double half_width =
        few * 0.5 * (log_ratio[kResamples * 39 / 40] - log_ratio[kResamples / 40]);
    if (half_width > params_.max_log_ratio_plus_minus)
        return Gains{};
    best.log_ratio_plus_minus = half_width;
    return best;
}

// Columns are scaled by their mean, so that the condition number does not depend on units.
Gains Calibration::solve(const Pairs& pairs) const
{
    const auto rows = Eigen::Index(pairs.size());
    if (rows < Eigen::Index(params_.min_breaths))
        return Gains{};
    Eigen::MatrixX2d moved(rows, 2);
    for (Eigen::Index i = 0; i < rows; ++i)
        moved.row(i) << pairs[std::size_t(i)].thoracic, pairs[std::size_t(i)].abdominal;
    const Eigen::RowVector2d mean = moved.colwise().mean();
    if (mean.minCoeff() <= 0)
        return Gains{};

    const Eigen::MatrixX2d scaled = moved.array().rowwise() / mean.array();
    const auto values = scaled.jacobiSvd().singularValues();
    if (values[0] > params_.max_condition * values[1])
        return Gains{};
    const Eigen::Matrix2d normal = scaled.transpose() * scaled;
    const Eigen::Vector2d parts =
        normal.ldlt().solve(scaled.transpose() * Eigen::VectorXd::Ones(rows));
    if (parts.minCoeff() <= 0)
        return Gains{};
    return {.thoracic = parts[0] / mean[0], .abdominal = parts[1] / mean[1], .calibrated = true};
}

} // namespace crura::breath
