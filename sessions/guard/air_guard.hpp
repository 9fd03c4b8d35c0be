#pragma once

#include "core/breath_state.hpp"
#include "core/command.hpp"
#include "core/decision.hpp"
#include "core/guard_state.hpp"
#include "core/time.hpp"
#include "sessions/wishes.hpp"

#include <chrono>
#include <span>

namespace crura::sessions {

// Watches whether a person takes more air than the body needs, by BreathState::ventilation, and
// advises less and less:
//
//     softer   words
//     yield    the guide comes back, until it has calmed down
//     rest     nothing is led, until it has calmed down
//     mirror   nothing is led any more; also when somebody feels dizzy
//
// From bands that are not calibrated it concludes no more than softer words. docs/over-breathing.md
// says why each limit lies where it does.
//
// Limits hold for ventilation that is surely more than usual (its whole interval is). What is
// unknown, spoken or moved in counts neither for nor against. It begins anew with each session.
// [engine]; a plain value that reads no clock.
class AirGuard {
public:
    // Limits in shares of the usual ventilation.
    struct Params {
        double words = 1.15; // softer words above it for so long; 1.1 .. 1.25
        double words_after_s = 60;
        double words_every_s = 180;     // at most so often; 60 .. 600
        double yield = 1.15;            // the guide comes back after so long above it; 1.1 .. 1.25
        double yield_after_s = 5;       // 3 .. 60
        double high = 1.25;             // the guide comes back at once; 1.2 .. 1.4
        double high_words_after_s = 10; // and words after so long above it; 0 .. 30
        double rest_after_s = 20;       // nothing is led after so long above it; 10 .. 60
        double soon = 1.4;              // and sooner, so long above this; 1.3 .. 1.6
        double soon_after_s = 3;        // 0 .. 20
        int rests = 2;                  // the next one lasts: mirror; 0 .. 5
        double far = 1.5;               // mirror after so long above it; 1.4 .. 2
        double far_after_s = 30;        // 10 .. 60
        double calm = 1.15;             // yield and rest are over after so long below it; 1 .. 1.15
        double calm_for_s = 30;         // 20 .. 120
        double unknown_for_s = 120;     // and when so long nothing was known; 60 .. 300
        double most_motion = 0.5;       // Motion::level: beyond it the body works; 0.2 .. 1
        double recover_s = 30;          // until the need of work or speech has passed; 10 .. 120
    };

    explicit AirGuard(Params params) noexcept : params_(params) {}

    // Once a tick, in every state of the session. Decisions and phrases are added to `wishes`.
    AirState operator()(Time now, const BreathState& breath, std::span<const Command> commands,
                        Wishes& wishes) noexcept;

    // A call counts for no more.
    static constexpr Duration kLongestTick = std::chrono::milliseconds(100);

private:
    double seconds_since_last(Time now) noexcept;
    bool at_work(const BreathState& breath, double seconds) noexcept;
    void watch(Time now, const Estimate& ventilation, double seconds, Wishes& wishes) noexcept;
    void conclude(Time now, double value, Wishes& wishes) noexcept;
    void soften(Time now, double value, double limit, Wishes& wishes) noexcept;
    void advise(AirAdvice advice, Time now, Ground ground, double value, double limit,
                Wishes& wishes) noexcept;

    // For how long a limit has been passed.
    struct Passed {
        double for_s = 0;

        void operator()(bool passed, double seconds) { for_s = passed ? for_s + seconds : 0; }
        bool longer_than(double least_s) const { return for_s > least_s; }
    };

    Params params_;
    bool begun_ = false;
    Time last_{};
    bool speaks_ = false;
    double work_left_s_ = 0;
    Passed words_, yield_, high_, soon_, far_, calm_;
    double unknown_s_ = 0;
    double silent_s_ = 0; // since softer words were asked for
    bool said_ = false;   // softer words, ever
    int rested_ = 0;      // times
    bool trend_only_ = true;
    AirAdvice lasting_ = AirAdvice::none; // none, yield, rest or mirror
};

} // namespace crura::sessions
