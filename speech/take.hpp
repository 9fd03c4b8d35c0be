#pragma once

#include "core/result.hpp"
#include "sound/clip.hpp"

namespace crura::speech {

// A recording of one sentence that may go into a pack.
struct Take {
    sound::Clip clip;         // as to_standard() makes it
    double above_room_db = 0; // how far the voice stands above the noise of the room
};

// Judges what a microphone heard between two presses of a key, and makes a take of it. The error
// says in plain words why it cannot be used, and what helps: silence, a cut beginning or end, a
// distorted, quiet or noisy recording. [any]
Result<Take> take_of(const sound::Clip& heard);

} // namespace crura::speech
