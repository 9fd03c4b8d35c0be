#pragma once

#include "core/result.hpp"
#include "core/sample.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace crura::exchange {

// A column or signal of a file, and what it measures.
struct Column {
    std::string name;
    Channel channel;
};

// A column or signal that a file holds: what to ask for it by, and what else the file says of it.
struct Offered {
    std::string name;
    std::string about;
};

// What was read of a file, in the order of time.
struct Reading {
    std::vector<Sample> samples;
    std::string remark; // a sentence for a person: what is odd about the file; or empty
};

inline constexpr double kLowestRateHz = 0.1;
inline constexpr double kHighestRateHz = 1e5;
inline constexpr double kLatestTimeS = 9e9; // what nanoseconds in 64 bits hold, about the year 2255

std::string in_quotes(std::string_view text);

// Where a name is among names; the error names the nearest and all, or says that there are two.
// `what` is "column" or "signal".
Result<std::size_t> find_name(const std::string& what, const std::string& name,
                              const std::vector<std::string>& names);

} // namespace crura::exchange
