#pragma once

#include "core/latest.hpp"
#include "core/snapshot.hpp"
#include "devices/touch/touch.hpp"

#include <cstdint>

namespace crura::devices {

// From what the engine says to how hard a motor should be driven: carries the newest cue across
// threads, scales it, and is still when there is nothing to follow.
//
//     drive  strongest ........../     no motor turns below a certain drive: the least level
//                            /         that is felt begins there
//             weakest    ./
//                  0 ____|
//                        kStill    1   level
class TouchLevel {
public:
    static constexpr float kStill = 0.02f; // levels below this are not felt
    static constexpr Duration kStalled = std::chrono::milliseconds(500);

    // Shares outside 0 .. 1 are brought inside.
    explicit TouchLevel(TouchStrength strength);

    // [engine]
    void hear(const Snapshot& snapshot) noexcept;

    struct Felt {
        float drive = 0;  // 0 .. 1 of what the motor can
        Time sensed_at{}; // when the newest sample behind it was measured
    };

    // [device] What is to be felt now; nothing when no new tick was heard for kStalled.
    Felt operator()(Time now) noexcept;

private:
    struct Heard {
        std::uint64_t tick = 0;
        TouchCue cue;
        bool quiet = true; // somebody asked for it
        Time sensed_at{};
    };

    float drive(const Heard& heard) const noexcept;

    TouchStrength strength_;
    Latest<Heard> newest_;

    // The device thread's own.
    std::uint64_t tick_heard_ = 0;
    Time heard_at_{};
};

} // namespace crura::devices
