#pragma once

#include "core/result.hpp"
#include "history/database.hpp"
#include "history/rows.hpp"

#include <array>
#include <span>

namespace crura::history {

// Which columns a row has, and how it becomes values in that order and a row again. What was found
// out of place on the way (a number that is not finite, a text that is not UTF-8) is an error that
// begins with what it is about. [any]

inline constexpr std::array kSessionColumns = {"person",
                                               "program_id",
                                               "program_name",
                                               "crura_version",
                                               "sensors",
                                               "recording",
                                               "began",
                                               "ended",
                                               "finished",
                                               "comparison",
                                               "side",
                                               "length_s",
                                               "heard_s",
                                               "breaths",
                                               "breath_rate_bpm",
                                               "breath_rate_bpm_doubt",
                                               "abdominal_share",
                                               "abdominal_share_doubt",
                                               "share_basis",
                                               "slow_minutes",
                                               "slow_minutes_doubt",
                                               "carry_over",
                                               "carry_over_doubt",
                                               "comfort",
                                               "ease_before",
                                               "ease_after",
                                               "difference",
                                               "tremor_s",
                                               "sighs",
                                               "brakes"};
inline constexpr std::size_t kFiguresFrom = 11; // the columns of SessionFigures, to the end
inline constexpr std::array kBreathColumns = {"session",
                                              "start_s",
                                              "breath_rate_bpm",
                                              "inspiratory_time_s",
                                              "expiratory_time_s",
                                              "abdominal_share",
                                              "abdominal_share_doubt",
                                              "phase_angle_deg",
                                              "phase_angle_deg_doubt",
                                              "share_basis",
                                              "confidence"};
inline constexpr std::array kAnswerColumns = {"session", "at_s",     "question",
                                              "moment",  "given_by", "choice"};
inline constexpr std::array kMarkerColumns = {"session", "at_s", "kind", "text"};
inline constexpr std::array kComparisonColumns = {
    "person", "kind", "a", "b", "program_id", "outcome", "sessions", "seed", "began", "ended"};

Result<Values> values_of(const SessionRow& row);
Result<Values> values_of(const SessionFigures& figures);
Result<Values> values_of(Id session, const BreathRow& row);
Result<Values> values_of(Id session, const AnswerRow& row);
Result<Values> values_of(Id session, const MarkerRow& row);
Result<Values> values_of(const ComparisonRow& row);

// An `id` stands before the columns, where rows have one (sessions and comparisons).
SessionRow session_from(std::span<const Value> values);
ComparisonRow comparison_from(std::span<const Value> values);
// The `session` in front is there too.
BreathRow breath_from(std::span<const Value> values);
AnswerRow answer_from(std::span<const Value> values);
MarkerRow marker_from(std::span<const Value> values);

} // namespace crura::history
