#include "breath/conditioner.hpp"

#include <algorithm>
#include <numbers>

namespace crura::breath {

std::optional<double> Conditioner::operator()(const Frame& frame)
{
    const auto kind = kind_in(frame);
    if (!kind || *kind > kind_)
        return std::nullopt;
    kind_ = *kind;
    switch (kind_) {
    case Kind::displacement:
        return frame[{band_, Quantity::displacement}];
    case Kind::piezo:
        return restore(frame[{band_, Quantity::displacement_ac}]);
    case Kind::flow:
        return integrate(frame[{band_, Quantity::flow}]);
    case Kind::tilt:
        return tilt_(*up(frame));
    }
    return std::nullopt;
}

// The best that there is in this frame.
std::optional<Conditioner::Kind> Conditioner::kind_in(const Frame& frame) const
{
    if (frame.has({band_, Quantity::displacement}))
        return Kind::displacement;
    if (frame.has({band_, Quantity::displacement_ac}))
        return Kind::piezo;
    if (frame.has({band_, Quantity::flow}))
        return Kind::flow;
    const auto vector = up(frame);
    if (vector && dot(*vector, *vector) > 0) // before its first measurement a sensor may say 0
        return Kind::tilt;
    return std::nullopt;
}

// Which way is up in the sensor's own axes: what an accelerometer at rest measures, or the world's
// vertical turned into the sensor by the inverse of its orientation.
std::optional<Vector> Conditioner::up(const Frame& frame) const
{
    const auto value = [&](Quantity quantity) { return frame[{band_, quantity}]; };
    if (frame.has({band_, Quantity::acceleration_x}) && frame.has({band_, Quantity::acceleration_y})
        && frame.has({band_, Quantity::acceleration_z}))
        return Vector{value(Quantity::acceleration_x), value(Quantity::acceleration_y),
                      value(Quantity::acceleration_z)};

    for (std::size_t i = 0; i < 4; ++i)
        if (!frame.has({band_, Quantity::quaternion_w + i}))
            return std::nullopt;
    const double w = value(Quantity::quaternion_w), x = value(Quantity::quaternion_x),
                 y = value(Quantity::quaternion_y), z = value(Quantity::quaternion_z);
    return Vector{2 * (x * z - w * y), 2 * (y * z + w * x), w * w - x * x - y * y + z * z};
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
