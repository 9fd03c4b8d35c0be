#pragma once

#include "core/command.hpp"
#include "core/few.hpp"
#include "core/snapshot.hpp"
#include "core/time.hpp"

#include <optional>

namespace crura::app {

// What a person in a rehearsal does by hand: answers each question with the middle one of its
// choices, says that they are here when they are asked, and goes on where a step waits for them.
// Pure; a plain value.
class SimulatedPerson {
public:
    struct Params {
        double answer_s = 3; // after a question
        double here_s = 4;   // after "are you here?"
        double next_s = 20;  // after a step began to wait
        bool silent = false; // never does anything
    };

    explicit SimulatedPerson(Params params) : params_(params) {}

    // What is pressed next, after this snapshot.
    Few<Command, 4> operator()(const Snapshot& now);

private:
    // Since when something is so.
    static void since(std::optional<Time>& begin, bool is, Time now)
    {
        if (!is)
            begin.reset();
        else if (!begin)
            begin = now;
    }
    static bool due(std::optional<Time>& begin, double after_s, Time now)
    {
        if (!begin || to_seconds(now - *begin) < after_s)
            return false;
        begin.reset();
        return true;
    }

    Params params_;
    Question question_ = Question::none;
    std::optional<Time> asked_, called_, waits_;
};

} // namespace crura::app
