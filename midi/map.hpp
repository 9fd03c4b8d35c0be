#pragma once

#include "core/cues.hpp"
#include "core/few.hpp"
#include "core/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace crura::midi {

// What a MidiCue has to tell, one number each.
enum class Level : std::uint8_t {
    breath,
    thoracic,
    abdominal,
    abdominal_share,
    agreement,
    guide,
    raw, // sensor units; told whether or not anything sounds, for measuring latency
};

// The level in this cue; nothing while it is unknown or no number.
std::optional<float> level_in(const MidiCue& cue, Level level);

// How a level becomes a value: as it is; slowly at first; quickly at first.
enum class Curve : std::uint8_t { linear, squared, root };

struct ControllerRule {
    Level level = Level::breath;
    std::uint8_t number = 2;  // 0 .. 119; 0 .. 31 when fine
    std::uint8_t channel = 0; // 0 .. 15, which people count from 1
    bool fine = false;        // 14 bits: `number` and, after it, `number` + 32
    Curve curve = Curve::linear;
    float least = 0; // the level at which `from` is sent
    float most = 1;  // and `to`
    float from = 0;  // 0 .. 127, fine ones with fractions
    float to = 127;

    // 0 .. 127, or 0 .. 16383 when fine; finite levels only.
    int value(float at_level) const;

    friend bool operator==(const ControllerRule&, const ControllerRule&) = default;
};

struct NoteRule {
    std::optional<std::uint8_t> inspiration; // 0 .. 127, 60 is the middle C
    std::optional<std::uint8_t> expiration;
    std::uint8_t velocity = 64; // 1 .. 127
    std::uint8_t channel = 0;
    bool predicted = true; // begins when the onset is predicted, else once it is certain

    friend bool operator==(const NoteRule&, const NoteRule&) = default;
};

struct ClockRule {
    int beats = 4; // a breath, 1 .. 16

    friend bool operator==(const ClockRule&, const ClockRule&) = default;
};

// A lower zone: master channel 1, and from channel 2 on one member channel a note.
struct MpeRule {
    int members = 5;     // 1 .. 15
    int bend_range = 48; // semitones, 0 .. 96
    Level pressure = Level::breath;
    Level timbre = Level::abdominal_share;

    friend bool operator==(const MpeRule&, const MpeRule&) = default;
};

// What a pedal or pad asks for. `toggle` pauses what runs and resumes what does not.
enum class Wish : std::uint8_t { start, pause, toggle, mark, brake, end, next, here };
inline constexpr std::size_t kWishes = 8;

// Which message is a press of what.
struct PressRule {
    enum class Kind : std::uint8_t { note, controller, program };

    Wish wish = Wish::mark;
    Kind kind = Kind::controller;
    std::uint8_t number = 64;            // 0 .. 127
    std::optional<std::uint8_t> channel; // 0 .. 15; nothing: any
    std::uint8_t threshold = 64;         // a press is reaching it from below, 1 .. 127
    float rest_s = 0.3f;                 // for so long after a press there is no other

    friend bool operator==(const PressRule&, const PressRule&) = default;
};

// Whether one message may be a press of both.
bool same_press(const PressRule& a, const PressRule& b);

// As they stand in a map.
std::string_view name_of(Wish wish);
std::string_view name_of(PressRule::Kind kind);

// What is sent as what, and what a pedal means: one file that people write (docs/midi.md). A plain
// value that may travel to another process.
struct Map {
    static constexpr std::size_t kMostControllers = 32;

    Few<ControllerRule, kMostControllers> controllers;
    NoteRule notes;
    std::optional<ClockRule> clock;
    std::optional<MpeRule> mpe;
    Few<PressRule, kWishes> presses; // one a wish
};
static_assert(std::is_trivially_copyable_v<Map>);

// [any] The error lists every mistake with its line and column.
Result<Map> parse_map(std::string_view text, const std::string& file_name);

// [runtime] Reads the file.
Result<Map> load_map(const std::filesystem::path& file);

// [any] What is sent when nobody says otherwise: midi/maps/default.toml, which is built in.
const std::string& default_map_text();
Map default_map();

} // namespace crura::midi
