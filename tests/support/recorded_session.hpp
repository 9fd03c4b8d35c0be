#pragma once

#include "core/snapshot.hpp"
#include "record/recording.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

namespace crura::test {

// Ticks whose every bit follows from their number, so that what comes back can be checked without
// keeping what was sent. The values are arbitrary bit patterns: NaN with payloads, infinities,
// denormals and -0.0 are among them.

// Scrambles a number (splitmix64, Steele, Lea and Flood 2014).
inline std::uint64_t scrambled(std::uint64_t number)
{
    number += 0x9E3779B97F4A7C15;
    number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9;
    number = (number ^ (number >> 27)) * 0x94D049BB133111EB;
    return number ^ (number >> 31);
}

class Bits {
public:
    explicit Bits(std::uint64_t seed) : state_(scrambled(seed)) {}

    std::uint64_t operator()() { return state_ = scrambled(state_); }
    std::size_t below(std::size_t limit) { return std::size_t((*this)() % limit); }
    bool coin() { return below(2) == 1; }
    Time time() { return Time(Duration(std::int64_t((*this)()))); }

    double number()
    {
        constexpr double kSpecial[] = {0.0, -0.0, std::numeric_limits<double>::infinity(),
                                       std::numeric_limits<double>::denorm_min(),
                                       std::numeric_limits<double>::max()};
        switch (below(4)) {
        case 0:
            return kSpecial[below(std::size(kSpecial))];
        case 1: // a NaN, quiet or signalling, with a payload
            return std::bit_cast<double>((*this)() | 0x7FF0000000000001);
        default:
            return std::bit_cast<double>((*this)());
        }
    }

