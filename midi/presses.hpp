#pragma once

#include "core/command.hpp"
#include "core/session_state.hpp"
#include "core/time.hpp"
#include "midi/map.hpp"
#include "midi/message.hpp"

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>

namespace crura::midi {

// What this message is when something is pressed: the rule for a note that begins, a controller or
// a program, on its channel. Nothing for all else, as clock, pressure and channel mode messages.
std::optional<PressRule> pressed_by(const Message& message);

// Tells pressing a controller from holding it and letting it go: a press is reaching a threshold
// from below. A pedal that was not heard before was up.
class Edges {
public:
    // True when this message is a press; notes and programs always are.
    bool operator()(const Message& message, std::uint8_t threshold);

private:
    std::bitset<16 * 128> down_;
};

// Turns what a pedal or pad sends into what it asks for, as a map says. Pads bounce: for a while
// after a press the same rule hears no other.
class Presses {
public:
    explicit Presses(const Map& map) : rules_(map.presses) {}

    std::optional<Wish> operator()(Time time, const Message& message);

private:
    Few<PressRule, kWishes> rules_;
    std::array<Edges, kWishes> edges_;
    std::array<std::optional<Time>, kWishes> last_;
};

// What to tell the session.
Command command_for(Wish wish, const SessionState& session);

} // namespace crura::midi
