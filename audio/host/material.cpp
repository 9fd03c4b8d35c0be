#include "audio/host/material.hpp"

#include "audio/soundscape_loader.hpp"
#include "core/cues.hpp"
#include "sound/resampler.hpp"
#include "sound/sound_file.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace crura::audio {

namespace {

Result<Soundscape> plainest()
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

// Where it is kept which clip a prompt is; null for no step and no phrase.
std::vector<std::int32_t>* row_of(const SpokenPrompt& prompt, Sentences& sentences)
{
    if (prompt.step == kPhraseStep)
        return &sentences.clip_of_phrase;
    if (prompt.step < 0)
        return nullptr;
    const auto step = std::size_t(prompt.step);
    sentences.clip_of.resize(std::max(sentences.clip_of.size(), step + 1));
    return &sentences.clip_of[step];
}

bool for_ears(const AudioOptions& options)
{
    const auto map = ChannelMap::parse(options.channel_map);
    return !map || map->has(Feed::left) || map->has(Feed::right) || map->has(Feed::middle);
}

} // namespace

Result<Soundscape> soundscape_of(const AudioOptions& options)
{
    if (!for_ears(options))
        return Soundscape{};
    auto soundscape = options.soundscape.empty() ? plainest() : load_soundscape(options.soundscape);
    if (soundscape && !options.music.empty()) {
        if (!soundscape->music)
            soundscape->music.emplace();
        soundscape->music->settings.from = options.music;
    }
    return soundscape;
}

Sentences sentences_of(const AudioOptions& options, double sample_rate_hz)
{
    Sentences sentences;
    if (!for_ears(options))
        return sentences;
    for (const auto& each : options.prompts)
        if (auto* row = row_of(each, sentences); row && each.prompt >= 0) {
            const auto prompt = std::size_t(each.prompt);
            row->resize(std::max(row->size(), prompt + 1), Sentences::kNothing);
            (*row)[prompt] = load_clip(each, sample_rate_hz, sentences);
        }
    return sentences;
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
