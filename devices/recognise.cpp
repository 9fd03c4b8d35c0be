#include "devices/recognise.hpp"

#include "devices/listen.hpp"

#include <chrono>

namespace crura::devices {

namespace {

using namespace std::chrono_literals;

// At which speed to listen, and for how long. A board that restarts when its port is opened says
// who it is within 2 s; a WitMotion sensor sends at least ten times a second.
struct Try {
    int baud;
    Duration limit;
};
constexpr Try kTries[] = {{115200, 2400ms}, {9600, 500ms}};

constexpr std::size_t kFramesToBelieve = 2;

} // namespace

bool Recogniser::operator()(std::span<const std::uint8_t> bytes)
{
    for (const auto byte : bytes) {
        const auto message = parse_line_(byte);
        lines_ += message && !std::holds_alternative<LineRejected>(*message);
        frames_ += parse_frame_(byte).has_value();
        text_ += (byte >= ' ' && byte <= '~') || byte == '\n' || byte == '\r' || byte == '\t';
    }
    bytes_ += bytes.size();
    return kind() != PortKind::unknown;
}

PortKind Recogniser::kind() const
{
    if (lines_ > 0)
        return PortKind::crura_line;
    return frames_ >= kFramesToBelieve ? PortKind::witmotion : PortKind::unknown;
}

Result<PortKind> recognise(const std::string& port_name)
{
    auto port = SerialPort::open(port_name, kTries[0].baud);
    if (!port)
        return port.error();
    for (const auto& [baud, limit] : kTries) {
        if (const auto set = port->set_baud(baud); !set)
            return set.error();
        Recogniser recogniser;
        const auto heard = listen(*port, limit, [&](auto bytes) { return recogniser(bytes); });
        if (!heard)
            return heard.error();
        if (*heard)
            return recogniser.kind();
    }
    return PortKind::unknown;
}

} // namespace crura::devices
