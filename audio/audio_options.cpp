#include "audio/audio_options.hpp"

#include <array>
#include <charconv>
#include <sstream>
#include <string_view>

namespace crura::audio {

namespace {

constexpr double kLowestRateHz = 44100;
constexpr double kHighestRateHz = 192000;
constexpr unsigned kFewestFrames = 16;
constexpr unsigned kMostFrames = 8192;
constexpr unsigned kMostChannels = 8;

std::string text(double number)
{
    std::array<char, 32> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    return {digits.data(), end};
}

template <class Number>
void read(std::string_view text, Number& number)
{
    std::from_chars(text.data(), text.data() + text.size(), number);
}

// "2,0,/voices/en/rest.flac"
SpokenPrompt prompt_from(const std::string& text)
{
    std::istringstream words(text);
    SpokenPrompt prompt;
    std::string clip;
    char comma = 0;
    words >> prompt.step >> comma >> prompt.prompt >> comma;
    std::getline(words, clip);
    prompt.clip = clip;
    return prompt;
}

bool between(double x, double low, double high)
{
    return x >= low && x <= high;
}

} // namespace

Result<void> check(const AudioOptions& options)
{
    const double rate_hz = options.sample_rate_hz;
    if (rate_hz != 0 && !between(rate_hz, kLowestRateHz, kHighestRateHz))
        return Error{"A sound output of " + text(rate_hz)
                     + " Hz cannot be used; choose 44100 to 192000 Hz, or none for what it "
                       "prefers."};
    if (options.frames != 0 && !between(options.frames, kFewestFrames, kMostFrames))
        return Error{"Sound cannot be made in pieces of " + std::to_string(options.frames)
                     + " frames; choose 16 to 8192, or none for what the output prefers."};
    if (options.channels > kMostChannels)
        return Error{"A sound output of " + std::to_string(options.channels)
                     + " channels cannot be used; choose 1 to 8."};
    return {};
}

std::vector<std::string> words_of(const AudioOptions& options)
{
    std::vector<std::string> words = {
        "device=" + options.device,
        "rate=" + text(options.sample_rate_hz),
        "frames=" + std::to_string(options.frames),
        "channels=" + std::to_string(options.channels),
        "map=" + options.channel_map,
        "soundscape=" + options.soundscape.string(),
        "volume=" + text(options.volume_db),
        "ceiling=" + text(options.ceiling_db),
        "music=" + options.music.string(),
    };
    for (const auto& each : options.prompts)
        words.push_back("prompt=" + std::to_string(each.step) + "," + std::to_string(each.prompt)
                        + "," + each.clip.string());
    return words;
}

AudioOptions options_from(const std::vector<std::string>& words)
{
    AudioOptions options;
    for (const auto& word : words) {
        const auto equals = word.find('=');
        if (equals == std::string::npos)
            continue;
        const auto key = word.substr(0, equals);
        const auto value = word.substr(equals + 1);
        if (key == "device")
            options.device = value;
        else if (key == "rate")
            read(value, options.sample_rate_hz);
        else if (key == "frames")
            read(value, options.frames);
        else if (key == "channels")
            read(value, options.channels);
        else if (key == "map")
            options.channel_map = value;
        else if (key == "soundscape")
            options.soundscape = value;
        else if (key == "volume")
            read(value, options.volume_db);
        else if (key == "ceiling")
            read(value, options.ceiling_db);
        else if (key == "music")
            options.music = value;
        else if (key == "prompt")
            options.prompts.push_back(prompt_from(value));
    }
    return options;
}

} // namespace crura::audio
