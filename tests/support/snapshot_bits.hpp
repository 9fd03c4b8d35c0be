#pragma once

#include "core/snapshot.hpp"

#include <bit>
#include <cstdint>
#include <vector>

namespace crura::test {

// Every number of a snapshot, bit by bit, without the padding between them: two snapshots are
// identical when these are.
class SnapshotBits {
public:
    explicit SnapshotBits(const Snapshot& s)
    {
        add(s.time, s.tick);
        add(s.breath);
        add(s.session.running, s.session.finished, s.session.braked, s.session.elapsed.count(),
            s.session.left.count(), s.session.step, s.session.prompt, s.session.unguided,
            s.session.waiting, s.session.phrase);
        add(s.target.stage, s.target.carry_over, s.target.intent, s.target.level, s.target.phase,
            s.target.displacement, s.target.cycle_position, s.target.breath_rate_bpm,
            s.target.inspiratory_time_s, s.target.expiratory_time_s);
        const auto& audio = s.cues.audio;
        add(audio.tick, audio.presence, audio.panic, audio.own_level, audio.opening, audio.movement,
            audio.falling, audio.warmth, audio.inspiration, audio.expiration, audio.guide_level,
            audio.guide, audio.guide_falling, audio.guide_inspiration, audio.guide_expiration,
            audio.room, audio.touch, audio.sentence.count, audio.sentence.step,
            audio.sentence.prompt, audio.raw);
        const auto& midi = s.cues.midi;
        add(midi.breath, midi.thoracic, midi.abdominal, midi.abdominal_share, midi.agreement,
            midi.guide, midi.cycle_position, midi.breath_time_s, midi.raw, midi.inspiration_onset,
            midi.expiration_onset, midi.inspiration, midi.expiration, midi.sounding);
        add(s.cues.touch.level, s.cues.touch.raw, s.cues.sensed_at);
        for (const Command command : s.commands)
            add(command);
        add_watch(s);
    }

    // All that are floating-point are numbers.
    bool finite() const { return finite_; }

    friend bool operator==(const SnapshotBits& a, const SnapshotBits& b)
    {
        return a.bits_ == b.bits_;
    }

private:
    template <class... Values>
    void add(const Values&... values)
    {
        (add_one(values), ...);
    }

    void add_watch(const Snapshot& s)
    {
        const auto& guard = s.guard;
        add(guard.on, guard.alert, guard.tremor_time.count(), guard.tremor_limit.count(),
            guard.hold_limit_s, guard.held_s, guard.awaiting_response, guard.response_left.count(),
            guard.missed_responses, guard.freeze_suspected);
        add(s.air.advice, s.air.trend_only, s.air.above_s);
        add(s.check_in.question, s.check_in.when, s.check_in.offered);
        for (const auto& answer : s.check_in.answers)
            add(answer.question, answer.when, answer.by, answer.choice, answer.time);
        for (const auto& decision : s.decisions)
            add(decision.kind, decision.ground, decision.time, decision.value, decision.limit);
        add(s.assessment.basis, s.assessment.best_bpm);
        for (const auto& rate : s.assessment.rates)
            add(rate.asked_bpm, rate.breath_rate_bpm, rate.heart_swing_bpm, rate.coherence,
                rate.irregularity, rate.abdominal_share, rate.ventilation, rate.comfort,
                rate.counts);
    }

    void add(const BreathState& b)
    {
        add(b.phase, b.displacement, b.cycle_position, b.partition, b.calibration_progress,
            b.calibration.outcome, b.calibration.manoeuvre, b.calibration.wanted,
            b.calibration.heard, b.calibration.counted, b.calibration.last, b.calibration.finishing,
            b.calibration.condition, b.confidence, b.rising, b.motion.level, b.posture, b.tremor.on,
            b.tremor.rhythmicity);
        for (const auto& band : b.band)
            add(band.valid, band.displacement, band.tidal_amplitude, band.end_expiratory_level,
                band.polarity, band.confidence, band.quality, band.quality_reason, band.fault);
        for (const auto& each :
             {b.breath_rate_bpm, b.inspiratory_time_s, b.expiratory_time_s, b.abdominal_share,
              b.phase_angle_deg, b.next_inspiration_s, b.next_expiration_s, b.phase_deg,
              b.motion.rms_mg, b.tremor.frequency_hz, b.tremor.strength_mg, b.heart.rate_bpm,
              b.heart.rsa_ms, b.heart.coherence, b.ventilation})
            add_one(each);
        add(b.hold.on, b.hold.kind, b.hold.held_s, b.hold.limit_s);
        for (const auto& event : b.events)
            add(event.kind, event.start, event.end, event.known_at, event.evidence, event.over);
        for (const auto& onset : b.onsets)
            add(onset.phase, onset.time, onset.known_at);
        for (const auto& breath : b.breaths)
            add(breath.inspiration_onset, breath.expiration_onset, breath.end,
                breath.inspiration_known_at, breath.expiration_known_at, breath.breath_rate_bpm,
                breath.inspiratory_time_s, breath.expiratory_time_s, breath.amplitude[0],
                breath.amplitude[1], breath.abdominal_share, breath.phase_angle_deg,
                breath.path_ratio, breath.opposed_deg, breath.partition, breath.confidence);
    }

    void add_one(const Estimate& e) { add(e.value, e.plus_minus, e.known); }
    void add_one(const Moment& moment) { add(moment.count, moment.due); }
    void add_one(Time time) { add_one(time.time_since_epoch().count()); }
    void add_one(double value)
    {
        finite_ = finite_ && value - value == 0;
        bits_.push_back(std::bit_cast<std::uint64_t>(value));
    }
    void add_one(float value) { add_one(double(value)); }
    template <class T>
    requires std::is_integral_v<T> || std::is_enum_v<T>
    void add_one(T value) { bits_.push_back(std::uint64_t(value)); }

    std::vector<std::uint64_t> bits_;
    bool finite_ = true;
};

} // namespace crura::test
