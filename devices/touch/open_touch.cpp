#include "devices/touch/open_touch.hpp"

#include "core/nearest.hpp"
#include "devices/line_sensor.hpp"
#include "devices/touch/line_motor.hpp"
#include "devices/touch/motor.hpp"
#include "devices/touch/rumble_linux.hpp"

#include <vector>

namespace crura::devices {
namespace {

const std::vector<std::string> kKinds = {"line", "rumble", "none"};

using Opened = Result<std::shared_ptr<Touch>>;
using LineSensors = std::vector<std::shared_ptr<LineSensor>>;

LineSensors line_sensors(std::span<const std::shared_ptr<Source>> sources)
{
    LineSensors found;
    for (const auto& source : sources)
        if (auto sensor = std::dynamic_pointer_cast<LineSensor>(source))
            found.push_back(std::move(sensor));
    return found;
}

Opened motor_beside(LineSensor& sensor, TouchStrength strength)
{
    auto motor = std::make_shared<LineMotor>(sensor.name(), strength);
    sensor.share_port_with(motor);
    return std::shared_ptr<Touch>(std::move(motor));
}

Opened line(const std::string& port, TouchStrength strength, const LineSensors& sensors)
{
    if (port.empty() && sensors.size() == 1)
        return motor_beside(*sensors.front(), strength);
    if (port.empty())
        return Error{"The touch 'line' needs a port, as in line:/dev/ttyUSB0."};
    for (const auto& sensor : sensors)
        if (same_port(sensor->port_name(), port))
            return motor_beside(*sensor, strength);
    return std::shared_ptr<Touch>(std::make_shared<Motor>(port, strength));
}

} // namespace

Opened open_touch(const std::string& spec, TouchStrength strength,
                  std::span<const std::shared_ptr<Source>> sources)
{
    const auto colon = spec.find(':');
    const auto kind = spec.substr(0, colon);
    const auto which = colon == std::string::npos ? "" : spec.substr(colon + 1);
    if (kind == "line")
        return line(which, strength, line_sensors(sources));
    if (kind == "rumble")
        return std::shared_ptr<Touch>(std::make_shared<Rumble>(which, strength));
    if (spec == "none")
        return std::shared_ptr<Touch>();
    return Error{"There is no touch '" + spec + "'" + did_you_mean(kind, kKinds)};
}

} // namespace crura::devices
