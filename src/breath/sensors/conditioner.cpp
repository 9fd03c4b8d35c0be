#include "breath/sensors/conditioner.hpp"

#include <algorithm>
#include <numbers>

namespace crura::breath {

std::optional<double> Conditioner::operator()(const Frame& frame)
{
    up_.reset();
    reference_up_.reset();
    const Kind kind = kind_in(frame);
    if (kind > kind_)
        return std::nullopt;
    kind_ = kind;
    switch (kind_) {
    case Kind::displacement:
        return frame[{band_, Quantity::displacement}];
    case Kind::piezo:
        return restore(frame[{band_, Quantity::displacement_ac}]);
    case Kind::flow:
        return integrate(frame[{band_, Quantity::flow}]);
    case Kind::tilt:
        return tilt(frame);
    }
    return std::nullopt;
}

// The best that there is in this frame.
Conditioner::Kind Conditioner::kind_in(const Frame& frame) const
{
    if (frame.has({band_, Quantity::displacement}))
        return Kind::displacement;
    if (frame.has({band_, Quantity::displacement_ac}))
        return Kind::piezo;
    if (frame.has({band_, Quantity::flow}))
        return Kind::flow;
    return Kind::tilt;
}

std::optional<double> Conditioner::tilt(const Frame& frame)
{
    up_ = gravity_(frame);
    reference_up_ = reference_(frame);
    if (!up_) {
        tilt_.restart();
        return std::nullopt;
    }
    const double displacement = tilt_(*up_, reference_up_);
    if (!tilt_.moving())
        return displacement;
    up_.reset();
    return std::nullopt;
}

double Conditioner::restore(double signal)
{
    if (const auto corner_hz = corner_(signal))
        restore_.set_corner(*corner_hz);
    return restore_(signal);
}

// A leaky integral of the flow less its own mean, for a flow sensor rarely rests at zero. The plain
// mean counts until enough is known for the slow one.
double Conditioner::integrate(double flow)
{
    const double step_s = 1 / kFrameRateHz;
    const double leak = 2 * std::numbers::pi * params_.flow_leak_hz * step_s;
    mean_flow_ += std::max(leak, 1 / ++flows_) * (flow - mean_flow_);
    volume_ += (flow - mean_flow_) * step_s - leak * volume_;
    return volume_;
}

} // namespace crura::breath
