#include "osc/osc_source.hpp"

#include <array>
#include <cmath>
#include <utility>

namespace crura::osc {
namespace {

using namespace std::chrono_literals;

constexpr Duration kPatience = 3s; // without a measurement
constexpr Duration kLook = 100ms;  // how often a stop is looked for
constexpr Duration kNear = 2s;     // a time tag further from its arrival is not believed

using Packet = std::array<std::uint8_t, 65536>;

Time measured_at(const Bundle& bundle, Time arrived)
{
    if (!bundle.due)
        return arrived;
    const Duration early = std::chrono::system_clock::now() - *bundle.due;
    return early > -kNear && early < kNear ? arrived - early : arrived;
}

} // namespace

OscSource::OscSource(Endpoint at, OscMap map, Clock clock)
    : at_(std::move(at)), map_(std::move(map)), clock_(std::move(clock))
{
}

std::string OscSource::name() const
{
    return "osc:" + at_.host + ":" + std::to_string(at_.port);
}

Result<void> OscSource::start(SampleRing& out)
{
    stop();
    auto socket = Udp::listening(at_);
    if (!socket)
        return socket.error();
    port_ = socket->port();
    const auto packet = std::make_unique<Packet>();
    const Time until = clock_() + kPatience;
    bool heard = false;
    while (!heard && clock_() < until) {
        const auto received = socket->receive(*packet, kLook);
        heard = !received.empty() && take(received, clock_(), out);
    }
    if (!heard)
        return Error{"No measurement came as OSC to " + at_.host + ":" + std::to_string(port_)
                     + " within 3 s; start the program that sends it, and check its address and "
                       "port (docs/osc.md says which messages are understood)."};
    counters_.set_online(true);
    thread_ = std::jthread(
        [this, &out](const std::stop_token& stop, Udp open) { run(stop, std::move(open), out); },
        std::move(*socket));
    return {};
}

void OscSource::run(const std::stop_token& stop, Udp socket, SampleRing& out)
{
    const auto packet = std::make_unique<Packet>();
    Time heard_at = clock_();
    while (!stop.stop_requested() && clock_() - heard_at < kPatience) {
        const auto received = socket.receive(*packet, kLook);
        if (const Time now = clock_(); !received.empty() && take(received, now, out))
            heard_at = now;
    }
    counters_.set_online(false);
}

// False when there was no measurement in it.
bool OscSource::take(std::span<const std::uint8_t> packet, Time arrived, SampleRing& out)
{
    const auto bundles = decode(packet);
    if (!bundles) {
        counters_.reject(1);
        return false;
    }
    bool any = false;
    for (const auto& bundle : *bundles)
        for (const auto& message : bundle.messages)
            for (const auto& column : map_) {
                if (!matches(column.address, message.address))
                    continue;
                const auto given = column.argument < message.arguments.size()
                    ? number(message.arguments[column.argument])
                    : std::nullopt;
                if (!given || !std::isfinite(*given)) {
                    counters_.reject(1);
                    continue;
                }
                counters_.push({measured_at(bundle, arrived), column.scale * *given + column.offset,
                                column.channel},
                               out);
                any = true;
            }
    return any;
}

} // namespace crura::osc
