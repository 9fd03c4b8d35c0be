#pragma once

#include "breath/aligner.hpp"
#include "breath/cycle_phase.hpp"
#include "breath/events/breath_events.hpp"
#include "breath/events/gaps.hpp"
#include "breath/events/tremor.hpp"
#include "breath/events/tremor_filter.hpp"
#include "breath/heart.hpp"
#include "breath/sensors/fit.hpp"
#include "breath/sensors/imu_rate.hpp"
#include "breath/sensors/motion.hpp"
#include "breath/sensors/pelvic_drift.hpp"
#include "breath/sensors/posture.hpp"
#include "breath/sensors/sensor_signal.hpp"
#include "breath/sensors/signal_quality.hpp"
#include "breath/tracker.hpp"
#include "breath/turns/spectral_rate.hpp"
#include "breath/ventilation.hpp"
#include "core/breath_state.hpp"
#include "core/command.hpp"
#include "core/sample.hpp"
#include "core/time.hpp"

#include <array>
#include <optional>
#include <span>

namespace crura::breath {

// Everything that is heard from one body: brings the samples onto the grid and lets each block look
// at every frame, in the order in which one builds on the other. Any thread; a plain value.
class Observer {
public:
    struct Params {
        Aligner::Params aligner{};
        Tracker::Params tracker{};
    };

    explicit Observer(Params params);

    // Brings `state` up to `now` with the samples that arrived since the last call, in the order of
    // their arrival. What became known in this call replaces the onsets, breaths and events.
    void operator()(Time now, std::span<const Sample> samples, BreathState& state) noexcept;

    // Those commands that concern the breath: calibration.
    void obey(Command command, Time now)
    {
        tracker_.obey(command, now);
        ventilation_.obey(command);
    }

    // At the end of a recording: the breath whose end was never seen.
    std::optional<Breath> unfinished() const { return tracker_.unfinished(); }

private:
    void look(const Frame& frame, Time now, BreathState& state);
    void feel(const Frame& frame, Time now, BreathState& state);
    void say_rate(BreathState& state);
    void judge_sensors(const Frame& frame, Time now, BreathState& state);

    std::array<SensorSignal, kBands> signals_{SensorSignal(Band::thoracic),
                                              SensorSignal(Band::abdominal)};
    CyclePhase phase_{{}};
    SpectralRate spectral_rate_{{}};
    Fit fit_;
    BreathEvents events_{{}};
    Gaps gaps_;
    SignalQuality quality_;
    Aligner aligner_;
    Tracker tracker_;
    Ventilation ventilation_{{}};

    // Of motion sensors; never touched where there are none.
    MotionIndex motion_{{}};
    TremorDetector tremor_{{}};
    TremorFilter without_tremor_{{}};
    PostureWatch posture_{{}};
    PelvicDrift pelvic_drift_{{}};
    ImuRate imu_rate_{{}};
    Heart heart_{{}};
};

} // namespace crura::breath
