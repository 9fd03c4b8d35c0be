#pragma once

#include "exchange/edf_layout.hpp"
#include "exchange/study.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
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

// The same of a signal that is written little by little: "No signal (chest) begins" when it is
// silent for longer than kBridgeS, and "No signal (chest)" with its length once it is back.
class GapWatch {
public:
    GapWatch(std::string name, double rate_hz) : name_(std::move(name)), rate_hz_(rate_hz) {}

    // Whether these samples were measured, from the first one on; those that it saw before are
    // passed over.
    std::vector<Annotation> operator()(std::size_t first, const std::vector<bool>& measured);

private:
    double seconds(std::size_t samples) const { return double(samples) / rate_hz_; }

    std::string name_;
    double rate_hz_;
    std::size_t seen_ = 0;
    std::size_t silent_ = 0; // samples in a row, up to seen_
    bool said_ = false;
};

// "Quality chest" for "Resp chest": 1 where something was measured, 0 where nothing was.
std::string quality_label(std::string_view resp_label);
EdfChannel quality_channel(std::string_view resp_label, std::size_t count);

} // namespace crura::exchange
