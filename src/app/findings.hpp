#pragma once

#include "core/event.hpp"
#include "core/snapshot.hpp"
#include "json/json.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace crura::app {

// What a whole recording comes to: what summary.json says. Unknown is null.
class Findings {
public:
    void add(const Snapshot& snapshot, std::span<const Sample> samples);
    void add_unfinished(const Breath&) { ++breaths_; } // counts, but has no rate

    json::Json json(const std::vector<Event>& events) const;

private:
    struct Sensor {
        std::uint64_t samples = 0;
        Time first{}, last{};
    };
    struct Quality {
        double sum = 0;
        std::array<std::uint64_t, std::size_t(QualityReason::apart) + 1> ticks{}; // by reason
    };
    struct Shares {
        std::vector<double> values, doubts;
    };

    void add(const Breath& breath);
    void add_quality(const BreathState& breath);
    json::Json sensors() const;
    json::Json abdominal_share() const;
    json::Json quality(Band band) const;
    bool heard(Band band) const;

    std::optional<Time> first_, last_; // ticks
    std::array<Sensor, kChannels> sensors_{};
    std::array<Quality, kBands> quality_{};
    std::uint64_t ticks_ = 0;
    std::size_t breaths_ = 0;
    std::vector<double> rates_bpm_, inspiratory_times_s_, expiratory_times_s_, phase_angles_deg_;
    std::array<Shares, 3> shares_; // by Partition
    bool rate_known_ = false;      // ever
    double slow_s_ = 0;            // below 10 a minute
};

} // namespace crura::app
