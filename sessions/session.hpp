#pragma once

#include "core/target.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace crura::sessions {

// How long a session may be made, in minutes.
inline constexpr double kShortestMinutes = 0.5;
inline constexpr double kLongestMinutes = 60;

// One sentence, said once.
struct Prompt {
    Duration at{}; // from the start of its step, at the session's written length
    std::string say;
};

// A stretch of the session with one intent and one sound. Durations are those of the written
// length.
struct Step {
    std::string id;
    std::string name; // shown to the person
    Intent intent = Intent::witness;
    Duration duration{};
    Duration quiet{};            // least time without words after each sentence; never scaled
    double own_level = 0;        // of what follows the belly: 0 silent .. 1 full
    double guide_level = 0;      // of what follows the guide: 0 silent .. 1 full
    std::vector<Prompt> prompts; // in order of time
};

// What is heard in place of a sentence that the voice pack lacks.
enum class MissingSentence : std::uint8_t {
    speak, // by a synthesizer
    chime, // a soft bowl: where people rest, a machine's voice is worse than none
};

// What a practitioner wrote in one file of sessions/programs; docs/programs.md says how.
struct Session {
    std::string id; // the file's name without its ending; what `crura run` is given
    std::string name;
    std::string summary;
    std::string language = "en"; // of its sentences
    MissingSentence missing_sentence = MissingSentence::speak;
    std::string soundscape = "near-silence"; // its id: the file's name without its ending
    std::vector<double> offered_minutes;     // ascending
    std::vector<std::string> checklist;      // read before the session begins
    Duration calibration{};                  // quiet breathing at the start, to learn the body from
    std::vector<Step> steps;                 // at least one

    // The written length, which is also the usual one.
    Duration duration() const
    {
        Duration sum{};
        for (const Step& step : steps)
            sum += step.duration;
        return sum;
    }
};

} // namespace crura::sessions
