#pragma once

#include "core/decision.hpp"
#include "core/few.hpp"
#include "core/snapshot.hpp"
#include "sessions/session.hpp"

#include <cstdint>
#include <string>

namespace crura::app {

// One thing about the session, its sensors or its outputs that must not be missed.
struct SessionNews {
    enum class Kind : std::uint8_t {
        step,
        prompt,
        source,
        audio,
        midi,
        osc,
        touch,
        heard,
        calibrated,
        paused,
        braked,
        marked,
        finished
    } kind;
    std::int16_t step = 0;
    std::int16_t index = 0;        // of the prompt or source
    bool good = false;             // back, working, calibrated
    Ground ground = Ground::asked; // of a brake
};

// Finds the news in one snapshot after the other; each is told once. [engine]
class SessionNewsFinder {
public:
    using Found = Few<SessionNews, 24>;

    Found operator()(const Snapshot& now) noexcept;

private:
    void look_at_machine(const Snapshot& now, const Snapshot& before, Found& found) const noexcept;

    Snapshot last_;
    bool any_ = false;
};

// In words for a person. `session` may be null; `keys`: they can press them. [any]
std::string words_of(const SessionNews& news, const sessions::Session* session, bool keys);

} // namespace crura::app
