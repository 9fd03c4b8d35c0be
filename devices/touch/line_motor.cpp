#include "devices/touch/line_motor.hpp"

#include <utility>

namespace crura::devices {

LineMotor::LineMotor(std::string name, TouchStrength strength)
    : name_(std::move(name)), level_(strength)
{
}

std::string LineMotor::problem() const
{
    const std::lock_guard lock(mutex_);
    return problem_;
}

void LineMotor::become(Output state, const std::string& problem)
{
    const std::lock_guard lock(mutex_);
    problem_ = problem;
    state_ = state;
}

void LineMotor::port_opened(Time now)
{
    talk_.begin(now);
    useless_ = false;
}

void LineMotor::port_closed(const std::string& why)
{
    become(why.empty() ? Output::off : Output::lost, why);
}

std::string LineMotor::due(Time now)
{
    if (try_out_.exchange(false))
        talk_.try_out();
    const auto felt = level_(now);
    auto command = talk_(felt.drive, now);
    if (talk_.was_new())
        meter_.note(felt.sensed_at, now);
    judge(now);
    return command;
}

void LineMotor::judge(Time now)
{
    refused_ = talk_.refused();
    const bool useless = talk_.has_no_motor() || talk_.unheard(now);
    if (useless && !useless_)
        become(Output::lost,
               name_
                   + (talk_.has_no_motor()
                          ? ": this board runs no motor; load a sketch from devices/firmware onto "
                            "it, or choose another board"
                          : ": no board answers about its motor; check the cable, and load a "
                            "sketch from devices/firmware onto the board"));
    useless_ = useless;
    if (!useless && talk_.confirmed() && state_ != Output::working)
        become(Output::working, "");
}

} // namespace crura::devices
