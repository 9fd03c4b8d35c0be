#include "devices/scripted_unrest.hpp"

#include <algorithm>

namespace crura::devices {

ScriptedUnrest::ScriptedUnrest(const EventScript& script, double sample_rate_hz, Random random)
    : sample_rate_hz_(sample_rate_hz), random_(random),
      moves_(script, sample_rate_hz, random_.fork()), stirring_(sample_rate_hz, random_.fork()),
      empty_(script.empty())
{
    for (const auto& event : script)
        if (event.kind > BodyEventKind::freeze)
            script_.push_back(event);
}

void ScriptedUnrest::begin(const BodyEvent& event, Random random)
{
    using enum BodyEventKind;
    const double end_s = event.start_s + event.length_s;
    begun_.push_back({event.kind, event.start_s, end_s, event.strength, event.wildness});
    if (event.kind == tremor)
        active_.push_back({end_s, TremorShaking(event, sample_rate_hz_, random)});
    else if (event.kind == talking || event.kind == laughing || event.kind == coughing)
        active_.push_back({end_s, VoiceShaking(event, sample_rate_hz_, random)});
}

ScriptedUnrest::Now ScriptedUnrest::operator()(double time_s)
{
    if (empty_)
        return {};
    while (next_ < script_.size() && script_[next_].start_s <= time_s)
        begin(script_[next_++], random_.fork());
    active_.erase(std::remove_if(active_.begin(), active_.end(),
                                 [=](const Active& each) { return each.end_s <= time_s; }),
                  active_.end());

    Now now;
    moves_(time_s, now.trunk);
    Shake shake{now.trunk.acceleration_g, {}};
    stirring_(moves_.liveliness(), shake);
    for (auto& each : active_) {
        if (auto* tremor = std::get_if<TremorShaking>(&each.shaking))
            (*tremor)(time_s, shake);
        else
            std::get<VoiceShaking>(each.shaking)(shake);
    }
    now.push = shake.push;
    now.trunk.acceleration_g = shake.acceleration_g;
    return now;
}

} // namespace crura::devices
