#pragma once

#include "core/decision.hpp"
#include "devices/event_library.hpp"
#include "sessions/guard/release_guard.hpp"
#include "support/event_score.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace crura::test {

// A scripted body in a session that the release guard watches, tremor step from end to end. The
// person answers a question two to eight seconds after it was said, but not in a freeze; and goes
// on half a minute after a brake. What is asked to be said is said at once.
class Guarded {
public:
    struct Seen {
        std::vector<Decision> decisions;
        Heard heard;

        int count(DecisionKind kind) const
        {
            return int(std::count_if(decisions.begin(), decisions.end(),
                                     [=](const Decision& each) { return each.kind == kind; }));
        }
        // Of this kind, from then until then.
        bool decided(DecisionKind kind, double from_s, double to_s) const
        {
            return std::any_of(decisions.begin(), decisions.end(), [=](const Decision& each) {
                return each.kind == kind && from_s <= to_seconds(each.time)
                    && to_seconds(each.time) <= to_s;
            });
        }
    };

    Seen operator()(const devices::Scene& scene, Worn worn, std::uint64_t seed)
    {
        for (const auto& event : scene.script)
            if (event.kind == devices::BodyEventKind::freeze)
                freezes_.push_back(event);
        random_ = devices::Random(seed);
        Seen seen;
        seen.heard = hear(scene, worn, seed, [&](Time now, const BreathState& state) {
            const auto& wishes = tick(now, state);
            seen.decisions.insert(seen.decisions.end(), wishes.decisions.begin(),
                                  wishes.decisions.end());
        });
        return seen;
    }

    static sessions::GuardPlan plan()
    {
        return {.on = true,
                .response_every = std::chrono::minutes(5),
                .tremor_limit = std::chrono::minutes(15)};
    }

private:
    const sessions::Wishes& tick(Time now, const BreathState& state)
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
        wishes_ = {};
        guard_(now, plan(), true, last_, state, {commands.begin(), commands.size()}, wishes_);
        last_ = {.running = !resume_at_.has_value(), .braked = resume_at_.has_value(), .step = 0};
        for (const Command command : wishes_.commands)
            if (command == Command::brake) {
                last_.running = false;
                last_.braked = true;
                resume_at_ = now + std::chrono::seconds(30);
            }
        for (const Phrase phrase : wishes_.phrases) {
            last_.phrase = phrase;
            const bool asks = phrase == Phrase::are_you_here || phrase == Phrase::still_here;
            if (asks && !frozen(to_seconds(now)))
                answer_at_ = now + from_seconds(random_.uniform(2, 8));
        }
        return wishes_;
    }

    bool frozen(double now_s) const
    {
        return std::any_of(freezes_.begin(), freezes_.end(), [=](const auto& freeze) {
            return freeze.start_s <= now_s && now_s < freeze.start_s + freeze.length_s;
        });
    }

    sessions::ReleaseGuard guard_{{}};
    sessions::Wishes wishes_;
    SessionState last_{.running = true, .step = 0};
    std::optional<Time> answer_at_, resume_at_;
    std::vector<devices::BodyEvent> freezes_;
    devices::Random random_{0};
};

} // namespace crura::test
