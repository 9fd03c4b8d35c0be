#include "devices/touch/motor.hpp"

#include "devices/line_protocol.hpp"
#include "devices/listen.hpp"
#include "devices/touch/pause.hpp"

#include <array>
#include <utility>

namespace crura::devices {
namespace {

using namespace std::chrono_literals;

constexpr int kBaud = 115200;
constexpr Duration kRetry = 1s;
constexpr Duration kLastWords = 300ms; // for them to be obeyed
constexpr Duration kReadWait = 5ms;    // also how long a new level may have to wait

Result<void> send(SerialPort& port, std::string_view commands)
{
    if (commands.empty())
        return {};
    return port.write({reinterpret_cast<const std::uint8_t*>(commands.data()), commands.size()});
}

} // namespace

Motor::Motor(std::string port_name, TouchStrength strength, Clock clock)
    : port_(port_name), clock_(std::move(clock)), motor_("line:" + port_name, strength),
      thread_([this](const std::stop_token& stop) { run(stop); })
{
}

void Motor::run(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        const auto ended = converse(stop);
        motor_.port_closed(ended ? "" : ended.error().message);
        if (!ended)
            pause(stop, kRetry);
    }
}

// Until told to stop. Error: the port cannot be opened, or is gone, or its board is of no use.
Result<void> Motor::converse(const std::stop_token& stop)
{
    auto port = port_.open(kBaud);
    if (!port)
        return port.error();
    motor_.port_opened(clock_());
    LineParser parse;
    const auto hear = [&](std::span<const std::uint8_t> bytes) {
        for (const auto byte : bytes)
            if (const auto message = parse(byte))
                motor_.take(*message, clock_());
        return motor_.obeyed_last_words();
    };
    std::array<std::uint8_t, 256> buffer;
    while (!stop.stop_requested() && !motor_.wants_new_port()) {
        if (const auto sent = send(*port, motor_.due(clock_())); !sent)
            return sent;
        const auto bytes = port->read(buffer, kReadWait);
        if (!bytes)
            return bytes.error();
        hear(*bytes);
    }
    const auto still = send(*port, motor_.last_words());
    if (still)
        (void)listen(*port, kLastWords, hear);
    return motor_.wants_new_port() ? Error{motor_.problem()} : still;
}

} // namespace crura::devices
