#include "breath/turns/rate_fusion.hpp"

#include <algorithm>
#include <cmath>

namespace crura::breath {
namespace {

constexpr double kAgree_bpm = 2; // nearer, the finer method speaks
constexpr double kOctave = 1.8;  // rates as far apart are not the same rate, badly heard
constexpr double kEven = 0.08;   // of its value: the doubt of intervals that are even,
constexpr double kUneven = 0.55; // and of those that are not

double doubt(const Estimate& rate)
{
    return rate.plus_minus / rate.value;
}

bool octave_apart(const Estimate& one, const Estimate& other)
{
    return std::max(one.value / other.value, other.value / one.value) >= kOctave;
}

} // namespace

Estimate fused(const Rates& rates)
{
    const auto& [intervals, spectrum, turning] = rates;
    if (turning.known) {
        const bool even = intervals.known && doubt(intervals) < kEven;
        return even && octave_apart(intervals, turning) ? intervals : turning;
    }
    const bool uneven = intervals.known && doubt(intervals) > kUneven;
    if (!uneven || !spectrum.known)
        return intervals;
    return std::fabs(intervals.value - spectrum.value) <= kAgree_bpm ? intervals : spectrum;
}

} // namespace crura::breath
