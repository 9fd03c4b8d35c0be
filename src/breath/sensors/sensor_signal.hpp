#pragma once

#include "breath/sensors/sensor_timing.hpp"
#include "core/frame.hpp"
#include "dsp/history.hpp"
#include "dsp/rail_finder.hpp"
#include "dsp/recent_range.hpp"

#include <array>
#include <cstddef>
#include <optional>

namespace crura::breath {

// One band's sensor as it sends, before anything is made of it: what SignalQuality and Fit judge
// by. Of an accelerometer or a quaternion the direction of gravity counts, in radians. Any thread;
// a plain value.
class SensorSignal {
public:
    static constexpr double kStep_s = 0.25; // of range()
    static constexpr std::size_t kSteps = 64;
    static constexpr std::size_t kSwingSteps = 48; // 12 s: half a breath of the slowest, or more

    static constexpr std::size_t kSoonest = 16; // 4 s, before there is a swing

    explicit SensorSignal(Band band) : band_(band) {}

    void operator()(const Frame& frame);

    // What it is; nothing before its first value.
    std::optional<SensorClass> sensor() const { return sensor_; }
    bool scalar() const { return sensor_ && *sensor_ != SensorClass::tilt; }
    bool valid() const { return valid_; }
    double value() const { return value_[0]; } // the last one [sensor units]; of scalars only

    double silent_s() const { return silent_s_; }       // since the last value
    double unchanged_s() const { return unchanged_s_; } // as long as it is the same
    double longest_rest_s() const
    {
        return longest_rest_s_;
    } // it ever was, before it changed again

    // RMS of what bends within 100 ms, which is not breath; 0 until it is measured.
    double noise() const { return noise_; }

    double since_rail_s() const { return since_rail_s_; } // it was at the end of its range

    // Shares of the last 20 s, 0 .. 1.
    double lost() const { return lost_; }     // bridged, or not measured
    double railed() const { return railed_; } // at the end of its range

    // Its ups and downs over the last 16 s; of scalars only.
    const dsp::RecentRange<kSteps>& range() const { return range_; }
    double swing() const { return swing_; } // of the last 12 s, less the noise
    bool swing_known() const { return range_.size() >= kSoonest; }

private:
    using Values = std::array<double, 3>;

    bool read(const Frame& frame);
    void begin();
    void compare();
    void measure_noise();
    void measure_swing();

    Band band_;
    std::optional<SensorClass> sensor_;
    std::size_t values_ = 1;
    Values value_{}, last_{};
    bool valid_ = false;
    double silent_s_ = 0;
    double unchanged_s_ = 0;
    double longest_rest_s_ = 0;
    std::array<dsp::History<float, 11>, 3> recent_; // less the origin
    Values origin_{};
    double noise_power_ = 0;
    double noise_ = 0;
    double bends_ = 0; // in the noise
    double swing_ = 0;
    double lost_ = 0;
    double railed_ = 0;
    double since_rail_s_ = 1e9;
    dsp::RailFinder rail_{{}};
    dsp::RecentRange<kSteps> range_{int(kStep_s * kFrameRateHz)};
};

} // namespace crura::breath
