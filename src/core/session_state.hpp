#pragma once

#include "core/phrase.hpp"
#include "core/time.hpp"

#include <cstdint>

namespace crura {

// Where the session is. Names and words are looked up in the session by these indices.
struct SessionState {
    static constexpr std::int16_t kNone = -1;

    bool running = false;  // not paused
    bool finished = false; // ran to its end, or was ended
    bool braked = false;   // not running, because somebody asked for quiet at once
    bool unguided = false; // the guide left on purpose: what stays of it is measured
    bool waiting = false;  // the step goes on until it is asked for the next
    Duration elapsed{};    // without pauses
    Duration left{};
    std::int16_t step = kNone;
    std::int16_t prompt = kNone;  // to be said now, in this tick; index into the step's prompts
    Phrase phrase = Phrase::none; // to be said now, beside the program; never with a prompt

    // It stands at its very beginning, and nobody has begun it: what is measured is none of it.
    bool held() const { return step != kNone && !running && !finished && elapsed == Duration{}; }
};

} // namespace crura
