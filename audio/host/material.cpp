#include "audio/host/material.hpp"

#include "audio/soundscape_loader.hpp"
#include "sound/resampler.hpp"
#include "sound/sound_file.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace crura::audio {

namespace {

Soundscape plainest()
{
    Soundscape soundscape;
    soundscape.pad.emplace();
    soundscape.seas.emplace_back();
    return soundscape;
}

std::vector<float> mono(const sound::Clip& clip)
{
    std::vector<float> samples(clip.interleaved.size() / clip.channels);
    for (std::size_t i = 0; i < clip.interleaved.size(); ++i)
        samples[i / clip.channels] += clip.interleaved[i] / float(clip.channels);
    return samples;
}

// An index into the clips, or a chime.
std::int32_t load_clip(const SpokenPrompt& prompt, double sample_rate_hz, Sentences& sentences)
{
    if (prompt.clip.empty())
        return Sentences::kChime;
    const auto clip = sound::read_clip(prompt.clip);
    if (!clip)
        return Sentences::kChime;
    sentences.clips.push_back(mono(sound::resampled(*clip, sample_rate_hz)));
    return std::int32_t(sentences.clips.size()) - 1;
}

Sentences load_sentences(const std::vector<SpokenPrompt>& prompts, double sample_rate_hz)
{
    Sentences sentences;
    for (const auto& each : prompts) {
        const auto step = std::size_t(each.step);
        const auto prompt = std::size_t(each.prompt);
        auto& steps = sentences.clip_of;
        steps.resize(std::max(steps.size(), step + 1));
        steps[step].resize(std::max(steps[step].size(), prompt + 1), Sentences::kNothing);
        steps[step][prompt] = load_clip(each, sample_rate_hz, sentences);
    }
    return sentences;
}

} // namespace

Result<Material> load_material(const AudioOptions& options, const ChannelMap& map,
                               double sample_rate_hz)
{
    Material material;
    material.params.volume_db = options.volume_db;
    material.params.ceiling_db = options.ceiling_db;
    if (!map.has(Feed::left) && !map.has(Feed::right) && !map.has(Feed::middle))
        return material;
    material.soundscape = plainest();
    if (!options.soundscape.empty()) {
        auto loaded = load_soundscape(options.soundscape);
        if (!loaded)
            return loaded.error();
        material.soundscape = std::move(*loaded);
    }
    if (!options.music.empty()) {
        if (!material.soundscape.music)
            material.soundscape.music.emplace();
        material.soundscape.music->settings.from = options.music;
    }
    material.sentences = load_sentences(options.prompts, sample_rate_hz);
    return material;
}

Result<ChannelMap> channels_for(const AudioOptions& options, std::size_t most_channels)
{
    if (options.channel_map.empty() && options.channels == 0)
        return ChannelMap::usual(std::min<std::size_t>(most_channels, 2));
    auto map = options.channel_map.empty() ? Result(ChannelMap::usual(options.channels))
                                           : ChannelMap::parse(options.channel_map);
    if (map && map->size() > most_channels)
        return Error{"It has " + std::to_string(most_channels) + " of the "
                     + std::to_string(map->size()) + " channels that were asked for"};
    return map;
}

} // namespace crura::audio
