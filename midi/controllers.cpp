#include "midi/controllers.hpp"

#include <algorithm>

namespace crura::midi {

bool Throttle::operator()(Time time, int value)
{
    if (sent_ == value || (sent_ && time < due_ - interval_ / 4))
        return false;
    due_ = std::max(due_, time) + interval_;
    sent_ = value;
    return true;
}

Controllers::Controllers(const Map& map)
{
    for (const ControllerRule& rule : map.controllers)
        lines_.push_back({rule, Throttle(rule.fine)});
}

void Controllers::tell(Time time, const MidiCue& cue, Messages& out)
{
    for (Line& line : lines_) {
        if (!cue.sounding && line.rule.level != Level::raw)
            continue;
        const auto level = level_in(cue, line.rule.level);
        if (!level)
            continue;
        const int value = line.rule.value(*level);
        if (line.throttle(time, value))
            say(line.rule, value, out);
    }
}

void Controllers::rest(Messages& out)
{
    for (Line& line : lines_) {
        const int value = line.rule.value(0);
        if (line.throttle.sent().value_or(value) != value)
            say(line.rule, value, out);
        line.throttle = Throttle(line.rule.fine);
    }
}

void Controllers::say(const ControllerRule& rule, int value, Messages& out)
{
    const auto status = on(status::kController, rule.channel);
    if (!rule.fine)
        return out.push_back({status, rule.number, std::uint8_t(value)});
    out.push_back({status, rule.number, std::uint8_t(value >> 7)}); // resets the fine half
    out.push_back(
        {status, std::uint8_t(rule.number + controller::kFine), std::uint8_t(value & 0x7f)});
}

} // namespace crura::midi
