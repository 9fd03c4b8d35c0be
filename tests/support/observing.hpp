#pragma once

#include "breath/observer.hpp"
#include "core/breath_state.hpp"
#include "core/sample.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace crura::test {

// Everything that is heard from a body, as the engine hears it: ticks of kFrameStep, each with the
// samples that were measured up to it. (Hearing has only the aligner and the tracker.)
class Observing {
public:
    using Watch = std::function<void(Time now, const BreathState& state)>;

    // Samples in the order of their time, from where the last call ended. `watch` sees every tick.
    void operator()(std::span<const Sample> samples, Time until, const Watch& watch = {})
    {
        std::size_t given = 0;
        for (; now_ <= until; now_ += kFrameStep) {
            std::size_t due = given;
            while (due < samples.size() && samples[due].time <= now_)
                ++due;
            (*observer_)(now_, samples.subspan(given, due - given), state_);
            given = due;
            breaths_.insert(breaths_.end(), state_.breaths.begin(), state_.breaths.end());
            if (watch)
                watch(now_, state_);
        }
    }

    const BreathState& state() const { return state_; }
    const std::vector<Breath>& breaths() const { return breaths_; }

    // With the last one, whose end was not seen.
    std::vector<Breath> all_breaths() const
    {
        auto all = breaths_;
        if (const auto last = observer_->unfinished())
            all.push_back(*last);
        return all;
    }

private:
    std::unique_ptr<breath::Observer> observer_ =
        std::make_unique<breath::Observer>(breath::Observer::Params{});
    Time now_{};
    BreathState state_;
    std::vector<Breath> breaths_;
};

} // namespace crura::test
