#pragma once

#include "core/time.hpp"
#include "devices/line_protocol.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace crura::devices {

// What to say to the motor of a board that speaks the Crura line protocol, and when. Pure: whoever
// has the port asks every few milliseconds.
//
// A motor that was left running is stilled first, and runs only once its board has confirmed that.
class MotorTalk {
public:
    static constexpr Duration kGreetEvery = std::chrono::milliseconds(500);    // until confirmed
    static constexpr Duration kAtLeastBetween = std::chrono::milliseconds(20); // changes
    static constexpr Duration kRunningEvery = std::chrono::milliseconds(150);  // lest it stops
    static constexpr Duration kStillEvery = std::chrono::seconds(1); // so that its board answers
    static constexpr Duration kAnswerLimit = std::chrono::seconds(3);
    static constexpr Duration kTryOut = std::chrono::milliseconds(600);

    // The port was opened.
    void begin(Time now);

    // What to send now, with its line feed; empty: nothing. `drive` is 0 .. 1 of what the motor
    // can. A stop is said at once.
    std::string operator()(float drive, Time now);

    // True when the last thing to send was a new level, not a repetition.
    bool was_new() const { return was_new_; }

    // Before the port is closed; stilled() when the board has obeyed.
    std::string last_words();
    bool stilled() const { return stilled_; }

    void take(const LineMessage& message, Time now);

    // Two pulses, once the board has confirmed. The motor follows its level again afterwards; a
    // stop ends them.
    void try_out() { try_out_ = true; }

    bool confirmed() const { return confirmed_; } // the board has obeyed a V
    bool has_no_motor() const { return !confirmed_ && refused_since_begin_ >= kCertain; }
    bool unheard(Time now) const { return now - answered_at_ > kAnswerLimit; }
    std::uint64_t refused() const { return refused_; } // commands, since this was made

private:
    static constexpr int kCertain = 3; // one may have been spoilt on its way

    bool due(int level, Time now) const;

    std::optional<int> said_; // the last level, since the port was opened
    Time said_at_{};
    Time answered_at_{};
    bool was_new_ = false;
    bool confirmed_ = false;
    bool try_out_ = false;
    bool stilled_ = false; // obeyed a V0 since it was last told anything
    int refused_since_begin_ = 0;
    std::uint64_t refused_ = 0;
};

} // namespace crura::devices
