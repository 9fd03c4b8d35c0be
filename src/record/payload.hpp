#pragma once

#include "core/snapshot.hpp"
#include "record/bytes.hpp"
#include "record/recording.hpp"

#include <optional>

namespace crura::record {

// What each block's payload consists of, in order, for writing and for reading: the counterpart of
// docs/recording-format.md. Fields may be appended to an item that ends a payload (`since`); they,
// and every new enumerator, need a new kFormatVersion.

inline constexpr std::uint16_t kFormatVersion = 4;

template <class Archive>
void fields(Archive& archive, BandSensor& sensor)
{
    archive(sensor.kind, sensor.unit);
}

template <class Archive>
void fields(Archive& archive, Setting& setting)
{
    archive(setting.name, setting.value);
}

template <class Archive>
void fields(Archive& archive, RecordingHeader& header)
{
    auto wall = header.started_at.time_since_epoch();
    archive(header.crura_version, wall, header.started, header.program_id, header.program_name,
            header.bands, header.sources, header.settings);
    header.started_at = decltype(header.started_at)(wall);
}

template <class Archive>
void fields(Archive& archive, Sample& sample)
{
    archive(sample.time, sample.value);
    archive.choice(sample.channel.band, Band::sacral);
    archive.choice(sample.channel.quantity, Quantity::togetherness);
}

template <class Archive>
void fields(Archive& archive, Command& command)
{
    archive.choice(command, Command::skip_question);
}

template <class Archive>
void fields(Archive& archive, RecordedTick& tick)
{
    archive(tick.time, tick.number, tick.commands, tick.samples);
}

template <class Archive>
void fields(Archive& archive, Loss& loss)
{
    archive(loss.time, loss.ticks, loss.samples);
}

template <class Archive>
void fields(Archive& archive, Onset& onset)
{
    archive.choice(onset.phase, Phase::expiratory_pause);
    archive(onset.time, onset.known_at);
}

template <class Archive>
void fields(Archive& archive, Estimate& estimate)
{
    archive(estimate.value, estimate.plus_minus, estimate.known);
}

template <class Archive>
void fields(Archive& archive, Breath& breath)
{
    archive(breath.inspiration_onset, breath.expiration_onset, breath.end,
            breath.inspiration_known_at, breath.expiration_known_at, breath.breath_rate_bpm,
            breath.inspiratory_time_s, breath.expiratory_time_s, breath.amplitude,
            breath.abdominal_share, breath.phase_angle_deg);
    archive.choice(breath.partition, Partition::calibrated);
    archive(breath.confidence);
}

template <class Archive>
void fields(Archive& archive, Event& event)
{
    archive.choice(event.kind, EventKind::pelvic_drift);
    archive(event.start, event.end, event.known_at, event.evidence, event.over);
}

template <class Archive>
void fields(Archive& archive, SessionState& session)
{
    archive(session.running, session.finished, session.elapsed, session.left, session.step,
            session.prompt);
    archive.since(3, session.braked);
    archive.since(4, session.unguided, session.waiting, session.phrase);
}

template <class Archive>
void fields(Archive& archive, Phrase& phrase)
{
    archive.choice(phrase, Phrase(kPhrases - 1));
}

template <class Archive>
void fields(Archive& archive, SourceHealth& source)
{
    archive(source.online, source.finished, source.samples, source.rejected, source.lost,
            source.refused);
}

template <class Archive>
void fields(Archive& archive, Latency& latency)
{
    archive(latency.known, latency.p50_ms, latency.p95_ms, latency.p99_ms);
}

template <class Archive>
void fields(Archive& archive, Output& output)
{
    archive.choice(output, Output::lost);
}

template <class Archive>
void fields(Archive& archive, Health& health)
{
    archive(health.sources, health.audio, health.midi, health.recorder, health.late_ticks);
    archive.since(3, health.osc, health.touch, health.sound_latency, health.midi_latency,
                  health.osc_latency, health.touch_latency);
}

template <class Archive>
void fields(Archive& archive, BandState& band)
{
    archive(band.valid, band.displacement, band.tidal_amplitude, band.end_expiratory_level,
            band.polarity, band.confidence);
}

template <class Archive>
void fields(Archive& archive, Glance& glance)
{
    archive.choice(glance.phase, Phase::expiratory_pause);
    archive(glance.displacement, glance.cycle_position, glance.bands, glance.breath_rate_bpm,
            glance.abdominal_share, glance.phase_angle_deg);
    archive.choice(glance.partition, Partition::calibrated);
    archive(glance.calibration_progress, glance.confidence);
    archive.choice(glance.intent, Intent::guide);
    archive(glance.target_level, glance.target_displacement, glance.elapsed);
    archive.since(4, glance.stage, glance.carry_over, glance.ventilation);
}

template <class Archive>
void fields(Archive& archive, GuideStage& stage)
{
    archive.choice(stage, GuideStage::unguided);
}

template <class Archive>
void fields(Archive& archive, Decision& decision)
{
    archive.choice(decision.kind, DecisionKind(kDecisionKinds - 1));
    archive.choice(decision.ground, Ground(kGrounds - 1));
    archive(decision.time, decision.value, decision.limit);
}

template <class Archive>
void fields(Archive& archive, Answer& answer)
{
    archive.choice(answer.question, Question(kQuestions - 1));
    archive.choice(answer.when, CheckInTime::pace);
    archive.choice(answer.by, AnsweredBy::breath);
    archive(answer.choice, answer.time);
}

template <class Archive>
void fields(Archive& archive, Watch& watch)
{
    auto& [guard, air] = watch;
    archive(guard.on);
    archive.choice(guard.alert, Alert::act);
    archive(guard.tremor_time, guard.tremor_limit, guard.hold_limit_s, guard.held_s,
            guard.awaiting_response, guard.response_left, guard.missed_responses,
            guard.freeze_suspected);
    archive.choice(air.advice, AirAdvice::mirror);
    archive(air.trend_only, air.above_s);
}

template <class Archive>
void fields(Archive& archive, RateScore& score)
{
    archive(score.asked_bpm, score.breath_rate_bpm, score.heart_swing_bpm, score.coherence,
            score.irregularity, score.abdominal_share, score.ventilation, score.comfort,
            score.counts);
}

template <class Archive>
void fields(Archive& archive, Assessment& assessment)
{
    archive.choice(assessment.basis, Assessment::Basis::heart);
    archive(assessment.best_bpm, assessment.rates);
}

template <class Archive>
void fields(Archive& archive, Digest& digest)
{
    archive(digest.time, digest.tick, digest.ticks, digest.shape, digest.bits);
}

template <class Archive>
void fields(Archive& archive, Note& note)
{
    archive(note.time, note.text);
}

} // namespace crura::record
