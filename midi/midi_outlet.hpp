#pragma once

#include <string>
#include <vector>

namespace crura::midi {

// The words that crura-outlet is started with for MIDI, after the role's name: none, to be
// MidiOut's other half, or one of these, to print the names of ports, one a line.
inline constexpr char kRole[] = "midi";
inline constexpr char kListReceivers[] = "receivers";
inline constexpr char kListSenders[] = "senders";

// [outlet] What crura-outlet does when it is started for MIDI. Its exit status.
int outlet_main(const std::vector<std::string>& words);

} // namespace crura::midi
