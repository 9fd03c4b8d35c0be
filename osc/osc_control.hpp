#pragma once

#include "core/command.hpp"
#include "core/result.hpp"
#include "core/spsc_ring.hpp"
#include "osc/packet.hpp"
#include "osc/udp_linux.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace crura::osc {

// What the message asks for: /crura/ctl/resume, pause, mark, brake, end, next, here, dizzy and skip
// do what they say, when sent without an argument or with a number above 0 (a button sends 0 when
// it is let go); /crura/ctl/answer takes the choice of that number. Nothing for any other message.
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

    // [main] What was noted with the next mark that had words; nothing when there is none.
    std::optional<std::string> take_note() noexcept;

    static constexpr std::size_t kLongestNote = 500; // bytes; what is longer is cut

    std::uint16_t port() const { return port_; }

private:
    explicit OscControl(Udp socket);
    struct NoteText {
        std::array<char, kLongestNote> bytes;
        std::size_t size;
    };

    void run(const std::stop_token& stop, Udp socket);
    void obey(const Message& message);

    std::uint16_t port_;
    SpscRing<Command> commands_{16};
    SpscRing<NoteText> notes_{16};
    std::jthread thread_;
};

} // namespace crura::osc
