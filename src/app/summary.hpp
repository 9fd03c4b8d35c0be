#pragma once

#include "core/sink.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace crura::app {

// What is said at the end of a session: how long, how many breaths, how fast, how much belly and
// what that rests on, sighs and tremor; what stayed of a guide, and what the person answered; what
// went missing, and how long it took to be heard, sent
// and felt. No score.
class Summary : public Sink {
public:
    // [engine]
    void accept(const Snapshot& snapshot, std::span<const Sample> samples) noexcept override;

    // Once nothing is accepted any more.
    std::string text() const;

private:
    static constexpr std::size_t kRates = 1200; // 60 minutes of 20 breaths; later ones do not count

    struct Mean { // of the belly's share
        std::size_t breaths = 0;
        double share = 0;
        double plus_minus = 0;

        void add(const Estimate& share_of_breath);
    };

    void count(const Breath& breath);
    void keep(const Answer& answer);
    std::string rate() const;
    std::string share() const;
    std::string unasked() const;
    std::string latency() const;
    std::string stayed() const;
    std::string answers() const;

    SessionState session_;
    Health health_;
    std::optional<Time> first_, last_;
    std::size_t breaths_ = 0;
    std::array<double, kRates> rates_{};
    Mean calibrated_, trend_;
    std::size_t sighs_ = 0;
    double tremor_s_ = 0;
    Estimate carry_over_;
    Assessment assessment_;
    std::optional<std::uint8_t> ease_before_, ease_after_, difference_;
};

} // namespace crura::app
