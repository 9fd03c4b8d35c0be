#pragma once

#include "exchange/edf_layout.hpp"
#include "exchange/study.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crura::exchange {

// EDF+C cannot leave anything out: what stands where nothing was measured, and how it is said.

inline constexpr std::string_view kResp = "Resp ";
inline constexpr double kBridgeS = 0.3; // a shorter hole is no gap: the engine bridges it too

struct Stretch {
    double from_s = 0;
    double length_s = 0;
};

// Where nothing was measured for longer than kBridgeS, from the start to `length_s`.
std::vector<Stretch> gaps_of(const Signal& signal, double length_s);

// From the first to the last value beyond +-9,999,999, which EDF has no characters for.
std::optional<Stretch> beyond_edf(const Signal& signal);

// The last value that was measured, where nothing was; before the first one, the first.
std::vector<double> held(std::vector<double> values);

// "Quality chest" for "Resp chest": 1 where something was measured, 0 where nothing was.
std::string quality_label(std::string_view resp_label);
EdfChannel quality_channel(std::string_view resp_label, std::size_t count);

} // namespace crura::exchange
