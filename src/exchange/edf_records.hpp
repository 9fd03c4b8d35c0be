#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace crura::exchange {

// One length of records for signals of these rates, and how many samples of each stand in one.
struct EdfRecords {
    std::chrono::microseconds record{};
    std::vector<std::size_t> counts;
};

// The length nearest to 1 s, up to 120 s, in which every signal has a whole number of samples, to
// one part in ten million; else the length that comes nearest to that. Eight characters can write
// it. Nothing when even then a sample of a recording of `length_s` would lie half a sample or more
// from its time. Rates are positive [Hz].
std::optional<EdfRecords> records_for(const std::vector<double>& rates_hz, double length_s);

} // namespace crura::exchange
