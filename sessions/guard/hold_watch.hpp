#pragma once

#include "core/breath_state.hpp"
#include "core/time.hpp"
#include "sessions/tick_length.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace crura::sessions {

// What a held breath asks for, by this person's own limit and by where it is held. A rest after an
// expiration is benign unless it is long, and a breath held after an inspiration worries most:
//
//                                    soft bowl   words   brake     of the person's own limit
//      after an inspiration, isovolume   1        1.5      2
//      quiet, somewhere between          1.25     1.9      2.5
//      after an expiration               1.5      2.25     3
//
// What is not heard is not held: a hold counts from when the signal came back. A plain value.
// [engine]
class HoldWatch {
public:
    struct Params {
        double words = 1.5;      // of when the bowl sounds; 1.2 .. 1.8
        double brake = 2;        // of the same; words .. 3
        double between = 1.25;   // patience with a hold that is quiet; 1 .. 2
        double expiratory = 1.5; // and with one after an expiration; 1 .. 3
        double unknown_s = 15;   // the limit while the person's own pauses are unknown; 8 .. 30
        double again_s = 30;     // between two bowls, and between the same words; 30 .. 120
    };
    enum class Stage : std::uint8_t { none, bowl, words, brake };

    explicit HoldWatch(Params params) noexcept : params_(params) {}

    // Every tick in which the session runs: the stage that was reached in it. A bowl or words that
    // were heard less than again_s ago are left out; `heard`: the breath can be followed.
    Stage operator()(Duration tick, const Hold& hold, bool heard) noexcept
    {
        for (Duration& since : since_said_)
            since += tick;
        heard_for_ = heard && tick < TickLength::kLongest ? heard_for_ + tick : Duration{};
        held_s_ = hold.on ? std::min(hold.held_s, to_seconds(heard_for_)) : 0;
        own_limit_s_ = hold.limit_s;
        limit_s_ = patience(hold.kind) * (own_limit_s_ > 0 ? own_limit_s_ : params_.unknown_s);
        if (held_s_ == 0) {
            stage_ = Stage::none;
            return Stage::none;
        }
        const Stage now = stage();
        if (now <= stage_)
            return Stage::none;
        stage_ = now;
        return now == Stage::brake || may_say(now) ? now : Stage::none;
    }

    // The session stood still: a hold counts from now on.
    void forget() noexcept
    {
        heard_for_ = {};
        held_s_ = 0;
        stage_ = Stage::none;
    }

    double held_s() const noexcept { return held_s_; }
    double own_limit_s() const noexcept { return own_limit_s_; } // 0 while unknown
    double limit_s(Stage stage) const noexcept
    {
        constexpr double kBowl = 1;
        return limit_s_
            * (stage == Stage::brake       ? params_.brake
                   : stage == Stage::words ? params_.words
                                           : kBowl);
    }
    bool worries() const noexcept { return stage_ >= Stage::words; }

private:
    Stage stage() const noexcept
    {
        for (const Stage stage : {Stage::brake, Stage::words, Stage::bowl})
            if (held_s_ >= limit_s(stage))
                return stage;
        return Stage::none;
    }

    bool may_say(Stage stage) noexcept
    {
        Duration& since = since_said_[stage == Stage::words];
        if (since < from_seconds(params_.again_s))
            return false;
        since = {};
        return true;
    }

    double patience(EventKind kind) const noexcept
    {
        return kind == EventKind::expiratory_hold ? params_.expiratory
            : kind == EventKind::hold             ? params_.between
                                                  : 1;
    }

    Params params_;
    Duration heard_for_{};
    double held_s_ = 0;
    double own_limit_s_ = 0;
    double limit_s_ = 0; // of the bowl
    Stage stage_ = Stage::none;
    std::array<Duration, 2> since_said_{std::chrono::hours(1), std::chrono::hours(1)};
};

} // namespace crura::sessions
