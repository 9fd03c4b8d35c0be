#pragma once

#include "core/check_in.hpp"
#include "core/phrase.hpp"
#include "core/target.hpp"
#include "core/time.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace crura::sessions {

// How long a session may be made, in minutes.
inline constexpr double kShortestMinutes = 0.5;
inline constexpr double kLongestMinutes = 60;

// The slowest a guide may lead, in breaths a minute: by itself, and when a therapist permits more.
inline constexpr double kSlowestEverBpm = 4.5;
inline constexpr double kSlowestUnlockedBpm = 3;

// What a guard may be told, in minutes: how much tremor is agreed on, how often it asks.
inline constexpr double kLeastTremorMinutes = 0.5;
inline constexpr double kMostTremorMinutes = 30;
inline constexpr double kSoonestResponseMinutes = 2;
inline constexpr double kLatestResponseMinutes = 30;

// One sentence, said once.
struct Prompt {
    Duration at{}; // from the start of its step, at the session's written length
    std::string say;
};

// What a guide shows, in a step that intends to guide.
enum class GuideStyle : std::uint8_t {
    lead,           // from the person's own pace slowly to a longer breath
    personal_tempo, // three quarters of the person's own pace, fixed
    mirror,         // the person's own breath, as it is
    fixed,          // one pace for everybody: Step::breath_rate_bpm
};

// How much a guide that leads insists.
enum class GuideManner : std::uint8_t {
    gentle,   // comes back as soon as the person lags: release, unrest, the first sessions
    training, // stays at the edge of what they can follow
};

// A stretch of the session with one intent and one sound. Durations are those of the written
// length.
struct Step {
    std::string id;
    std::string name; // shown to the person
    Intent intent = Intent::witness;
    GuideStyle style = GuideStyle::lead;
    double breath_rate_bpm = 0; // of GuideStyle::fixed
    Duration duration{};
    bool scales = true;  // false: lasts as written, whatever length is asked for
    bool waits = false;  // goes on only when asked to, or when its duration is over
    bool tremor = false; // over when the tremor minutes agreed on are used up
    bool rest = false;   // not left out: who ends the session before it, rests first
    bool moves = false;  // the person changes posture: nobody is reminded to lie still
    CheckInTime check_in = CheckInTime::none; // asked when the step begins
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

// How much of something a person is used to, and so how many minutes of tremor are agreed on.
struct Level {
    std::string id;
    std::string name;
    Duration tremor{};
};

// What the guard of a release session watches; off in all others.
struct GuardPlan {
    bool on = false;
    Duration response_every{}; // while the body trembles or lies still after it; 0: never unasked
    Duration tremor_limit{};   // 0: none
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
    Duration longest{};                      // it is made no longer, whatever is asked; 0: any
    std::vector<std::string> cautions;  // who should not, or not alone; confirmed before the first
    std::vector<std::string> checklist; // read before the session begins
    Duration calibration{};             // quiet breathing at the start, to learn the body from
    GuideManner manner = GuideManner::gentle;
    double slowest_bpm = 5.5;                    // no guide leads below
    Duration unguided = std::chrono::minutes(2); // at the end of what is guided: silent, measured
    Duration repeat_every{};                     // suggested, for a break that comes again; 0: none
    GuardPlan guard;
    std::vector<Level> levels;                 // ascending
    std::array<std::string, kPhrases> phrases; // by Phrase; empty: a soft bowl in its place
    std::vector<Step> steps;                   // at least one
    std::string text; // what it was read from, as it was written; empty: from no text

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
