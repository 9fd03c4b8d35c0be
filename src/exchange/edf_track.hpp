#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

namespace crura::exchange {

// One live measurement on an even grid that is written from its front. Each sample stands in a slot
// of its own, with the value it has, less than 1.5 slots from its time, as long as the sensor sends
// no faster than the grid goes. Between samples the last value is held.
class EdfTrack {
public:
    // Begins at the slot `front`. A hole of at most `bridge` slots still counts as measured.
    EdfTrack(std::int64_t front, std::int64_t bridge) : bridge_(bridge), front_(front) {}

    // When it was measured, in slots since the start, and a finite value. False when its slot is
    // taken or written.
    bool put(double slots, double value);

    struct Next {
        std::vector<double> values; // before the first sample, the first; 0 while there is none
        std::vector<bool> measured;
    };
    Next next(std::size_t count) const; // slots, at the front
    void drop(std::size_t count);

    bool ever() const { return newest_ >= 0; } // had a sample

private:
    std::int64_t slot_of(double slots) const;

    std::int64_t bridge_;
    std::int64_t front_;        // the first slot that was not dropped
    std::deque<double> values_; // from there on; NaN where there is none
    std::int64_t newest_ = -1;
    std::int64_t dropped_ = -1; // the last slot with a sample in front of `front_`
    double held_ = 0;           // its value
};

} // namespace crura::exchange
