#pragma once

#include "core/sample.hpp"
#include "exchange/edf_layout.hpp"
#include "exchange/edf_session.hpp"

#include <cstddef>
#include <vector>

namespace crura::exchange {

inline constexpr std::size_t kEdfRateHz = 100;
inline constexpr std::size_t kMostEdfSignals = 30; // live: so that their ranges fit one page

// One signal of a live file.
struct EdfLiveSignal {
    enum class Kind { breath, quality, raw } kind;
    std::size_t channel;  // index_of the samples; for `quality`, those of the breath
    bool derived = false; // the engine's level of a band: not a sample

    friend bool operator==(const EdfLiveSignal&, const EdfLiveSignal&) = default;
};

// A range of values that must find room, before the signal is turned.
struct EdfRange {
    double lowest = 0;
    double highest = 0;

    // So that it holds this value; at least four times as wide, so that it seldom grows.
    void widen(double value);

    friend bool operator==(const EdfRange&, const EdfRange&) = default;
};

// Which band it is the breath of, or the quality of that breath.
Band band_of(const EdfLiveSignal& signal);

// What the signal can be, by its unit; where that does not tell, generously about these values.
EdfRange full_scale(const EdfLiveSignal& signal, const EdfSession& session,
                    const std::vector<double>& values);

// As the header of the file tells it.
EdfChannel channel_of(const EdfLiveSignal& signal, const EdfSession& session, EdfRange range,
                      bool turned, std::size_t count);

} // namespace crura::exchange
