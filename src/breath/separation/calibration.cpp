#include "breath/separation/calibration.hpp"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>

namespace crura::breath {

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

void Calibration::add_breath(double thoracic_amplitude, double abdominal_amplitude,
                             double breath_time_s, Manoeuvre manoeuvre)
{
    if (manoeuvre == Manoeuvre::natural)
        breathed_s_ += breath_time_s;
    if (rows_.push_back({float(thoracic_amplitude), float(abdominal_amplitude), manoeuvre}))
        ++count_[std::size_t(manoeuvre)];
}

void Calibration::add_isovolume(const Swings& swings)
{
    double both = 0, chest = 0, belly = 0;
    for (const Swing& swing : swings) {
        both += double(swing.thoracic) * swing.abdominal;
        chest += double(swing.thoracic) * swing.thoracic;
        belly += double(swing.abdominal) * swing.abdominal;
    }
    unclear_ = swings.size() < params_.min_isovolume_swings
        || both > params_.max_isovolume_correlation * std::sqrt(chest * belly);
    if (unclear_)
        return;
    for (const Swing& swing : swings)
        if (rows_.push_back({swing.thoracic, swing.abdominal, Manoeuvre::isovolume}))
            ++count_[std::size_t(Manoeuvre::isovolume)];
}

double Calibration::progress() const
{
    const double time = breathed_s_ / params_.duration_s;
    const double breaths = double(count(Manoeuvre::natural)) / double(params_.min_breaths);
    return std::min({time, breaths, 1.});
}

bool Calibration::guided() const
{
    return rows_.size() > count(Manoeuvre::natural);
}

Calibration::Result Calibration::result() const
{
    Result best = solve(rows_);
    if (best.separable != Separable::yes) {
        if (unclear_)
            best.separable = Separable::unclear;
        return best;
    }
    constexpr std::size_t kResamples = 200;
    std::array<double, kResamples> log_ratio;
    Draw draw;
    for (auto& each : log_ratio) {
        const Result again = solve(resampled(rows_, draw));
        each = again.separable == Separable::yes
            ? std::log(again.gains.thoracic / again.gains.abdominal)
            : HUGE_VAL;
    }
    std::sort(log_ratio.begin(), log_ratio.end());
    const double spread = log_ratio[kResamples * 39 / 40] - log_ratio[kResamples / 40];
    const double half_width = small_sample(rows_) * 0.5 * spread;
    if (half_width <= params_.max_log_ratio_plus_minus)
        best.gains.log_ratio_plus_minus = half_width;
    else
        best = {Gains{}, Separable::uncertain, best.condition};
    return best;
}

// As many rows of every manoeuvre as there were.
Calibration::Rows Calibration::resampled(const Rows& rows, Draw& draw) const
{
    Rows resample;
    for (const Row& row : rows) {
        const Row* other = nullptr;
        do
            other = &rows[draw.below(rows.size())];
        while (other->manoeuvre != row.manoeuvre);
        resample.push_back(*other);
    }
    return resample;
}

// A resample of few breaths varies less than they did: by n / (n - 3) of natural breaths together;
// of manoeuvres, each small group by n / (n - 1) in variance, and by Student's t over its normal
// value for the breaths that decide.
double Calibration::small_sample(const Rows& rows) const
{
    if (!guided())
        return double(rows.size()) / double(rows.size() - 3);
    double smallest = double(rows.size()), free = 0;
    for (const auto manoeuvre : {Manoeuvre::belly, Manoeuvre::chest, Manoeuvre::isovolume})
        if (const auto n = double(count(manoeuvre)); n > 1) {
            smallest = std::min(smallest, n);
            free += n - 1;
        }
    const double student = 1 + 1.2 / free + 1.7 / (free * free);
    return student * std::sqrt(smallest / (smallest - 1));
}

// Columns are scaled by their size, so that the condition number does not depend on units. The
// ridge pulls towards equal parts of the mean breath.
Calibration::Result Calibration::solve(const Rows& rows) const
{
    const bool enough = !guided() ? rows.size() >= params_.min_breaths
                                  : count(Manoeuvre::isovolume) > 0
            || (count(Manoeuvre::belly) >= params_.min_of_manoeuvre
                && count(Manoeuvre::chest) >= params_.min_of_manoeuvre);
    if (!enough)
        return {};
    Eigen::Vector2d mean = Eigen::Vector2d::Zero();
    double breaths = 0;
    for (const Row& row : rows)
        if (row.manoeuvre != Manoeuvre::isovolume) {
            mean += Eigen::Vector2d(row.thoracic, row.abdominal);
            ++breaths;
        }
    if (breaths == 0)
        return {};
    mean /= breaths;
    if (mean.minCoeff() <= 0)
        return {Gains{}, Separable::wrong_way, 0};

    Eigen::Matrix2d normal = Eigen::Matrix2d::Zero();
    Eigen::Vector2d right = Eigen::Vector2d::Zero();
    for (const Row& row : rows) {
        const Eigen::Vector2d moved(row.thoracic / mean[0], row.abdominal / mean[1]);
        const bool shifted = row.manoeuvre == Manoeuvre::isovolume;
        normal += (shifted ? params_.isovolume_weight : 1) * moved * moved.transpose();
        right += shifted ? Eigen::Vector2d::Zero() : moved;
    }
    const Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d> eigen(normal, Eigen::EigenvaluesOnly);
    const auto [least, most] = std::pair(eigen.eigenvalues()[0], eigen.eigenvalues()[1]);
    const double condition = least > 0 ? std::sqrt(most / least) : HUGE_VAL;
    if (!(condition <= params_.max_condition))
        return {Gains{}, Separable::alike, condition};

    normal.diagonal().array() += params_.ridge;
    right.array() += 0.5 * params_.ridge;
    const Eigen::Vector2d parts = normal.inverse() * right;
    if (parts.minCoeff() <= 0)
        return {Gains{}, Separable::wrong_way, condition};
    const Gains gains{
        .thoracic = parts[0] / mean[0], .abdominal = parts[1] / mean[1], .calibrated = true};
    return {gains, Separable::yes, condition};
}

} // namespace crura::breath
