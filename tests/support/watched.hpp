#pragma once

#include "sessions/guard/release_guard.hpp"
#include "support/watched_session.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <span>
#include <vector>

namespace crura::test {

using namespace sessions;
using namespace std::chrono_literals;

struct Watched {
    ReleaseGuard guard{{}};
    GuardPlan plan{true, 5min, 5min};
    std::set<int> tremor_steps;
    Step step;
    WatchedSession session;
    BreathState breath;
    Time now = time_from_seconds(100);
    Duration tick = 50ms;

    GuardState state;
    Wishes wishes; // of the last tick
    std::vector<Decision> decisions;
    std::vector<Command> commanded;
    std::vector<WatchedSession::Said> wished;

    Watched() { breath[Band::abdominal].valid = true; }

    const Wishes& operator()(std::span<const Command> commands = {})
    {
        now += tick;
        if (breath.hold.on)
            breath.hold.held_s += to_seconds(tick);
        wishes = {};
        step.tremor = tremor_steps.contains(session.state.step);
        state = guard(now, plan, &step, session.state, breath, commands, wishes);
        session(now, commands, wishes);
        breath.events.clear();
        for (const Decision& decision : wishes.decisions)
            decisions.push_back(decision);
        for (const Command command : wishes.commands)
            commanded.push_back(command);
        for (const Phrase phrase : wishes.phrases)
            wished.push_back({phrase, now});
        return wishes;
    }
    const Wishes& operator()(Command command) { return (*this)(std::span(&command, 1)); }

    void pass(Duration time)
    {
        for (const Time end = now + time; now < end;)
            (*this)();
    }

    void hold(EventKind kind, double limit_s = 10) { breath.hold = {true, kind, 0, limit_s}; }
    void let_go() { breath.hold = {}; }
    void freeze(double still_s = 40)
    {
        breath.events.push_back({EventKind::freeze, now, now, now, still_s, false});
    }
    void paradox(Duration ago, bool over = false)
    {
        breath.events.push_back({EventKind::paradox, now - ago, now, now, 170, over});
    }
    void short_breaths(Duration ago)
    {
        breath.events.push_back({EventKind::short_breaths, now - ago, now, now, 4, true});
    }

    int count(DecisionKind kind) const
    {
        return int(std::count_if(decisions.begin(), decisions.end(),
                                 [&](const Decision& d) { return d.kind == kind; }));
    }
    int count(Phrase phrase) const
    {
        return int(std::count_if(session.said.begin(), session.said.end(),
                                 [&](const auto& said) { return said.phrase == phrase; }));
    }
    double said_at(Phrase phrase) const // [s], first
    {
        for (const auto& said : session.said)
            if (said.phrase == phrase)
                return to_seconds(said.time);
        FAIL("was not said: " << name_of(phrase));
        return 0;
    }
    const Decision& last_decision() const
    {
        REQUIRE(!decisions.empty());
        return decisions.back();
    }
};

inline bool has(const Wishes& wishes, Phrase phrase)
{
    return std::find(wishes.phrases.begin(), wishes.phrases.end(), phrase) != wishes.phrases.end();
}

} // namespace crura::test
