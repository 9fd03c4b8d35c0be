#pragma once

#include "devices/event_library.hpp"
#include "support/event_score.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace crura::test {

// How far the told rate of the breath is from the true one while a tremor runs: once a second, from
// 15 s after it began. True is the mean of the last four breaths, of an even breather.
struct RateScore {
    std::vector<double> errors_bpm;
    int asked = 0;
    int told_trembling = 0;

    double mean() const
    {
        double sum = 0;
        for (const double each : errors_bpm)
            sum += each;
        return sum / double(std::max<std::size_t>(errors_bpm.size(), 1));
    }
    double most(double share) const
    {
        if (errors_bpm.empty())
            return 0;
        auto sorted = errors_bpm;
        std::sort(sorted.begin(), sorted.end());
        return sorted[std::size_t(share * double(sorted.size() - 1))];
    }
    double trembling() const { return double(told_trembling) / std::max(asked, 1); }
    double unknown() const { return 1 - double(errors_bpm.size()) / std::max(asked, 1); }
};

namespace detail {

inline double true_rate_bpm(const std::vector<devices::TrueBreath>& breaths, double now_s)
{
    constexpr std::size_t kBreaths = 4;
    std::size_t last = 0; // that has begun
    while (last + 1 < breaths.size() && breaths[last + 1].inspiration_onset_s <= now_s)
        ++last;
    const std::size_t first = last - std::min(last, kBreaths);
    return 60 * double(last - first)
        / (breaths[last].inspiration_onset_s - breaths[first].inspiration_onset_s);
}

} // namespace detail

inline void add_to(RateScore& score, double strength, Worn worn, std::uint64_t seed)
{
    constexpr double kStartS = 60, kLengthS = 180, kFromS = kStartS + 15;
    const auto scene = devices::trembling_throughout(seed, kStartS, kLengthS, strength);
    std::vector<std::pair<double, double>> rates;
    const auto heard = hear(scene, worn, seed, [&](Time now, const BreathState& state) {
        const double now_s = to_seconds(now);
        if (now_s < kFromS || now_s > kLengthS - 1
            || now.time_since_epoch() % std::chrono::seconds(1) != Duration(0))
            return;
        ++score.asked;
        score.told_trembling += state.tremor.on;
        if (state.breath_rate_bpm.known)
            rates.emplace_back(now_s, state.breath_rate_bpm.value);
    });
    for (const auto& [now_s, bpm] : rates)
        score.errors_bpm.push_back(std::fabs(bpm - detail::true_rate_bpm(heard.breaths, now_s)));
}

} // namespace crura::test
