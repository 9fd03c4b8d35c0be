#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace crura::sessions {

// The last N values, and what is typical of them: 0 while there are none. Any thread; a plain
// value.
template <std::size_t N>
class Recent {
public:
    static constexpr std::size_t kMost = N;

    void push(double value) noexcept { values_[pushed_++ % N] = value; }
    void clear() noexcept { pushed_ = 0; }
    std::size_t size() const noexcept { return std::min(pushed_, N); }
    bool full() const noexcept { return size() == N; }

    // Of the newest `count` of them.
    double median(std::size_t count = N) const noexcept
    {
        return median_of(newest(count), std::min(count, size()));
    }

    // Of the smaller two thirds: a few wild values do not matter.
    double trimmed_mean() const noexcept
    {
        auto values = newest(N);
        const auto end = values.begin() + std::ptrdiff_t(size());
        std::sort(values.begin(), end);
        const std::size_t kept = (2 * size() + 2) / 3;
        double sum = 0;
        for (std::size_t i = 0; i < kept; ++i)
            sum += values[i];
        return kept == 0 ? 0 : sum / double(kept);
    }

    // Of the median, from the median absolute deviation: a few wild values do not matter.
    double standard_error() const noexcept
    {
        if (size() == 0)
            return 0;
        const double middle = median();
        auto deviations = values_;
        for (double& each : deviations)
            each = std::fabs(each - middle);
        constexpr double kDeviationOfMad = 1.48; // both factors: of normal noise
        constexpr double kErrorOfMedian = 1.25;
        return kErrorOfMedian * kDeviationOfMad * median_of(deviations, size())
            / std::sqrt(double(size()));
    }

private:
    using Values = std::array<double, N>;

    Values newest(std::size_t count) const noexcept
    {
        Values values{};
        for (std::size_t i = 0; i < std::min(count, size()); ++i)
            values[i] = values_[(pushed_ - 1 - i) % N];
        return values;
    }

    static double median_of(Values values, std::size_t size) noexcept
    {
        if (size == 0)
            return 0;
        const auto end = values.begin() + std::ptrdiff_t(size);
        std::sort(values.begin(), end);
        return (values[(size - 1) / 2] + values[size / 2]) / 2;
    }

    Values values_{};
    std::size_t pushed_ = 0;
};

} // namespace crura::sessions
