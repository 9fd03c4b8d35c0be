#pragma once

#include "core/session_state.hpp"
#include "core/time.hpp"
#include "sessions/pause.hpp"
#include "sessions/wishes.hpp"

#include <algorithm>
#include <span>
#include <vector>

namespace crura::test {

constexpr bool is_grounding(Phrase phrase)
{
    return Phrase::ground_knees <= phrase && phrase <= Phrase::ground_name;
}

// A session as those who watch over it meet it: it obeys, and says what they wish for, grounding
// first and never two within 8 s; what could not be said within 60 s is dropped. Without end.
class WatchedSession {
public:
    struct Said {
        Phrase phrase;
        Time time;
    };

    SessionState state; // of the last tick
    std::vector<Said> said;
    bool mute = false; // nothing can be said
    Duration slow{};   // it is said so much later than wished for

    WatchedSession()
    {
        state.running = true;
        state.step = 0;
    }

    // The end of one tick.
    void operator()(Time now, std::span<const Command> commands, const sessions::Wishes& wishes)
    {
        for (const Phrase phrase : wishes.phrases)
            wished_.push_back({phrase, now});
        for (const Command command : commands)
            obey(command);
        for (const Command command : wishes.commands)
            obey(command);
        state.running = !pause_.paused && !state.finished;
        state.braked = pause_.braked;
        speak(now);
    }

private:
    void obey(Command command)
    {
        pause_.obey(command);
        state.step = std::int16_t(state.step + (command == Command::next ? 1 : 0));
        state.finished = state.finished || command == Command::end;
    }

    void speak(Time now)
    {
        using namespace std::chrono_literals;
        state.phrase = Phrase::none;
        std::erase_if(wished_, [&](const Said& wish) {
            return now - wish.time > 60s || (state.braked && !is_grounding(wish.phrase));
        });
        if (mute || wished_.empty() || (!said.empty() && now - said.back().time < 8s))
            return;
        const auto grounding = std::find_if(wished_.begin(), wished_.end(), [](const Said& wish) {
            return is_grounding(wish.phrase);
        });
        const auto next = grounding != wished_.end() ? grounding : wished_.begin();
        if (now - next->time < slow)
            return;
        state.phrase = next->phrase;
        said.push_back({next->phrase, now});
        wished_.erase(next);
    }

    sessions::Pause pause_;
    std::vector<Said> wished_;
};

} // namespace crura::test
