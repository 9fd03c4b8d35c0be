#pragma once

#include "core/snapshot.hpp"
#include "record/each_number.hpp"

#include <cmath>
#include <type_traits>

namespace crura::test {

struct SeesInfinite {
    bool seen = false;

    template <class T>
    void operator()(T number)
    {
        if constexpr (std::is_floating_point_v<T>)
            seen = seen || !std::isfinite(number);
    }
};

// All numbers of a snapshot that are floating-point are numbers.
inline bool finite(const Snapshot& snapshot)
{
    SeesInfinite infinite;
    record::EachNumber<SeesInfinite>{infinite}(snapshot);
    return !infinite.seen;
}

} // namespace crura::test