    Estimate estimate() { return {number(), number(), coin()}; }
    Phase phase() { return Phase(below(5)); }

private:
    std::uint64_t state_;
};

// 0 to 24 samples of any channel, measured at any time.
inline std::vector<Sample> samples_of_tick(std::uint64_t number)
{
    Bits bits(number);
    std::vector<Sample> samples(bits.below(25));
    for (auto& sample : samples)
        sample = {bits.time(), bits.number(), channel_at(bits.below(kChannels))};
    return samples;
}

inline Breath some_breath(Bits& bits)
{
    Breath breath;
    breath.inspiration_onset = bits.time();
    breath.expiration_onset = bits.time();
    breath.end = bits.time();
    breath.inspiration_known_at = bits.time();
    breath.expiration_known_at = bits.time();
    breath.breath_rate_bpm = bits.number();
    breath.inspiratory_time_s = bits.number();
    breath.expiratory_time_s = bits.number();
    breath.amplitude = {bits.estimate(), bits.estimate()};
    breath.abdominal_share = bits.estimate();
    breath.phase_angle_deg = bits.estimate();
    breath.partition = Partition(bits.below(3));
    breath.confidence = bits.number();
    return breath;
}

inline Event some_event(Bits& bits)
{
    return {EventKind(bits.below(kEventKinds)),
            bits.time(),
            bits.time(),
            bits.time(),
            bits.number(),
            bits.coin()};
}

inline Health some_health(Bits& bits)
{
    Health health;
    for (auto count = bits.below(Health::kMaxSources + 1); count > 0; --count)
        health.sources.push_back({bits.coin(), bits.coin(), bits(), bits(), bits(), bits()});
    health.audio = Output(bits.below(3));
    health.midi = Output(bits.below(3));
    health.recorder = Output(bits.below(3));
    health.late_ticks = bits();
    health.osc = Output(bits.below(3));
    health.touch = Output(bits.below(3));
    for (auto* latency :
         {&health.sound_latency, &health.midi_latency, &health.osc_latency, &health.touch_latency})
        *latency = {bits.coin(), float(bits.below(1000)), float(bits.below(1000)), 0.1f};
    return health;
}

inline Decision some_decision(Bits& bits)
{
    return {DecisionKind(bits.below(kDecisionKinds)), Ground(bits.below(kGrounds)), bits.time(),
            bits.number(), bits.number()};
}

inline Answer some_answer(Bits& bits)
{
    return {Question(bits.below(kQuestions)), CheckInTime(bits.below(5)), AnsweredBy(bits.below(3)),
            std::uint8_t(bits.below(kChoices)), bits.time()};
}

inline GuardState some_guard(Bits& bits)
{
    return {bits.coin(),
            Alert(bits.below(3)),
            Duration(std::int64_t(bits())),
            Duration(std::int64_t(bits())),
            bits.number(),
            bits.number(),
            bits.coin(),
            Duration(std::int64_t(bits())),
            std::uint8_t(bits()),
            bits.coin()};
}

inline RateScore some_rate(Bits& bits)
{
    RateScore rate;
    rate.asked_bpm = bits.number();
    for (auto* each : {&rate.breath_rate_bpm, &rate.heart_swing_bpm, &rate.coherence,
                       &rate.irregularity, &rate.abdominal_share, &rate.ventilation})
        *each = bits.estimate();
    rate.comfort = std::int8_t(bits());
    rate.counts = bits.coin();
    return rate;
}

inline Assessment some_assessment(Bits& bits)
{
    Assessment assessment{Assessment::Basis(bits.below(3)), bits.estimate(), {}};
    for (auto count = bits.below(9); count > 0; --count)
        assessment.rates.push_back(some_rate(bits));
    return assessment;
}

// A snapshot with something in every field that a recording keeps.
inline Snapshot snapshot_of_tick(std::uint64_t number, Time time)
{
    Bits bits(~number);
    Snapshot snapshot;
    snapshot.time = time;
    snapshot.tick = number;
    for (auto count = bits.below(5); count > 0; --count)
        snapshot.commands.push_back(Command(bits.below(std::size_t(Command::skip_question) + 1)));

    auto& breath = snapshot.breath;
    breath.phase = bits.phase();
    breath.displacement = bits.number();
    breath.cycle_position = bits.number();
    for (auto& band : breath.band)
        band = {.valid = bits.coin(),
                .displacement = bits.number(),
                .tidal_amplitude = bits.number(),
                .end_expiratory_level = bits.number(),
                .polarity = std::int8_t(bits()),
                .confidence = bits.number()};
    breath.breath_rate_bpm = bits.estimate();
    breath.abdominal_share = bits.estimate();
    breath.phase_angle_deg = bits.estimate();
    breath.partition = Partition(bits.below(3));
    breath.calibration_progress = bits.number();
    breath.confidence = bits.number();
    for (auto count = bits.below(3); count > 0; --count)
        breath.onsets.push_back({bits.phase(), bits.time(), bits.time()});
    for (auto count = bits.below(3); count > 0; --count)
        breath.breaths.push_back(some_breath(bits));
    for (auto count = bits.below(3); count > 0; --count)
        breath.events.push_back(some_event(bits));

    snapshot.target.intent = Intent(bits.below(3));
    snapshot.target.level = bits.number();
    snapshot.target.displacement = bits.number();
    snapshot.session.running = bits.coin();
    snapshot.session.finished = bits.coin();
    snapshot.session.braked = bits.coin();
    snapshot.session.elapsed = Duration(std::int64_t(bits()));
    snapshot.session.left = Duration(std::int64_t(bits()));
    snapshot.session.step = std::int16_t(bits());
    snapshot.session.prompt = std::int16_t(bits());
    snapshot.health = some_health(bits);

    snapshot.session.unguided = bits.coin();
    snapshot.session.waiting = bits.coin();
    snapshot.session.phrase = Phrase(bits.below(kPhrases));
    snapshot.target.stage = GuideStage(bits.below(8));
    snapshot.target.carry_over = bits.estimate();
    breath.ventilation = bits.estimate();
    snapshot.guard = some_guard(bits);
    snapshot.air = {AirAdvice(bits.below(5)), bits.coin(), bits.number()};
    snapshot.assessment = some_assessment(bits);
    for (auto count = bits.below(3); count > 0; --count)
        snapshot.decisions.push_back(some_decision(bits));
    for (auto count = bits.below(3); count > 0; --count)
        snapshot.check_in.answers.push_back(some_answer(bits));
    return snapshot;
}

inline bool same_bits(double a, double b)
{
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

inline bool same_bits(const Sample& a, const Sample& b)
{
    return a.time == b.time && same_bits(a.value, b.value) && a.channel == b.channel;
}

// Whether a recorded tick is the one of its number, given at that time, bit for bit.
inline bool is_tick_of(const record::RecordedTick& tick, Time time)
{
    const auto samples = samples_of_tick(tick.number);
    const auto commands = snapshot_of_tick(tick.number, time).commands;
    return tick.time == time
        && std::equal(samples.begin(), samples.end(), tick.samples.begin(), tick.samples.end(),
                      [](const Sample& a, const Sample& b) { return same_bits(a, b); })
        && std::equal(commands.begin(), commands.end(), tick.commands.begin(), tick.commands.end());
}

} // namespace crura::test
