#pragma once

#include "core/time.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace crura::speech {

// A sentence of a session, by where it stands in it: core's Sentence has the same numbers.
struct Wanted {
    std::int16_t step = 0;
    std::int16_t prompt = 0;
    std::string text;
    bool always = false; // synthesized even where speak_missing is off: it must be understood
};

struct Voices {
    std::vector<std::filesystem::path> packs{}; // folders; the earlier of two that know as much
    std::string language = "en";
    bool speak_missing = true;     // what the pack lacks is synthesized; else it is a chime
    std::filesystem::path cache{}; // folder for what was synthesized or levelled
    Duration patience = std::chrono::seconds(10); // with the synthesizer
};

// What is to be heard for one sentence: a file as speech/standard.hpp describes it, or, when it is
// empty, a soft chime.
struct Heard {
    std::int16_t step = 0;
    std::int16_t prompt = 0;
    std::filesystem::path file;
};

struct Prepared {
    std::vector<Heard> sentences;     // one for each that was wanted, in their order
    std::string voice;                // the pack's name; empty when none is used
    std::vector<std::string> remarks; // what a person should know, each one sentence
};

// Makes ready all sentences of a session: one voice speaks throughout, that of the pack which has
// most of them. Nothing fails: what cannot be spoken is a chime, and is told. It reads files and
// starts processes, so it is for when a session loads. [main]
Prepared prepare(std::span<const Wanted> wanted, const Voices& voices);

} // namespace crura::speech
