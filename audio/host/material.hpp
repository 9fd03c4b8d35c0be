#pragma once

#include "audio/audio_options.hpp"
#include "audio/channel_map.hpp"
#include "audio/soundscape.hpp"
#include "audio/voices/sentences.hpp"
#include "core/result.hpp"

#include <cstddef>

namespace crura::audio {

// What the options ask a mixer to play, loaded from the files that they name. [runtime] Where no
// channel is for ears there is no soundscape and there are no sentences.
Result<Soundscape> soundscape_of(const AudioOptions& options);

// A sentence that cannot be read is a chime.
Sentences sentences_of(const AudioOptions& options, double sample_rate_hz);

// Plain; [any] What each channel of an output with so many is given; an error when it has too few.
Result<ChannelMap> channels_for(const AudioOptions& options, std::size_t most_channels);

} // namespace crura::audio
