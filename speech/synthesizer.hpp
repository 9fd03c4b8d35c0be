#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "sound/clip.hpp"
#include "speech/cache.hpp"

#include <filesystem>
#include <string>

namespace crura::speech {

// Speaks what no person has recorded, by the program espeak-ng in a process of its own: a calm,
// slow voice, softened so that no s is sharp. It takes a few hundredths of a second for a sentence
// and is for when a session loads, never for while it runs. [main]
class Synthesizer {
public:
    explicit Synthesizer(Cache cache, Duration patience = std::chrono::seconds(10))
        : cache_(std::move(cache)), patience_(patience)
    {
    }

    // A sentence as to_standard() makes it, from the cache if it was spoken before. Once espeak-ng
    // is found missing, or has taken too long, it is not asked again. The error is a sentence about
    // espeak-ng, or about its language or this text.
    Result<std::filesystem::path> operator()(const std::string& text, const std::string& language);

    // What is heard of it, to be known of a pack that is made of it.
    static constexpr const char* kSpeaker = "espeak-ng, a machine, variant Andy, softened";

private:
    Result<sound::Clip> speak(const std::string& text, const std::string& language) const;

    Cache cache_;
    Duration patience_;
    std::string given_up_; // why; empty while it has not
};

} // namespace crura::speech
