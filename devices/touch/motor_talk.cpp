#include "devices/touch/motor_talk.hpp"

#include <algorithm>
#include <cmath>

namespace crura::devices {

void MotorTalk::begin(Time now)
{
    said_.reset();
    answered_at_ = now;
    confirmed_ = try_out_ = false;
    refused_since_begin_ = 0;
}

std::string MotorTalk::operator()(float drive, Time now)
{
    was_new_ = false;
    if (has_no_motor())
        return {};
    if (confirmed_ && try_out_) {
        try_out_ = false;
        said_at_ = now + kTryOut; // a V would end it
        return "P2," + std::to_string(kTryOut / std::chrono::milliseconds(1)) + "\n";
    }
    const int level = confirmed_ ? int(std::lround(255 * std::clamp(drive, 0.f, 1.f))) : 0;
    if (!due(level, now))
        return {};
    stilled_ = false;
    was_new_ = said_ && level != *said_;
    said_ = level;
    said_at_ = now;
    return "V" + std::to_string(level) + "\n";
}

std::string MotorTalk::last_words()
{
    stilled_ = false;
    return "V0\n";
}

bool MotorTalk::due(int level, Time now) const
{
    if (!said_)
        return true;
    const auto ago = now - said_at_;
    if (level != *said_)
        return level == 0 || ago >= kAtLeastBetween;
    return ago >= (!confirmed_ ? kGreetEvery : level > 0 ? kRunningEvery : kStillEvery);
}

void MotorTalk::take(const LineMessage& message, Time now)
{
    if (const auto* answer = std::get_if<LineAnswer>(&message)) {
        const bool to_us = answer->echo.starts_with('V') || answer->echo.starts_with('P');
        confirmed_ = confirmed_ || (said_ && to_us);
        stilled_ = stilled_ || answer->echo == "V0";
        if (to_us)
            answered_at_ = now;
    }
    const auto* trouble = std::get_if<LineTrouble>(&message);
    if (trouble && trouble->text == "unknown command") {
        ++refused_;
        ++refused_since_begin_;
    }
}

} // namespace crura::devices
