#pragma once

#include "core/sample.hpp"
#include "core/target.hpp"
#include "devices/body_random.hpp"
#include "devices/body_unrest.hpp"
#include "devices/breath_cycle.hpp"
#include "devices/event_script.hpp"
#include "devices/follower.hpp"
#include "devices/scripted_breath.hpp"
#include "devices/scripted_unrest.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace crura::devices {

// What is true of one breath, on the clean sum of both bands' volumes:
//
//                   ___ expiration onset: the maximum
//                  /   \.
//     10 % rise   /      \.
//           \    /          \._
//       _____o../                '--._________o   end: 10 % rise of the next
//           ^ rise start: last moment at the minimum
//
// The inspiration onset is the 10 % rise, as everywhere in this project.
struct TrueBreath {
    double rise_start_s = 0;
    double inspiration_onset_s = 0;
    double expiration_onset_s = 0;
    double end_s = 0;
    double volume = 0;           // both bands' own excursions, added [volume units]
    double summed_amplitude = 0; // how far the sum rises: less than `volume` when out of phase
    double abdominal_share = 0;  // of `volume`
    double summed_abdominal_share = 0; // of the sum's rise, from rise start to expiration onset;
                                       // out of phase beyond 0 .. 1 when a band moves against it
    double phase_angle_deg = 0;        // positive when the abdomen leads
    BreathKind kind = BreathKind::normal;
};

// Chest and belly at one instant.
struct BodyReading {
    double time_s = 0;      // since the model began
    PerBand volume{};       // the breath alone [volume units]
    PerBand displacement{}; // and heartbeat, movement, drift, unrest [volume units]
    PerBand level{};        // and the belt: gain, noise, steps [sensor units]
    bool heartbeat = false; // a beat began with this sample
    TrunkMotion trunk;      // the whole body's
};

// A body that breathes into a chest and a belly belt, of which everything is known. docs/
// simulated-body.md says what it models, from which sources, and what it does not.
//
// Pure and causal: a breath is decided on when it begins, from the seed and from what was heard so
// far. The same seed gives the same samples, and the same breaths with or without disturbances.
class BodyModel {
public:
    // The defaults are a clean, even breather: whatever disturbs it has to be asked for.
    struct Params {
        double breath_rate_bpm = 12;          // 3 .. 30
        double inspiratory_share = 0.38;      // rise start to maximum, of the breath; 0.15 .. 0.6
        double expiratory_pause_share = 0.12; // at the end of the breath; 0 .. 0.35
        double tidal_amplitude = 1;           // [volume units], > 0
        double abdominal_share = 0.5;         // 0 .. 1
        double phase_angle_deg = 0;           // -180 .. 180, positive when the abdomen leads

        double time_variability = 0;      // SD of the breath time, of its mean; 0 .. 0.25
        double amplitude_variability = 0; // SD of the volume, of its mean; 0 .. 0.25
        double share_variability = 0;     // SD of the abdominal share at unchanged volume; 0 .. 0.2
        double sighs_per_hour = 0;        // 0 .. 120
        double holds_per_hour = 0;        // end-expiratory, 0 .. 120
        double hold_time_s = 12;
        double speech_share = 0; // of the breaths: quick inspiration, long expiration; 0 .. 1

        double following = 0;        // how readily it follows a guide: 0 not .. 1 at once
        double slowest_rate_bpm = 5; // it never lets a guide slow it further
        Follower::Traits traits{};   // what else it does about a guide

        double heart_rate_bpm = 65;  // 30 .. 180
        double heartbeat_ripple = 0; // peak to peak, of the tidal amplitude
        double drift = 0;            // RMS, of the tidal amplitude
        double movements_per_hour = 0;
        double movement_size = 0.7; // SD of a push, of the tidal amplitude

        PerBand gain{1, 1};       // [sensor units / volume unit]; negative: falls on inspiration
        PerBand rest_level{0, 0}; // at the end of expiration [sensor units]
        double noise = 0;         // SD [sensor units]
        double quantisation_step = 0; // 0: none [sensor units]
        double sample_rate_hz = 50;
    };

    // Asserts the ranges above. The first breath starts to rise at time 0. Without a script the
    // body does nothing but breathe, shift and beat as `params` say.
    explicit BodyModel(const Params& params, std::uint64_t seed = 1,
                       const EventScript& script = {});

    // The next sample, 1 / sample_rate_hz after the last; the first is at time 0.
    BodyReading next();

    // The guide as it is at the time of the next sample. It is followed while its level is at
    // least kAudible.
    void hear(const Target& guide);
    static constexpr double kAudible = 0.3;

    // Decides on all breaths up to time_s, so that they can be asked for; what is heard later no
    // longer changes them.
    void foresee(double time_s);

    // The clean volume of one band at any time >= 0 that was reached or foreseen.
    double volume(Band band, double time_s) const;

    // All breaths decided on, but the last two, whose end depends on what comes. Computed anew.
    std::vector<TrueBreath> truth() const;

    // What was done of the script so far, in order of when it began; the last may not be over.
    std::vector<TrueEvent> events() const;

private:
    struct Peak {
        double cycles;
        double volume;
    };

    BodyModel(const Params& params, Random random, const EventScript& script);

    void begin_breath();
    void obey_script(BreathCycle& cycle, double chance);
    void do_event(BreathCycle& cycle, const BodyEvent& event);
    double absorb(double time_s);
    std::optional<HeardGuide> heard() const;
    double cycles_at(std::size_t index, double time_s) const;
    double time_at(double cycles) const;
    double volume_at(Band band, double cycles) const;
    double volume_of(Band band, std::size_t index, double time_s) const;
    double sum_at(double cycles) const;
    Peak peak_of(std::size_t index) const;
    TrueBreath true_breath(std::size_t index, const Peak& before, const Peak& peak) const;

    Params params_;
    PerBand lead_;        // by how much each band is ahead [cycles]
    BreathPace own_pace_; // without a guide

    Random breath_random_;
    Random unrest_random_;
    Random noise_random_;
    Wander time_wander_;
    Wander amplitude_wander_;
    Wander share_wander_;
    Drift drift_;
    Movement movement_;
    Heartbeat heartbeat_;

    Target guide_{};
    double guide_heard_s_ = 0;
    int since_sigh_ = 0;              // breaths
    std::vector<BreathCycle> cycles_; // the first lies before time 0
    ScriptedBreath scripted_breath_;
    ScriptedUnrest scripted_unrest_;
    Follower follower_;
    std::vector<TrueEvent> breath_events_; // that the breath did
    double absorbed_ = 0;                  // while the breath stands still [usual breaths]
    std::size_t now_ = 0;                  // the cycle of the next sample, or the one before
    std::uint64_t samples_ = 0;
};

} // namespace crura::devices
