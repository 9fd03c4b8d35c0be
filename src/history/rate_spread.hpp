#pragma once

#include "core/estimate.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace crura::history {

// The middle one of any number of breath rates, and how sure it is. Rates are counted in classes of
// 0.02/min up to 60/min, so that an hour and a night take the same memory; may be copied.
//
// The doubt is the order-statistic interval of a median (95 %: the ranks n/2 -+ 0.98 sqrt(n)), half
// as wide as that. Breaths are like the breath before, so that n breaths say less than n: n counts
// as n (1 - r) / (1 + r), r the correlation of a rate with the one before where it is above 0
// (Bayley and Hammersley 1946). Where that leaves fewer than six, it spans all of them: a session
// that went from 14 to 6 a minute has a middle that says little, and this shows it.
class RateSpread {
public:
    void add(double rate_bpm) noexcept; // above 0; above 60 counts as 60
    std::uint32_t count() const noexcept { return count_; }

    // Unknown below six rates.
    Estimate median() const noexcept;

private:
    static constexpr double kClassBpm = 0.02;
    static constexpr std::size_t kClasses = 3000;

    double at_rank(double rank) const noexcept; // 0 .. count - 1
    double independent() const noexcept;

    std::array<std::uint32_t, kClasses> classes_{};
    std::uint32_t count_ = 0;
    double mean_ = 0;
    double squares_ = 0;  // of deviations, summed
    double products_ = 0; // of a deviation and the one before, summed
    double before_ = 0;   // the last rate
};

} // namespace crura::history
