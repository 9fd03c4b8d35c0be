#pragma once

#include "core/snapshot.hpp"
#include "core/time.hpp"

#include <cstddef>
#include <string>

namespace crura::app {

// One row for every breath, in the order in which they became known. Times are seconds since
// `origin`; a number that is not known is an empty field.
class BreathTable {
public:
    explicit BreathTable(Time origin) : origin_(origin) {}

    void add(const Snapshot& snapshot);
    // Of the last breath of a recording the end was not seen.
    void add_unfinished(const Breath& breath) { add(breath, false); }

    std::size_t count() const { return count_; }
    std::string text() const;

private:
    void add(const Breath& breath, bool ended);

    Time origin_;
    std::string rows_;
    std::size_t count_ = 0;
};

// One row for every tenth of a second.
class FrameTable {
public:
    explicit FrameTable(Time origin) : origin_(origin), next_(origin) {}

    void add(const Snapshot& snapshot);

    std::string text() const;

private:
    Time origin_;
    Time next_; // row
    std::string rows_;
};

} // namespace crura::app
