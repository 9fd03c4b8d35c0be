#pragma once

#include "core/sample.hpp"
#include "core/sensor_fault.hpp"
#include "core/snapshot.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace crura::app {

// One thing about the sensors, or about telling chest from belly, that a person should hear.
struct News {
    enum class Kind : std::uint8_t {
        step, // of the guided calibration: begins
        uncounted,
        enough,
        finishing,
        outcome,
        left,
        listening_anew, // to natural breathing
        fault,
        fine_again,
        changed, // gains no longer hold
        settled,
    } kind;
    CalibrationGuidance calibration{};
    SensorFault fault{};
    Band band{};
};

// Finds the news in one snapshot after the other. Everything is told once: a reason why a breath
// did not count once in a calibration, the same fault of the same sensor once in two minutes. A
// sensor is fine again when no other fault has followed.
class BodyNews {
public:
    using Found = Few<News, 12>;

    Found operator()(const Snapshot& now) noexcept;

private:
    struct Watch { // over one band's sensor
        std::array<std::optional<Time>, kSensorFaults> told;
        std::optional<SensorFault> fault; // that was told and is not over
        std::optional<Time> over;         // since when it is
    };

    void follow(const CalibrationGuidance& now, const Snapshot& snapshot, Found& found);
    void judge_breath(const CalibrationGuidance& now, Found& found);
    void look_at_sensors(const Snapshot& now, Found& found);
    void hear(const Event& event, const Snapshot& now, Found& found);

    CalibrationGuidance guidance_; // as of the last snapshot
    double progress_ = 1;
    std::uint32_t verdicts_told_ = 0; // one bit each
    std::array<Watch, kBands> watch_{};
};

// In words for a person. `keys`: the person can press them.
std::string words_of(const News& news, bool keys);

// "3 of 6 belly breaths" while a guided calibration is under way.
std::string progress_of(const CalibrationGuidance& calibration);

} // namespace crura::app
