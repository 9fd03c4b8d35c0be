#pragma once

#include "core/few.hpp"
#include "core/snapshot.hpp"
#include "core/time.hpp"

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace crura::record {

template <class T>
concept OneTime = std::same_as<T, Time> || std::same_as<T, Duration>;
template <class T>
concept OneNumber = std::is_arithmetic_v<T> || std::is_enum_v<T> || OneTime<T>;

// How many members a struct has.
struct AnyMember {
    template <class T>
    operator T() const;
};
template <class T, class... Members>
constexpr std::size_t members_of()
{
    if constexpr (requires { T{Members{}..., AnyMember{}}; })
        return members_of<T, Members..., AnyMember>();
    return sizeof...(Members);
}

// Hands every number of a snapshot to `take` as it is, OneNumber by OneNumber in the order of the
// members, but not its health. A list is its count and then its items.
//
// Where a member is added to a struct this does not compile until it is named here, and handed on.
template <class Take>
class EachNumber {
public:
    enum class Lists : std::uint8_t { as_they_are, one_of_each }; // one item, whatever they hold

    explicit EachNumber(Take& take, Lists lists = Lists::as_they_are) : take_(take), lists_(lists)
    {
    }

    void operator()(const Snapshot& snapshot)
    {
        const auto& [time, tick, breath, session, target, guard, air, check_in, assessment,
                     decisions, cues, commands, health] = snapshot;
        all<Snapshot>(time, tick, breath, session, target, guard, air, check_in, assessment,
                      decisions, cues, commands, health);
    }

private:
    template <class Struct, class... Members>
    void all(const Members&... members)
    {
        static_assert(sizeof...(Members) == members_of<Struct>());
        (of(members), ...);
    }

    void of(const Health&) {}

    template <OneNumber T>
    void of(const T& number)
    {
        take_(number);
    }

    template <class T, std::size_t N>
    void of(const std::array<T, N>& items)
    {
        for (const auto& item : items)
            of(item);
    }

    template <class T, std::size_t N>
    void of(const Few<T, N>& list)
    {
        if (lists_ == Lists::one_of_each) {
            of(T{});
            return;
        }
        of(std::uint64_t(list.size()));
        for (const auto& item : list)
            of(item);
    }

    void of(const Estimate& estimate)
    {
        const auto& [value, plus_minus, known] = estimate;
        all<Estimate>(value, plus_minus, known);
    }

    void of(const Moment& moment)
    {
        const auto& [count, due] = moment;
        all<Moment>(count, due);
    }

    void of(const Sentence& sentence)
    {
        const auto& [count, step, prompt] = sentence;
        all<Sentence>(count, step, prompt);
    }

    void of(const Onset& onset)
    {
        const auto& [phase, time, known_at] = onset;
        all<Onset>(phase, time, known_at);
    }

    void of(const Breath& breath)
    {
        const auto& [inspiration_onset, expiration_onset, end, inspiration_known_at,
                     expiration_known_at, breath_rate_bpm, inspiratory_time_s, expiratory_time_s,
                     amplitude, abdominal_share, phase_angle_deg, path_ratio, opposed_deg,
                     partition, confidence] = breath;
        all<Breath>(inspiration_onset, expiration_onset, end, inspiration_known_at,
                    expiration_known_at, breath_rate_bpm, inspiratory_time_s, expiratory_time_s,
                    amplitude, abdominal_share, phase_angle_deg, path_ratio, opposed_deg, partition,
                    confidence);
    }

    void of(const Event& event)
    {
        const auto& [kind, start, end, known_at, evidence, over] = event;
        all<Event>(kind, start, end, known_at, evidence, over);
    }

    void of(const BandState& band)
    {
        const auto& [valid, displacement, level, tidal_amplitude, end_expiratory_level, polarity,
                     confidence, quality, quality_reason, fault] = band;
        all<BandState>(valid, displacement, level, tidal_amplitude, end_expiratory_level, polarity,
                       confidence, quality, quality_reason, fault);
    }

    void of(const CalibrationGuidance& guidance)
    {
        const auto& [outcome, manoeuvre, wanted, heard, counted, last, finishing, condition] =
            guidance;
        all<CalibrationGuidance>(outcome, manoeuvre, wanted, heard, counted, last, finishing,
                                 condition);
    }

    void of(const Hold& hold)
    {
        const auto& [on, kind, held_s, limit_s] = hold;
        all<Hold>(on, kind, held_s, limit_s);
    }

    void of(const Motion& motion)
    {
        const auto& [level, rms_mg] = motion;
        all<Motion>(level, rms_mg);
    }

    void of(const Tremor& tremor)
    {
        const auto& [on, frequency_hz, strength_mg, rhythmicity] = tremor;
        all<Tremor>(on, frequency_hz, strength_mg, rhythmicity);
    }

    void of(const Heart& heart)
    {
        const auto& [rate_bpm, rsa_ms, coherence] = heart;
        all<Heart>(rate_bpm, rsa_ms, coherence);
    }

    void of(const BreathState& breath)
    {
        const auto& [phase, displacement, cycle_position, band, breath_rate_bpm, inspiratory_time_s,
                     expiratory_time_s, abdominal_share, phase_angle_deg, next_inspiration_s,
                     next_expiration_s, phase_deg, ventilation, partition, calibration_progress,
                     calibration, confidence, rising, hold, motion, posture, tremor, heart, onsets,
                     breaths, events] = breath;
        all<BreathState>(phase, displacement, cycle_position, band, breath_rate_bpm,
                         inspiratory_time_s, expiratory_time_s, abdominal_share, phase_angle_deg,
                         next_inspiration_s, next_expiration_s, phase_deg, ventilation, partition,
                         calibration_progress, calibration, confidence, rising, hold, motion,
                         posture, tremor, heart, onsets, breaths, events);
    }

    void of(const SessionState& session)
    {
        const auto& [running, finished, braked, unguided, waiting, elapsed, left, step, prompt,
                     phrase] = session;
        all<SessionState>(running, finished, braked, unguided, waiting, elapsed, left, step, prompt,
                          phrase);
    }

    void of(const Target& target)
    {
        const auto& [intent, stage, level, phase, displacement, cycle_position, breath_rate_bpm,
                     inspiratory_time_s, expiratory_time_s, carry_over] = target;
        all<Target>(intent, stage, level, phase, displacement, cycle_position, breath_rate_bpm,
                    inspiratory_time_s, expiratory_time_s, carry_over);
    }

    void of(const GuardState& guard)
    {
        const auto& [on, alert, tremor_time, tremor_limit, hold_limit_s, held_s, awaiting_response,
                     response_left, missed_responses, freeze_suspected] = guard;
        all<GuardState>(on, alert, tremor_time, tremor_limit, hold_limit_s, held_s,
                        awaiting_response, response_left, missed_responses, freeze_suspected);
    }

    void of(const AirState& air)
    {
        const auto& [advice, trend_only, above_s] = air;
        all<AirState>(advice, trend_only, above_s);
    }

    void of(const Answer& answer)
    {
        const auto& [question, when, by, choice, time] = answer;
        all<Answer>(question, when, by, choice, time);
    }

    void of(const CheckInState& check_in)
    {
        const auto& [question, when, offered, answers] = check_in;
        all<CheckInState>(question, when, offered, answers);
    }

    void of(const RateScore& score)
    {
        const auto& [asked_bpm, breath_rate_bpm, heart_swing_bpm, coherence, irregularity,
                     abdominal_share, ventilation, comfort, counts] = score;
        all<RateScore>(asked_bpm, breath_rate_bpm, heart_swing_bpm, coherence, irregularity,
                       abdominal_share, ventilation, comfort, counts);
    }

    void of(const Assessment& assessment)
    {
        const auto& [basis, best_bpm, rates] = assessment;
        all<Assessment>(basis, best_bpm, rates);
    }

    void of(const Decision& decision)
    {
        const auto& [kind, ground, time, value, limit] = decision;
        all<Decision>(kind, ground, time, value, limit);
    }

    void of(const AudioCue& cue)
    {
        const auto& [tick, presence, panic, own_level, opening, movement, falling, warmth,
                     inspiration, expiration, guide_level, guide, guide_falling, guide_inspiration,
                     guide_expiration, room, touch, sentence, raw] = cue;
        all<AudioCue>(tick, presence, panic, own_level, opening, movement, falling, warmth,
                      inspiration, expiration, guide_level, guide, guide_falling, guide_inspiration,
                      guide_expiration, room, touch, sentence, raw);
    }

    void of(const MidiCue& cue)
    {
        const auto& [breath, thoracic, abdominal, abdominal_share, agreement, guide, cycle_position,
                     breath_time_s, raw, inspiration_onset, expiration_onset, inspiration,
                     expiration, sounding] = cue;
        all<MidiCue>(breath, thoracic, abdominal, abdominal_share, agreement, guide, cycle_position,
                     breath_time_s, raw, inspiration_onset, expiration_onset, inspiration,
                     expiration, sounding);
    }

    void of(const TouchCue& cue)
    {
        const auto& [level, raw] = cue;
        all<TouchCue>(level, raw);
    }

    void of(const Cues& cues)
    {
        const auto& [audio, midi, touch, sensed_at] = cues;
        all<Cues>(audio, midi, touch, sensed_at);
    }

    Take& take_;
    Lists lists_;
};

} // namespace crura::record
