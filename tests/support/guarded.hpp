#pragma once

#include "core/decision.hpp"
#include "devices/event_library.hpp"
#include "sessions/guard/release_guard.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace crura::test {

// A scripted body in a session that the release guard watches: a tremor step, and where the program
// knows that people get up, one in which they move. The person answers a question two to eight
// seconds after it was said, but not in a freeze; and goes on half a minute after a brake. What is
// asked to be said is said at once.
class Guarded {
public:
    enum class Program { lies_still, gets_up };

    Guarded(const devices::Scene& scene, Program program, std::uint64_t seed)
        : script_(scene.script), program_(program), random_(seed)
    {
        lying_.tremor = moving_.moves = true;
    }

    // Every tick.
    void operator()(Time now, const BreathState& state)
    {
        const auto commands = person(now);
        sessions::Wishes wishes;
        const bool moves = program_ == Program::gets_up
            && does(devices::BodyEventKind::getting_up, to_seconds(now), 1e9);
        guard_(now, plan(), moves ? &moving_ : &lying_, last_, state,
               {commands.begin(), commands.size()}, wishes);
        decisions_.insert(decisions_.end(), wishes.decisions.begin(), wishes.decisions.end());
        obey(now, wishes);
    }

    const std::vector<Decision>& decisions() const { return decisions_; }

    int count(DecisionKind kind) const
    {
        return int(std::count_if(decisions_.begin(), decisions_.end(),
                                 [=](const Decision& each) { return each.kind == kind; }));
    }

    bool decided(DecisionKind kind, double from_s, double to_s) const
    {
        return std::any_of(decisions_.begin(), decisions_.end(), [=](const Decision& each) {
            return each.kind == kind && from_s <= to_seconds(each.time)
                && to_seconds(each.time) <= to_s;
        });
    }

private:
    static sessions::GuardPlan plan()
    {
        return {.on = true,
                .response_every = std::chrono::minutes(5),
                .tremor_limit = std::chrono::minutes(15)};
    }

    Few<Command, 4> person(Time now)
    {
        Few<Command, 4> commands;
        if (answer_at_ && now >= *answer_at_) {
            answer_at_.reset();
            commands.push_back(Command::here);
        }
        if (resume_at_ && now >= *resume_at_) {
            resume_at_.reset();
            commands.push_back(Command::resume);
        }
        return commands;
    }

    void obey(Time now, const sessions::Wishes& wishes)
    {
        for (const Command command : wishes.commands)
            if (command == Command::brake)
                resume_at_ = now + std::chrono::seconds(30);
        last_ = {};
        last_.braked = resume_at_.has_value();
        last_.running = !last_.braked;
        last_.step = 0;
        for (const Phrase phrase : wishes.phrases) {
            last_.phrase = phrase;
            const bool asks = phrase == Phrase::are_you_here || phrase == Phrase::still_here;
            if (asks && !does(devices::BodyEventKind::freeze, to_seconds(now), 0))
                answer_at_ = now + from_seconds(random_.uniform(2, 8));
        }
    }

    // Is at it, or was less than `after_s` ago.
    bool does(devices::BodyEventKind kind, double now_s, double after_s) const
    {
        return std::any_of(script_.begin(), script_.end(), [=](const auto& event) {
            return event.kind == kind && event.start_s <= now_s
                && now_s < event.start_s + event.length_s + after_s;
        });
    }

    devices::EventScript script_;
    Program program_;
    devices::Random random_;
    sessions::Step lying_, moving_;
    sessions::ReleaseGuard guard_{{}};
    SessionState last_;
    std::optional<Time> answer_at_, resume_at_;
    std::vector<Decision> decisions_;
};

} // namespace crura::test
