#pragma once

#include "audio/audio_out.hpp"

#include <optional>
#include <span>
#include <string>

namespace crura::audio {

// Which output to play on; nothing when it is not there. Plain; [any]
//
// Wanted by name: the one that is called so, else the first that has it in its name; but once one
// was opened (`last`, else empty) only that one, whatever else has the word in its name: a
// transducer's signal must not land on somebody's headphones. Without a name: the default, else the
// first.
std::optional<AudioOutput> choose(std::span<const AudioOutput> outputs, const std::string& wanted,
                                  const std::string& last);

// Whether a name means one sound card. Some of ALSA's are a sound server, which plays on whatever
// card it likes at that moment.
bool is_one_card(const std::string& name);

// Whether two names mean the same device: ALSA's "(hw:1,0)" changes when it is plugged in again.
bool same_device(const std::string& one, const std::string& other);

} // namespace crura::audio
