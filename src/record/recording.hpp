#pragma once

#include "core/assessment.hpp"
#include "core/breath_state.hpp"
#include "core/check_in.hpp"
#include "core/command.hpp"
#include "core/decision.hpp"
#include "core/few.hpp"
#include "core/guard_state.hpp"
#include "core/health.hpp"
#include "core/result.hpp"
#include "core/sample.hpp"
#include "core/session_state.hpp"
#include "core/target.hpp"
#include "core/time.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace crura::record {

// The recording of one session: everything the engine was given, in order, so that it can be given
// it again bit for bit; and, for people and other tools, what the engine said. The file format is
// described in docs/recording-format.md.

// What a band was measured with, in words; empty when there was none.
struct BandSensor {
    std::string kind; // "strain", "rip", "imu"
    std::string unit; // "adc", "g"
};

struct Setting {
    std::string name;
    std::string value;
};

struct RecordingHeader {
    std::string crura_version;
    std::chrono::sys_time<std::chrono::nanoseconds> started_at{}; // wall clock, UTC
    Time started{};                                               // the same moment in host time
    std::string program_id;
    std::string program_name;
    std::array<BandSensor, kBands> bands;
    std::vector<std::string> sources; // names, in the order of Health::sources
    std::vector<Setting> settings;    // what the engine was made from: app/recorded_session.hpp
};

// What one engine tick was given.
struct RecordedTick {
    Time time{};
    std::uint64_t number = 0; // Snapshot::tick
    std::vector<Sample> samples;
    Few<Command, 4> commands;
};

// A compact snapshot, about ten a second.
struct Glance {
    Phase phase = Phase::unknown;
    double displacement = 0;   // 0 end of expiration .. 1 end of a usual inspiration
    double cycle_position = 0; // 0 .. 1
    std::array<BandState, kBands> bands{};
    Estimate breath_rate_bpm;
    Estimate abdominal_share; // 0 .. 1
    Estimate phase_angle_deg; // -180 .. 180
    Partition partition = Partition::none;
    double calibration_progress = 0; // 0 .. 1
    double confidence = 0;           // 0 .. 1
    Intent intent = Intent::witness;
    double target_level = 0;        // 0 .. 1
    double target_displacement = 0; // 0 .. 1
    Duration elapsed{};             // of the session, without pauses
    GuideStage stage = GuideStage::absent;
    Estimate carry_over;  // 0 .. 1
    Estimate ventilation; // 1 as usual
};

// How the watch over the session stands.
struct Watch {
    GuardState guard;
    AirState air;
};

// What the engine, or the runtime for it, said in the tick of that time. A SessionState is there
// when it changed or spoke; a Health when something went on- or offline, and every second; a Watch
// when an alert, a question or an advice changed, and every ten seconds while there is a guard.
struct Said {
    Time time{};
    std::variant<Onset, Breath, Event, SessionState, Health, Glance, Decision, Answer, Watch,
                 Assessment>
        what;
};

// What a therapist wrote down; no client sees it.
struct Note {
    Time time{};
    std::string text;
};

// 64 bits that stand for every bit of every field of the snapshots of the last ticks, health left
// out; see record/digest.hpp.
struct Digest {
    Time time{};             // of the last of these ticks,
    std::uint64_t tick = 0;  // and its number
    std::uint64_t ticks = 0; // how many; they follow each other without a gap
    std::uint32_t shape = 0; // of a snapshot: where another is in use, the bits say nothing
    std::uint64_t bits = 0;
};

// Ticks that the recorder had no room for. A replay across a loss is not the same session.
struct Loss {
    Time time{};               // of the first tick after it, or of the last tick
    std::uint64_t ticks = 0;   // how many are missing
    std::uint64_t samples = 0; // that went with them
};

// A part of the file that could not be read.
struct Damage {
    std::uint64_t offset = 0; // in the file
    std::uint64_t bytes = 0;
    std::string message; // a sentence for a person
};

struct Recording {
    std::uint16_t format = 0; // version of the format, as the header says; 0: the header is gone
    RecordingHeader header;
    std::vector<RecordedTick> ticks;
    std::vector<Said> said;
    std::vector<Digest> digests; // about one a second; none by a Crura that did not write them
    std::vector<Loss> losses;
    std::vector<Note> notes;
    std::vector<Damage> damage;       // in the order of the file
    std::uint64_t cut_bytes = 0;      // of an unfinished end: what repair() takes away
    std::uint64_t unknown_blocks = 0; // of a newer Crura, skipped
    bool closed = false;              // ended in order; otherwise its last second may be missing

    // Nothing is missing between the first tick and the last.
    bool whole() const { return losses.empty() && damage.empty(); }
};

// Reads a recording as a whole, also one that was cut or damaged: the damage is skipped and listed.
// An error when the file cannot be opened, is no recording, or is of a newer format.
Result<Recording> read_recording(const std::filesystem::path& path);

// The same without the samples, several times as fast: of its ticks only those with a command.
Result<Recording> read_said(const std::filesystem::path& path);

// Takes away a cut tail; damage in the middle stays. Gives the number of bytes taken away. An error
// for a file that is still being recorded, which is left as it is.
Result<std::uint64_t> repair(const std::filesystem::path& path);

// All raw samples, in the order in which the engine was given them.
std::vector<Sample> samples_of(const Recording& recording);

} // namespace crura::record
