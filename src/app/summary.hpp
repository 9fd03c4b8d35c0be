#pragma once

#include "core/sink.hpp"

#include <array>
#include <cstddef>
#include <string>

namespace crura::app {

// What is said at the end of a session: how long, how many breaths, how fast, how much belly; and
// what went missing. No score.
class Summary : public Sink {
public:
    // [engine]
    void accept(const Snapshot& snapshot, std::span<const Sample> samples) noexcept override;

    // Once nothing is accepted any more.
    std::string text() const;

private:
    static constexpr std::size_t kRates = 1200; // 60 minutes of 20 breaths; later ones do not count

    SessionState session_;
    Health health_;
    std::size_t breaths_ = 0;
    std::array<double, kRates> rates_{};
    double share_sum_ = 0;
    std::size_t shares_ = 0;
};

} // namespace crura::app
