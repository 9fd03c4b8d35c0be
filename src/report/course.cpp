#include "report/course.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace crura::report {
namespace {

constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();
constexpr double kLongestStepS = 1; // between moments: what lies in a longer one was not seen

float or_nothing(double value, bool known)
{
    return known && std::isfinite(value) ? float(value) : kNothing;
}

} // namespace

bool Curve::known() const
{
    return std::any_of(value.begin(), value.end(), [](float each) { return std::isfinite(each); });
}

void CurveWithDoubt::add(float at_s, const Estimate& estimate, bool shown)
{
    const bool sure = shown && estimate.known && std::isfinite(estimate.value)
        && std::isfinite(estimate.plus_minus);
    value.add(at_s, or_nothing(estimate.value, sure));
    low.add(at_s, or_nothing(estimate.value - estimate.plus_minus, sure));
    high.add(at_s, or_nothing(estimate.value + estimate.plus_minus, sure));
}

void Course::add(double at_s, const Moment& moment)
{
    const auto& times = rate_bpm.value.time_s;
    if (!times.empty() && at_s - double(times.back()) > kLongestStepS) {
        const double after_last = double(times.back()) + 0.001;
        add(after_last, Moment{});
    }
    length_s = std::max(length_s, at_s);
    const auto at = float(at_s);
    for (std::size_t i = 0; i < kBands; ++i) {
        const auto& band = moment.bands[i];
        displacement[i].add(at, or_nothing(band.displacement, band.valid));
        heard[i] = heard[i] || band.valid;
    }
    const bool calibrated = moment.partition == Partition::calibrated;
    rate_bpm.add(at, moment.breath_rate_bpm);
    share.add(at, moment.abdominal_share, calibrated);
    trend.add(at, moment.abdominal_share, !calibrated);
    phase_angle_deg.add(at, or_nothing(moment.phase_angle_deg.value, moment.phase_angle_deg.known));
}

void Course::add_breath(Span inspiration, double breath_rate_bpm)
{
    inspirations.push_back(inspiration);
    if (std::isfinite(breath_rate_bpm))
        rates_bpm.push_back(breath_rate_bpm);
}

} // namespace crura::report
