#pragma once

#include "audio/audio_options.hpp"
#include "audio/channel_map.hpp"
#include "audio/mixer.hpp"
#include "core/result.hpp"

#include <cstddef>

namespace crura::audio {

// All that a mixer plays, loaded.
struct Material {
    Soundscape soundscape;
    Mixer::Params params;
    Sentences sentences;
};

// [runtime] Reads the files that the options name. A sentence that cannot be read is a chime. Where
// no channel is for ears there is no soundscape. It is not levelled.
Result<Material> load_material(const AudioOptions& options, const ChannelMap& map,
                               double sample_rate_hz);

// Plain; [any] What each channel of an output with so many is given; an error when it has too few.
Result<ChannelMap> channels_for(const AudioOptions& options, std::size_t most_channels);

} // namespace crura::audio
