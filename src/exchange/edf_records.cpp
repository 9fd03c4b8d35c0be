#include "exchange/edf_records.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace crura::exchange {

namespace {

using std::chrono::microseconds;

constexpr double kLongestS = 120;
constexpr double kExact = 1e-7;
constexpr double kMostSamples = 2e6; // in a record: some readers take 10 MB at most

// What eight characters can write.
microseconds writable(double length_s)
{
    const double step_us = length_s < 9.9 ? 1 : length_s < 99 ? 10 : 100;
    return microseconds(std::llround(std::round(1e6 * length_s / step_us) * step_us));
}

struct Fit {
    EdfRecords records;
    double error = std::numeric_limits<double>::infinity(); // of the worst rate, as a share
    double unusual = 0;                                     // how far from 1 s

    bool better_than(const Fit& other) const
    {
        if (error <= kExact && other.error <= kExact)
            return unusual < other.unusual;
        return error < other.error;
    }
};

Fit fit_of(const std::vector<double>& rates_hz, microseconds record)
{
    Fit fit{{record, {}}, 0, 0};
    const double length_s = 1e-6 * double(record.count());
    double samples = 0;
    for (const double rate_hz : rates_hz) {
        const double count = std::max(1., std::round(rate_hz * length_s));
        fit.records.counts.push_back(std::size_t(count));
        fit.error = std::max(fit.error, std::fabs(count / length_s / rate_hz - 1));
        samples += count;
    }
    fit.unusual = std::fabs(std::log(length_s));
    if (samples > kMostSamples)
        fit.error = std::numeric_limits<double>::infinity();
    return fit;
}

} // namespace

std::optional<EdfRecords> records_for(const std::vector<double>& rates_hz, double length_s)
{
    const auto [slowest, fastest] = std::minmax_element(rates_hz.begin(), rates_hz.end());
    Fit best;
    const double most = std::min(kLongestS * *slowest, kMostSamples);
    for (double count = 1; count <= std::max(1., most); ++count) {
        const auto record = writable(count / *slowest);
        if (record.count() <= 0 || record > std::chrono::seconds(int(kLongestS)))
            continue;
        if (auto fit = fit_of(rates_hz, record); fit.better_than(best))
            best = std::move(fit);
    }
    if (best.error * length_s * *fastest >= 0.5)
        return std::nullopt;
    return best.records;
}

} // namespace crura::exchange
