#pragma once

#include "core/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace crura::audio {

// A sentence or a phrase that can be said in a session.
struct SpokenPrompt {
    int step = 0;                 // as Sentence::step
    int prompt = 0;               // as Sentence::prompt
    std::filesystem::path clip{}; // a sound file; empty: a soft chime instead

    friend bool operator==(const SpokenPrompt&, const SpokenPrompt&) = default;
};

// What is played, and where.
struct AudioOptions {
    std::string device{};      // a name of list_audio_outputs() or a part of it; empty: the default
    double sample_rate_hz = 0; // 44100 .. 192000; 0: what the device prefers
    unsigned frames = 0;       // per callback, 16 .. 8192; 0: what the device prefers
    unsigned channels = 0;     // 1 .. 8; 0: two, or one where there is only one
    std::string channel_map{}; // as ChannelMap::parse() reads it; empty: the usual one. Touch needs
                               // a device that was asked for by name
    std::filesystem::path soundscape{}; // a file; empty: the plainest
    double volume_db = 0;               // -60 .. 12
    double ceiling_db = 0;              // the volume is never above it
    std::vector<SpokenPrompt> prompts{};
    std::filesystem::path music{}; // a file or a folder, instead of the soundscape's own

    std::filesystem::path program{}; // that plays; empty: crura-outlet beside this program

    friend bool operator==(const AudioOptions&, const AudioOptions&) = default;
};

// [runtime] Whether such a thing can be asked for; the error says what can. Reads the soundscape.
Result<void> check(const AudioOptions& options);

// [any] The options as words for a command line, all but `program`; and back. A word that says
// nothing to us is passed over.
std::vector<std::string> words_of(const AudioOptions& options);
AudioOptions options_from(const std::vector<std::string>& words);

} // namespace crura::audio
