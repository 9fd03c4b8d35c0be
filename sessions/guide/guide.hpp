#pragma once

#include "core/breath_state.hpp"
#include "core/target.hpp"
#include "core/time.hpp"
#include "sessions/guide/guide_cycle.hpp"
#include "sessions/guide/pace.hpp"

namespace crura::sessions {

// The simple guide: shows a breath that fits what the session intends. [engine]
//
//   witness  no target
//   invite   the person's own inspiration, and an expiration that grows to at most a tenth longer.
//            Each shown breath begins once the person's own inspiration was seen to begin, never
//            before, and waits at rest until then
//   guide    leads slowly to a longer breath. A shown breath begins with the person's, or by
//            itself when it is due; by itself only once after each breath of the person
//
// A target is shown after good_breaths good ones, and fades in and out over fade_breaths breaths.
// Low confidence, or no inspiration where several were due, is a gap: the pace freezes, the breath
// on show ends and no other begins, and the target fades until there were good breaths again.
//
// It reads no clock, and a copy goes on from where it was taken. No displacement and no level ever
// jumps, not even when `now` does: a call counts for no more than kLongestTick.
class Guide {
public:
    struct Params {
        double good_confidence = 0.6; // of a breath that counts; 0.5 .. 0.9
        double lost_confidence = 0.4; // of a moment that is a gap; 0.1 .. good_confidence
        int good_breaths = 3;         // in a row, all after the gap, before a target; 3 .. 8
        double fade_breaths = 2;      // from absent to present and back; 1 .. 4
        double silent_breaths = 2.5;  // no inspiration for so many own breaths is a gap; 1.5 .. 5
        Pace::Params pace;
    };

    explicit Guide(Params params) noexcept : params_(params), pace_(params.pace) {}

    // Once a tick: the target now. With level 0 only its intent means something.
    Target operator()(Time now, Intent intent, const BreathState& breath) noexcept;

    static constexpr Duration kLongestTick = std::chrono::milliseconds(100);

private:
    double seconds_since_last(Time now) noexcept;
    void heed_gap(Time now, double confidence) noexcept;
    void heed_breath(const Breath& breath, Intent intent) noexcept;
    bool is_good(const Breath& breath) const noexcept;
    void heed_inspiration(Time now, Time onset) noexcept;
    bool leads_now(Intent intent) const noexcept;
    void fade(bool present, double seconds) noexcept;

    Params params_;
    Pace pace_;
    GuideCycle cycle_;

    bool begun_ = false;
    Time last_{};
    Time gap_{};                 // when the last gap was last seen
    double since_onset_s_ = 0;   // since the person's last inspiration began
    bool breath_of_own_ = false; // the person breathed since the cycle last began by itself
    int good_ = 0;               // good breaths in a row, since the gap
    bool trusted_ = false;
    double level_ = 0;
};

} // namespace crura::sessions
