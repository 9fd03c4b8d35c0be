#pragma once

#include "core/result.hpp"
#include "speech/recording_desk.hpp"
#include "speech/synthesizer.hpp"

#include <cstddef>
#include <span>
#include <string>

namespace crura::speech {

// What a pack of the synthesizer's says of itself. [any]
Pack generated_pack(const std::string& language);

// Has the synthesizer speak what the pack lacks of these texts; how many there were. [main]
Result<std::size_t> generate(RecordingDesk& desk, std::span<const std::string> texts,
                             Synthesizer& synthesize);

} // namespace crura::speech
