#pragma once

#include <string>
#include <vector>

namespace crura::audio {

// Roles of crura-outlet, docs/outlet.md: the rest of its command line in, its exit status out.

// Plays what the block says, with the options of words_of(), until its keeper lets go.
int host_sound(const std::vector<std::string>& words);

// Writes what list_audio_outputs() reads.
int list_sound(const std::vector<std::string>& words);

} // namespace crura::audio
