#pragma once

#include "sound/clip.hpp"
#include "speech/pack.hpp"

#include <string>
#include <vector>

namespace crura::speech {

// A sentence's sound, once its file is what pack.toml promises: there, with the right checksum,
// FLAC, 48 kHz, one channel, not empty. Else one sentence that says what is wrong. Its loudness is
// not looked at. [main]
Result<sound::Clip> read_sentence(const Pack& pack, const PackSentence& sentence);

// What to say of a sentence that is not as loud as the others; empty when it is. [main]
std::string loudness_remark(const Pack& pack, const PackSentence& sentence,
                            const sound::Clip& clip);

// All that is wrong with the sounds of a pack, one sentence each. [main]
std::vector<std::string> check_sounds(const Pack& pack);

} // namespace crura::speech
