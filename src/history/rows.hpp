#pragma once

#include "core/breath_state.hpp"
#include "core/check_in.hpp"
#include "core/estimate.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace crura::history {

// Wall-clock time, UTC. It may be set back while a session runs, so that lengths are never the
// difference of two of these: rows within a session count seconds from its begin.
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;

using Id = std::int64_t; // given by the database, above 0

// Somebody who breathes, by a pseudonym that they or their therapist chose; nothing else is known.
struct Person {
    Id id = 0;
    std::string pseudonym; // unique, 1 .. 40 characters
    WallTime since{};
};

// What a session came to. Each number with its doubt; one that is not known is not there.
struct SessionFigures {
    double length_s = 0; // without pauses
    double heard_s = 0;  // of it, with a breath that could be followed
    std::uint32_t breaths = 0;
    Estimate breath_rate_bpm;                // the middle one of its breaths; see tally.hpp
    Estimate abdominal_share;                // 0 .. 1, mean
    Partition partition = Partition::none;   // what the share rests on
    Estimate slow_minutes;                   // below 10 breaths a minute, without pauses
    Estimate carry_over;                     // 0 .. 1
    std::optional<std::uint8_t> comfort;     // of the last pace, 0 none .. 4 very much
    std::optional<std::uint8_t> ease_before; // 0 none .. 4 very much
    std::optional<std::uint8_t> ease_after;  // 0 none .. 4 very much
    std::optional<std::uint8_t> difference;  // on standing: 0 none .. 2 clear
    double tremor_s = 0;
    std::uint32_t sighs = 0;
    std::uint32_t brakes = 0;
};

// Which side of a comparison within one person a session was on.
struct Arm {
    Id comparison = 0;
    char side = 'a'; // or 'b'
};

struct SessionRow {
    Id id = 0;
    Id person = 0;
    std::string program_id;
    std::string program_name;
    std::string crura_version;
    std::string sensors;   // "imu, imu"; chest first
    std::string recording; // the file; empty: nothing was recorded
    WallTime began{};
    std::optional<WallTime> ended; // not there: it still runs, or was broken off
    bool finished = false;         // ran to its own end
    std::optional<Arm> arm;
    SessionFigures figures;
};

// One breath; seconds since the session began.
struct BreathRow {
    double start_s = 0;
    double breath_rate_bpm = 0;
    double inspiratory_time_s = 0;
    double expiratory_time_s = 0;
    Estimate abdominal_share; // 0 .. 1
    Estimate phase_angle_deg; // -180 .. 180, positive when the abdomen leads
    Partition partition = Partition::none;
    double confidence = 0; // 0 ignore .. 1 trust
};

struct AnswerRow {
    double at_s = 0;
    Question question = Question::none;
    CheckInTime when = CheckInTime::none;
    AnsweredBy by = AnsweredBy::nobody;
    std::uint8_t choice = 0;
};

// A moment worth finding again.
struct MarkerRow {
    double at_s = 0;
    std::string kind; // "mark", "brake", "pause", "note", a DecisionKind's or EventKind's name
    std::string text; // of a note; else what was seen and its limit, or nothing
};

// What came of a session since the last batch; kept as a whole, or not at all.
struct Batch {
    // 1, 2, 3 ... within a session: one that is there already is not kept twice, so that whoever
    // could not hear whether it was kept may give it again. 0: not counted.
    std::uint64_t number = 0;
    std::vector<BreathRow> breaths;
    std::vector<AnswerRow> answers;
    std::vector<MarkerRow> markers;

    bool empty() const { return breaths.empty() && answers.empty() && markers.empty(); }
};

// Two ways of practising that one person compares, in an order drawn by lot.
struct ComparisonRow {
    Id id = 0;
    Id person = 0;
    std::string kind;           // "sound" or "guidance"
    std::string a, b;           // two soundscapes' ids; "guide" and "witness"
    std::string program_id;     // its sessions are compared
    std::string outcome;        // what is compared: a measure's name (see trend/measure.hpp)
    std::uint32_t sessions = 0; // planned in all, even
    std::uint64_t seed = 0;     // of the lot
    WallTime began{};
    std::optional<WallTime> ended;
};

} // namespace crura::history
