#pragma once

namespace crura::sound {

// [runtime] Keeps the sound and MIDI libraries from writing to the terminal, where they report
// every device they did not find, and from starting a sound server that nobody asked for. To be
// called before they are first used; calling it again changes nothing.
void quieten_sound_libraries();

} // namespace crura::sound
