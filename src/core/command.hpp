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
    brake,            // quiet at once but for the grounding voice, until it is resumed
    next,             // on to the next step
    here,             // the answer to "are you here?": a tap, a hum, a squeeze
    dizzy,            // the person feels dizzy or light-headed: nothing to follow any more
    // The answer to the question of a check-in: which of its choices, from 0.
    answer_0,
    answer_1,
    answer_2,
    answer_3,
    answer_4,
    answer_5,
    answer_6,
    skip_question,
};
inline constexpr int kChoices = 7; // that answers can tell apart

constexpr Command answer(int choice)
{
    return Command(int(Command::answer_0) + choice);
}

// Which choice it answers; -1 for every other command.
constexpr int choice_of(Command command)
{
    const int choice = int(command) - int(Command::answer_0);
    return 0 <= choice && choice < kChoices ? choice : -1;
}

} // namespace crura
