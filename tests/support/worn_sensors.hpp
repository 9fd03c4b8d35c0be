#pragma once

#include "breath/aligner.hpp"
#include "breath/sensors/fit.hpp"
#include "breath/sensors/sensor_signal.hpp"
#include "breath/sensors/signal_quality.hpp"
#include "breath/tracker.hpp"
#include "devices/body_model.hpp"

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace crura::test {

// What a sensor makes of a level at a time; nothing when it does not send.
using Sensor = std::function<std::optional<double>(Band band, double time_s, double level)>;

// A body under its belts.
inline std::vector<Sample> worn(const devices::BodyModel::Params& params, double until_s,
                                const Sensor& sensor = {}, unsigned seed = 1,
                                Quantity quantity = Quantity::displacement)
{
    std::vector<Sample> samples;
    devices::BodyModel body(params, seed);
    for (auto reading = body.next(); reading.time_s <= until_s; reading = body.next())
        for (const Band band : {Band::thoracic, Band::abdominal}) {
            const double level = reading.level[std::size_t(band)];
            const auto value = sensor ? sensor(band, reading.time_s, level) : std::optional(level);
            if (value)
                samples.push_back({time_from_seconds(reading.time_s), *value, {band, quantity}});
        }
    return samples;
}

// Aligner, tracker, and what judges the sensors, tick by tick as a live engine runs them.
class WornSensors {
public:
    using Watch = std::function<void(Time now, const BreathState& state)>;

    void operator()(std::span<const Sample> samples, const Watch& watch = {})
    {
        std::size_t given = 0;
        for (; now_ <= samples.back().time; now_ += kFrameStep) {
            std::size_t due = given;
            while (due < samples.size() && samples[due].time <= now_)
                ++due;
            aligner_->add(samples.subspan(given, due - given));
            given = due;
            state_.onsets.clear();
            state_.breaths.clear();
            state_.events.clear();
            while (const auto frame = aligner_->next(now_)) {
                (*tracker_)(*frame, now_, state_);
                state_.motion = motion;
                for (auto& signal : signals_)
                    signal(*frame);
                quality_(*frame, signals_, state_);
                fit_(signals_, now_, state_, manoeuvre);
            }
            for (const Event& event : state_.events)
                if (event.kind == EventKind::sensor_fault)
                    events.push_back(event);
            if (watch)
                watch(now_, state_);
        }
    }

    const BreathState& state() const { return state_; }

    // The first report of a fault of a band.
    std::optional<Event> begun(SensorFault fault, Band band) const
    {
        return reported(fault, band, false);
    }
    std::optional<Event> over(SensorFault fault, Band band) const
    {
        return reported(fault, band, true);
    }

    Manoeuvre manoeuvre = Manoeuvre::natural;
    Motion motion;
    std::vector<Event> events;

private:
    std::optional<Event> reported(SensorFault fault, Band band, bool over) const
    {
        for (const Event& event : events)
            if (event.evidence == breath::evidence_of(fault, band) && event.over == over)
                return event;
        return std::nullopt;
    }

    std::unique_ptr<breath::Aligner> aligner_ =
        std::make_unique<breath::Aligner>(breath::Aligner::Params{});
    std::unique_ptr<breath::Tracker> tracker_ =
        std::make_unique<breath::Tracker>(breath::Tracker::Params{});
    std::array<breath::SensorSignal, kBands> signals_{breath::SensorSignal(Band::thoracic),
                                                      breath::SensorSignal(Band::abdominal)};
    breath::SignalQuality quality_;
    breath::Fit fit_;
    BreathState state_;
    Time now_{};
};

} // namespace crura::test
