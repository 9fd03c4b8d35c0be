#include "midi/mpe_zone.hpp"

#include <algorithm>
#include <cmath>

namespace crura::midi {

namespace {

constexpr std::uint8_t kMaster = 0;
constexpr std::uint8_t kBendRange = 0;      // registered parameters
constexpr std::uint8_t kZone = 6;           // "MPE configuration message"
constexpr std::uint8_t kNoParameter = 0x7f; // so that no later data entry hits it
constexpr std::uint8_t kMiddle = 64;

void set_parameter(std::uint8_t channel, std::uint8_t parameter, int value, Messages& out)
{
    const auto status = on(status::kController, channel);
    out.push_back({status, controller::kParameterHigh, 0});
    out.push_back({status, controller::kParameterLow, parameter});
    out.push_back({status, controller::kDataEntry, std::uint8_t(value)});
    out.push_back({status, controller::kParameterHigh, kNoParameter});
    out.push_back({status, controller::kParameterLow, kNoParameter});
}

int seven_bits(std::optional<float> level, int unknown)
{
    return level ? int(std::lround(std::clamp(*level, 0.f, 1.f) * 127)) : unknown;
}

} // namespace

void MpeZone::set_up(Messages& out) const
{
    set_parameter(kMaster, kZone, rule_.members, out);
    for (int member = 1; member <= rule_.members; ++member)
        set_parameter(std::uint8_t(member), kBendRange, rule_.bend_range, out);
}

std::uint8_t MpeZone::take_channel(Time time, const MidiCue& cue, Messages& out)
{
    channel_ = std::uint8_t(channel_ % rule_.members + 1);
    pressure_ = Throttle(false);
    timbre_ = Throttle(false);
    out.push_back({on(status::kBend, channel_), 0, kMiddle});
    press(time, cue, out);
    return channel_;
}

void MpeZone::press(Time time, const MidiCue& cue, Messages& out)
{
    const int timbre = seven_bits(level_in(cue, rule_.timbre), timbre_.sent().value_or(kMiddle));
    if (timbre_(time, timbre))
        out.push_back(
            {on(status::kController, channel_), controller::kTimbre, std::uint8_t(timbre)});
    const int pressure = seven_bits(level_in(cue, rule_.pressure), pressure_.sent().value_or(0));
    if (pressure_(time, pressure))
        out.push_back({on(status::kPressure, channel_), std::uint8_t(pressure)});
}

} // namespace crura::midi
