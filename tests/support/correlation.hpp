#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

namespace crura::test {

// Pearson's, over as many values as both have; 0 where one of them does not change.
inline double correlation(std::span<const double> a, std::span<const double> b)
{
    const auto n = std::min(a.size(), b.size());
    double ma = 0, mb = 0;
    for (std::size_t i = 0; i < n; ++i) {
        ma += a[i] / double(n);
        mb += b[i] / double(n);
    }
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < n; ++i) {
        ab += (a[i] - ma) * (b[i] - mb);
        aa += (a[i] - ma) * (a[i] - ma);
        bb += (b[i] - mb) * (b[i] - mb);
    }
    return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

} // namespace crura::test
