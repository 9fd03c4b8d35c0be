#pragma once

#include <cstdint>

namespace crura {

// What a person asks of the running session, from the keyboard, a pedal or the page.
enum class Command : std::uint8_t {
    pause,
    resume,
    end,
    mark,
    recalibrate, // from natural breathing alone, anew
    // The guided calibration: from now on this is how the person breathes ...
    calibrate_natural,
    calibrate_belly,
    calibrate_chest,
    calibrate_isovolume,
    calibrate_finish, // ... and now the gains may be found,
    calibrate_leave,  // or nobody wants to go on: all is as it was
    brake,            // quiet at once: sound and touch stop, the session waits until it is resumed
};

} // namespace crura
