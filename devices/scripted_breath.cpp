#include "devices/scripted_breath.hpp"

#include <algorithm>

namespace crura::devices {

namespace {

constexpr double kMadeUpFor = 0.02; // of a usual breath, deeper for each second of a hold
constexpr double kMostMadeUpFor = 0.5;
constexpr double kGaspS = 0.45;
constexpr double kShortBreath = 0.28; // of the usual breath time

bool is_single(BodyEventKind kind)
{
    return kind <= BodyEventKind::short_breaths;
}

bool is_lasting(BodyEventKind kind)
{
    using enum BodyEventKind;
    return kind == freeze || kind == talking || kind == laughing || kind == coughing;
}

} // namespace

ScriptedBreath::ScriptedBreath(const EventScript& script)
{
    for (const auto& event : script) {
        if (is_single(event.kind))
            singles_.push_back(event);
        if (is_lasting(event.kind))
            lasting_.push_back(event);
    }
}

BreathChange ScriptedBreath::operator()(double start_s, double chance)
{
    BreathChange change;
    change.depth = 1 + made_up_for_;
    made_up_for_ /= 2;
    if (short_breaths_ > 0) {
        --short_breaths_;
        change.time = kShortBreath;
        return change;
    }
    lasting(start_s, chance, change);
    if (next_ < singles_.size() && singles_[next_].start_s <= start_s)
        single(singles_[next_++], change);
    return change;
}

void ScriptedBreath::single(const BodyEvent& event, BreathChange& change)
{
    using enum BodyEventKind;
    change = {.event = event};
    switch (event.kind) {
    case sigh:
        change.depth = event.strength;
        change.time = 1.3;
        break;
    case gasp:
        change.depth = event.strength;
        change.inspiratory_time = 0.35;
        change.longest_inspiration_s = kGaspS;
        break;
    case short_breaths:
        change.depth = event.strength;
        change.time = kShortBreath;
        short_breaths_ = 1;
        break;
    case inspiratory_hold:
        change.depth = event.strength;
        break;
    default:
        break;
    }
    if (is_hold(event.kind))
        made_up_for_ = std::min(kMostMadeUpFor, kMadeUpFor * event.length_s);
}

void ScriptedBreath::lasting(double start_s, double chance, BreathChange& change)
{
    using enum BodyEventKind;
    while (passed_ < lasting_.size()
           && lasting_[passed_].start_s + lasting_[passed_].length_s <= start_s)
        ++passed_;
    if (passed_ == lasting_.size() || lasting_[passed_].start_s > start_s)
        return;
    const BodyEvent& event = lasting_[passed_];
    if (event.kind == freeze) {
        change.depth = event.strength;
        change.time = 0.9;
        if (told_ <= passed_)
            change.event = event;
        told_ = passed_ + 1;
        return;
    }
    change.spoken = true;
    change.inspiratory_time = 0.5;
    change.time = event.kind == talking ? 1 + 0.8 * chance : 0.8 + 0.4 * chance;
    change.depth = event.kind == talking ? 1 : event.kind == laughing ? 1.2 : 1.5;
}

} // namespace crura::devices
