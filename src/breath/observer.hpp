#pragma once

#include "breath/aligner.hpp"
#include "breath/tracker.hpp"
#include "core/breath_state.hpp"
#include "core/sample.hpp"
#include "core/time.hpp"

#include <optional>
#include <span>

namespace crura::breath {

// Everything that is heard from one body: brings the samples onto the grid and lets each block look
// at every frame, in the order in which one builds on the other. Any thread; a plain value.
class Observer {
public:
    struct Params {
        Aligner::Params aligner{};
        Tracker::Params tracker{};
    };

    explicit Observer(Params params);

    // Brings `state` up to `now` with the samples that arrived since the last call, in the order of
    // their arrival. What became known in this call replaces the onsets, breaths and events.
    void operator()(Time now, std::span<const Sample> samples, BreathState& state) noexcept;

    // Measures the gains of chest and belly anew, from the breaths that follow.
    void recalibrate() { tracker_.recalibrate(); }

    // At the end of a recording: the breath whose end was never seen.
    std::optional<Breath> unfinished() const { return tracker_.unfinished(); }

private:
    void look(const Frame& frame, Time now, BreathState& state);

    Aligner aligner_;
    Tracker tracker_;
};

} // namespace crura::breath
