// The part of BodyModel that follows a script.
#include "devices/body_model.hpp"

#include <algorithm>

namespace crura::devices {

namespace {

constexpr double kNearTheTop = 0.98;
constexpr double kIsovolumeLevel = 0.35;
constexpr double kAbsorbed = 0.4 / 60; // usual breaths a second: 0.2 of 0.5 l a minute
constexpr double kAbsorbsAfterS = 3;
constexpr double kRefilledS = 2;

} // namespace

void BodyModel::obey_script(BreathCycle& cycle, double chance)
{
    const BreathChange change = scripted_breath_(cycle.start_s, chance);
    cycle.volume *= change.depth;
    const double rise_s =
        std::min(change.longest_inspiration_s, change.inspiratory_time * cycle.rise * cycle.time_s);
    const double pause_share = 1 - cycle.rise - cycle.fall;
    cycle.time_s *= change.time;
    if (change.inspiratory_time != 1) {
        cycle.rise = rise_s / cycle.time_s;
        cycle.fall = 1 - cycle.rise - pause_share;
    }
    if (change.spoken) {
        cycle.kind = BreathKind::speech;
        cycle.spoken = true;
        cycle.fall = 1 - cycle.rise;
    }
    if (change.event)
        do_event(cycle, *change.event);
}

void BodyModel::do_event(BreathCycle& cycle, const BodyEvent& event)
{
    using enum BodyEventKind;
    cycle.kind = event.kind == sigh   ? BreathKind::sigh
        : event.kind == gasp          ? BreathKind::gasp
        : event.kind == short_breaths ? BreathKind::quick
        : is_hold(event.kind)         ? BreathKind::hold
                                      : BreathKind::normal;
    TrueEvent done{event.kind, cycle.start_s, cycle.end_s(), event.strength, 0};
    if (is_hold(event.kind) || event.kind == expiratory_pause) {
        cycle.hold_in(event.length_s,
                      event.kind == quiet_hold             ? cycle.falling_to(event.strength)
                          : event.kind == isovolume_hold   ? cycle.falling_to(kIsovolumeLevel)
                          : event.kind == inspiratory_hold ? cycle.falling_to(kNearTheTop)
                                                           : cycle.in_pause());
        if (event.kind == isovolume_hold)
            cycle.moved_volume = event.strength * params_.tidal_amplitude;
        done.start_s = cycle.still_from_s();
        done.end_s = cycle.still_to_s();
    } else if (event.kind == freeze) {
        done.end_s = event.start_s + event.length_s;
    } else if (event.kind == short_breaths) {
        done.end_s = cycle.start_s + 2 * cycle.time_s;
    }
    breath_events_.push_back(done);
}

// While the breath stands still the blood goes on taking oxygen from the lungs, and they shrink.
double BodyModel::absorb(double time_s)
{
    const BreathCycle& cycle = cycles_[now_];
    const bool held = cycle.hold_s > kAbsorbsAfterS && cycle.still_from_s() < time_s
        && time_s < cycle.still_to_s();
    absorbed_ += (held ? kAbsorbed : -absorbed_ / kRefilledS) / params_.sample_rate_hz;
    return absorbed_ / kBands;
}

std::vector<TrueEvent> BodyModel::events() const
{
    auto events = breath_events_;
    const auto& others = scripted_unrest_.begun();
    events.insert(events.end(), others.begin(), others.end());
    std::stable_sort(events.begin(), events.end(),
                     [](const TrueEvent& a, const TrueEvent& b) { return a.start_s < b.start_s; });
    return events;
}

} // namespace crura::devices
