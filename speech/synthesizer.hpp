#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "sound/clip.hpp"
#include "speech/cache.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

namespace crura::speech {

// Speaks what no person has recorded, by the program espeak-ng in a process of its own: a calm,
// slow voice, softened so that no s is sharp. It takes some hundredths of a second for a sentence
// and is for when a session loads, never for while it runs. [main]
class Synthesizer {
public:
    explicit Synthesizer(Cache cache, Duration patience = std::chrono::seconds(10))
        : cache_(std::move(cache)), patience_(patience)
    {
    }

    // A file with the sentence as to_standard() makes it, from the cache if it was spoken before.
    // Errors are one sentence; once espeak-ng is found missing, or has taken too long, it is not
    // asked again.
    Result<std::filesystem::path> operator()(const std::string& text, const std::string& language);

    // True: the last error was about espeak-ng itself and holds for every sentence.
    bool has_given_up() const { return !given_up_.empty(); }

private:
    Result<sound::Clip> spoken(const std::string& text, const std::string& language);

    Cache cache_;
    Duration patience_;
    std::string given_up_; // why
};

// The sound of a WAV file as espeak-ng writes it into a pipe: 16 bits, one channel, and a length
// that nobody knew when its beginning was written. [any]
Result<sound::Clip> clip_of_wav(std::string_view bytes);

} // namespace crura::speech
