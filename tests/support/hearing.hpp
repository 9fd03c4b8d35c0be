#pragma once

#include "breath/aligner.hpp"
#include "breath/tracker.hpp"
#include "core/breath_state.hpp"
#include "core/sample.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace crura::test {

// Aligner and tracker as the engine runs them: ticks of kFrameStep, each with the samples that were
// measured up to it.
class Hearing {
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
            aligner_->add(samples.subspan(given, due - given));
            given = due;
            state_.onsets.clear();
            state_.breaths.clear();
            state_.events.clear();
            while (const auto frame = aligner_->next(now_))
                (*tracker_)(*frame, now_, state_);
            breaths_.insert(breaths_.end(), state_.breaths.begin(), state_.breaths.end());
            events_.insert(events_.end(), state_.events.begin(), state_.events.end());
            onsets_.insert(onsets_.end(), state_.onsets.begin(), state_.onsets.end());
            if (watch)
                watch(now_, state_);
        }
    }

    const BreathState& state() const { return state_; }
    const std::vector<Onset>& onsets() const { return onsets_; }
    const std::vector<Breath>& breaths() const { return breaths_; }
    const std::vector<Event>& events() const { return events_; }
    breath::Tracker& tracker() { return *tracker_; }

    // With the last one, whose end was not seen.
    std::vector<Breath> all_breaths() const
    {
        auto all = breaths_;
        if (const auto last = tracker_->unfinished())
            all.push_back(*last);
        return all;
    }

private:
    std::unique_ptr<breath::Aligner> aligner_ =
        std::make_unique<breath::Aligner>(breath::Aligner::Params{});
    std::unique_ptr<breath::Tracker> tracker_ =
        std::make_unique<breath::Tracker>(breath::Tracker::Params{});
    Time now_{};
    BreathState state_;
    std::vector<Onset> onsets_;
    std::vector<Breath> breaths_;
    std::vector<Event> events_;
};

} // namespace crura::test
