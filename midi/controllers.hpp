#pragma once

#include "core/cues.hpp"
#include "core/time.hpp"
#include "midi/map.hpp"
#include "midi/message.hpp"

#include <optional>
#include <vector>

namespace crura::midi {

// Lets a value through when it is another one, and no more often than a receiver can take: at most
// 50 times in any second, or 100 times where the value has 14 bits.
class Throttle {
public:
    explicit Throttle(bool fine) : interval_(from_seconds(fine ? kFineS : kCoarseS)) {}

    // True when the value is to be sent now. Times do not decrease.
    bool operator()(Time time, int value);

    // The value that was let through last.
    std::optional<int> sent() const { return sent_; }

private:
    // Engine ticks are uneven by some milliseconds: what comes up to a quarter of the interval
    // early passes, and the interval is so much longer that a second never has more than it may.
    static constexpr double kCoarseS = 0.0206;
    static constexpr double kFineS = 0.0102;

    Duration interval_;
    std::optional<int> sent_;
    Time due_{}; // when the next may pass
};

// The controllers of a map, each told on change.
class Controllers {
public:
    explicit Controllers(const Map& map);

    // What has changed; unknown levels are not told. Of a breath that does not sound, only raw is.
    void tell(Time time, const MidiCue& cue, Messages& out);

    // Back to level 0, whatever was told before.
    void rest(Messages& out);

private:
    struct Line {
        ControllerRule rule;
        Throttle throttle;
    };
    static void say(const ControllerRule& rule, int value, Messages& out);

    std::vector<Line> lines_;
};

} // namespace crura::midi
