#pragma once

#include "core/command.hpp"
#include "core/result.hpp"
#include "core/spsc_ring.hpp"
#include "osc/udp_linux.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <thread>

namespace crura::osc {

// What the message asks for: /crura/ctl/resume, pause, mark, brake and end do what they say, when
// sent without an argument or with a number above 0 (a button sends 0 when it is let go). Nothing
// for any other message.
std::optional<Command> command_of(std::string_view address, std::optional<double> argument);

// Takes commands from other programs. UDP knows no password: whoever can reach the port can stop
// the session, so it is opened only when asked for, and hears this computer only unless an address
// of the network is given.
class OscControl {
public:
    // [runtime]
    static Result<std::unique_ptr<OscControl>> open(const Endpoint& at);

    // [engine] The next command; false when there is none.
    bool pop(Command& command) noexcept { return commands_.pop(command); }

    std::uint16_t port() const { return port_; }

private:
    explicit OscControl(Udp socket);
    void run(const std::stop_token& stop, Udp socket);

    std::uint16_t port_;
    SpscRing<Command> commands_{16};
    std::jthread thread_;
};

} // namespace crura::osc
