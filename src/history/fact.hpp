#pragma once

#include "core/event.hpp"
#include "core/few.hpp"
#include "core/snapshot.hpp"
#include "history/rows.hpp"

#include <array>
#include <optional>
#include <type_traits>
#include <variant>

namespace crura::history {

struct Mark { // asked for from the keyboard or a pedal, a pause, or a brake
    double at_s = 0;
    const char* kind = "";
};

// What history keeps of a moment, as it crosses from the engine's thread. Times are seconds since
// the session began.
using Fact = std::variant<BreathRow, AnswerRow, Mark, Decision, Event>;
static_assert(std::is_trivially_copyable_v<Fact>);

// Finds the facts in snapshots: each breath, each answer that was given, marks, brakes and pauses,
// each decision, each event once (when it is known). A breath with a number that is not finite is
// none. Neither allocates nor waits.
class FactFinder {
public:
    using Facts = Few<Fact, 48>; // more than one snapshot can hold

    explicit FactFinder(Time began) : began_(began) {}

    // [engine]
    Facts operator()(const Snapshot& snapshot) noexcept;

private:
    void find_marks(const Snapshot& snapshot, Facts& facts) noexcept;
    bool seen_before(const Event& event) noexcept;

    Time began_;
    bool running_ = false;
    bool braked_ = false;
    bool brake_told_ = false;
    std::array<std::optional<Time>, kEventKinds> open_; // start of the one that is not over
};

// Puts a fact where it belongs, a mark, decision or event as a MarkerRow.
// [any]
void add(const Fact& fact, Time began, Batch& batch);

} // namespace crura::history
