#pragma once

#include "breath/turns/steadier.hpp"
#include "breath/turns/turn_rate.hpp"
#include "dsp/flow_lobes.hpp"
#include "dsp/rising_edge.hpp"
#include "dsp/turn_detector.hpp"
#include "dsp/turn_locator.hpp"

#include <optional>

namespace crura::breath {

// The turns of the breath in one signal, at rest and in motion: steadies it, detects the turns, and
// looks up in the signal as it came when they were; of integrated flow, when the air began to
// flow. Every kTurnEvery-th frame. Any thread; a value.
class TurnFinder {
public:
    // `noise` is the size of what is certainly not breath; `motion`: 0 still .. 1; `flow`: the
    // level is integrated flow.
    std::optional<dsp::Turn> operator()(double time_s, double level, double noise, double motion,
                                        bool flow = false);

    // Begins anew after a gap: keeps the amplitude, forgets where in the breath we were.
    void restart();

    // Of the usual breath.
    double height() const { return locate_.height() > 0 ? locate_.height() : detect_.amplitude(); }
    double trust() const { return detect_.trust(); }
    bool inspiring() const { return detect_.inspiring(); }
    bool seeking() const { return detect_.seeking(); }
    bool rising() const { return rising_.rising(); }

    // 0 as at rest .. 1 among steps.
    double caution() const { return steady_.caution(); }

private:
    double floor(double noise) const;
    dsp::TurnDetector::Retreat retreat(bool flow) const;

    Steadier steady_{{.sample_rate_hz = kTurnRateHz}};
    dsp::TurnDetector detect_{{.sample_rate_hz = kTurnRateHz}};
    dsp::TurnLocator locate_{{.sample_rate_hz = kTurnRateHz}};
    dsp::RisingEdge rising_{{.sample_rate_hz = kTurnRateHz}};
    dsp::FlowLobes lobes_{{.sample_rate_hz = kTurnRateHz}};
    double last_level_ = 0;
    bool begun_ = false;
};

} // namespace crura::breath
