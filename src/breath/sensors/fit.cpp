#include "breath/sensors/fit.hpp"

#include <algorithm>
#include <cmath>

namespace crura::breath {
namespace {

constexpr int kEvery = 25;      // frames from one look to the next
constexpr int kLearnEvery = 48; // looks: 12 s
constexpr double kDegrees = 57.29577951;

constexpr double kSilent_s = 1.5;
constexpr double kSoonestStuck_s = 4; // the same value for so long is stuck,
constexpr double kLatestStuck_s = 30; // or for longer when it has rested before:
constexpr double kRests = 30;         // so many times the longest rest,
constexpr double kUnmoved_s = 10;     // or this if it never moved

constexpr double kRailed_s = 8;     // after the end of the range was left
constexpr double kHardly = 3;       // height over noise; a breath is more
constexpr double kMargin = 1.5;     // of the noise, for what it wanders
constexpr double kMoving = 0.4;     // Motion::level: shaking is no fault of the sensor
constexpr double kLouder = 3;       // noise that is so many times the usual
constexpr double kPartOfPair = 0.3; // of the usual swing, while the other band
constexpr double kOtherPart = 0.6;  // still has so much of its own
constexpr double kPartAlone = 0.2;  // when there is no other
constexpr double kShrunkPair_s = 20;
constexpr double kShrunkAlone_s = 30;
constexpr double kAccepted_s = 180; // then it is what is usual

constexpr double kStep = 1.5;       // usual amplitudes
constexpr std::size_t kHeld = 17;   // steps of the range: more than 4 s
constexpr std::size_t kAcross = 3;  // in which it happens
constexpr std::size_t kBefore = 40; // 10 s
constexpr double kMoved_s = 8;      // for so long it is told

constexpr int kSides = 2; // guided breaths more for swapped than against it
constexpr int kMostSides = 4;
constexpr double kPlainly = 2; // one band goes so much further than the other

// How long a finding must last before it is named.
double patience_s(SensorFault fault)
{
    switch (fault) {
    case SensorFault::none:
        return 3;
    case SensorFault::noisy:
    case SensorFault::loose:
    case SensorFault::upside_down:
        return 5;
    default:
        return 0;
    }
}

double height(const SensorSignal& signal, const BandState& band)
{
    if (!signal.scalar())
        return band.tidal_amplitude / kDegrees;
    return signal.swing();
}

// When the level stepped up or down by much more than a breath and stayed there: how many seconds
// ago. A breath, a sigh too, takes its time.
bool stepped(const dsp::RecentRange<SensorSignal::kSteps>& range, double amplitude)
{
    if (amplitude <= 0 || range.size() < kHeld + kAcross + kBefore)
        return false;
    const auto after = range.over(0, kHeld), across = range.over(kHeld, kAcross),
               before = range.over(kHeld + kAcross, kBefore);
    return std::fabs(after.middle() - before.middle()) > kStep * amplitude
        && across.width() > kStep * amplitude && after.width() < kStep * amplitude;
}

} // namespace

void Fit::operator()(const std::array<SensorSignal, kBands>& signals, Time now, BreathState& state,
                     Manoeuvre manoeuvre)
{
    vote_on_sides(state, manoeuvre);
    if (++frames_ >= kEvery) {
        frames_ = 0;
        now_s_ = to_seconds(now);
        for (std::size_t b = 0; b < kBands; ++b)
            name(b, diagnose(signals, b, state.band[b], state.motion, manoeuvre), now, state);
        if (manoeuvre == Manoeuvre::natural && ++steps_ % kLearnEvery == 0)
            learn(signals);
    }
    for (std::size_t b = 0; b < kBands; ++b)
        state.band[b].fault = watch_[b].fault;
}

void Fit::learn(const std::array<SensorSignal, kBands>& signals)
{
    for (std::size_t b = 0; b < kBands; ++b) {
        Watch& watch = watch_[b];
        const bool fine = watch.candidate == SensorFault::none
            || watch.candidate == SensorFault::upside_down
            || watch.candidate == SensorFault::swapped;
        if (!fine || !signals[b].valid() || watch.shrunk_since_s > kNever)
            continue;
        if (signals[b].swing() > 0)
            watch.swing.learn(signals[b].swing());
        watch.noise.learn(signals[b].noise());
    }
}

// Each breath that is to be the belly's alone, or the chest's, votes, by how far both bands go of
// what they go in natural breathing. Without such breaths nobody can know.
void Fit::vote_on_sides(const BreathState& state, Manoeuvre manoeuvre)
{
    for (const Breath& breath : state.breaths) {
        if (breath.inspiration_onset <= last_breath_) // a tick may have several frames
            continue;
        last_breath_ = breath.inspiration_onset;
        const Estimate &chest = breath.amplitude[0], &belly = breath.amplitude[1];
        if (!chest.known || !belly.known)
            continue;
        if (manoeuvre == Manoeuvre::natural) {
            watch_[0].breath.push(std::fabs(chest.value));
            watch_[1].breath.push(std::fabs(belly.value));
            continue;
        }
        const double usual_chest = dsp::median(watch_[0].breath),
                     usual_belly = dsp::median(watch_[1].breath);
        if (usual_chest <= 0 || usual_belly <= 0 || manoeuvre == Manoeuvre::isovolume)
            continue;
        double asked = std::fabs(belly.value) / usual_belly,
               other = std::fabs(chest.value) / usual_chest;
        if (manoeuvre == Manoeuvre::chest)
            std::swap(asked, other);
        if (other > kPlainly * asked)
            sides_ = std::min(sides_ + 1, kMostSides);
        else if (asked > kPlainly * other)
            sides_ = std::max(sides_ - 1, -kMostSides);
    }
}

// The first that applies; what hides the others comes first.
Fit::Finding Fit::diagnose(const std::array<SensorSignal, kBands>& signals, std::size_t band,
                           const BandState& now, const Motion& motion, Manoeuvre manoeuvre)
{
    const SensorSignal& signal = signals[band];
    Watch& watch = watch_[band];
    if (!signal.sensor())
        return {SensorFault::none, now_s_};
    if (signal.silent_s() > kSilent_s)
        return {SensorFault::silent, now_s_ - signal.silent_s()};
    if (!signal.valid())
        return {watch.candidate, watch.candidate_since_s};

    if (signal.since_rail_s() < kRailed_s)
        return {SensorFault::saturated, now_s_};
    const double rests = kRests * signal.longest_rest_s();
    const double stuck_s = signal.longest_rest_s() > 0
        ? std::clamp(rests, kSoonestStuck_s, kLatestStuck_s)
        : kUnmoved_s;
    if (signal.unchanged_s() > stuck_s)
        return {SensorFault::stuck, now_s_ - signal.unchanged_s()};

    const double usual = watch.swing.value();
    if (signal.scalar()) {
        const double amplitude = now.tidal_amplitude > 0 ? now.tidal_amplitude : usual;
        const bool in_units = signal.sensor() == SensorClass::displacement;
        if (stepped(signal.range(), in_units ? amplitude : usual))
            watch.stepped_s = now_s_;
        if (now_s_ - watch.stepped_s < kMoved_s)
            return {SensorFault::moved, watch.stepped_s - kHeld * SensorSignal::kStep_s};
    }
    if (const auto fault = drowned(signal, watch, now, motion); fault != SensorFault::none)
        return {fault, now_s_};
    if (manoeuvre == Manoeuvre::natural && shrunk(signals, band)) {
        if (watch.shrunk_since_s == kNever)
            watch.shrunk_since_s = now_s_;
        const double low_s = now_s_ - watch.shrunk_since_s;
        const std::size_t other = 1 - band;
        const bool pair = signals[other].scalar() && signals[other].valid();
        if (low_s > kAccepted_s)
            watch.swing.forget();
        else if (low_s > (pair ? kShrunkPair_s : kShrunkAlone_s))
            return {SensorFault::loose, watch.shrunk_since_s};
    } else
        watch.shrunk_since_s = kNever;

    if (sides_ >= kSides || (watch.fault == SensorFault::swapped && sides_ > 0))
        return {SensorFault::swapped, now_s_};
    const bool belt =
        signal.sensor() == SensorClass::displacement || signal.sensor() == SensorClass::piezo;
    if (belt && now.polarity < 0)
        return {SensorFault::upside_down, now_s_};
    return {SensorFault::none, now_s_};
}

// Hardly more than noise: the noise has come up, or there never was much. What has only become
// smaller may be a breath that is held.
SensorFault Fit::drowned(const SensorSignal& signal, const Watch& watch, const BandState& now,
                         const Motion& motion)
{
    const double usual = watch.swing.value(), moved = height(signal, now);
    const double out = watch.fault == SensorFault::none ? 1 : 1.3; // the way out is not the way in
    const double hardly = out * kHardly * kMargin * signal.noise();
    if ((moved <= 0 && usual <= 0) || moved > hardly || motion.level > kMoving)
        return SensorFault::none;
    if (watch.noise.value() > 0 && out * signal.noise() > kLouder * watch.noise.value())
        return SensorFault::noisy;
    return usual < 2 * hardly ? SensorFault::loose : SensorFault::none;
}

// Moves much less than it did, and not because the breath is shallower, as far as can be told.
bool Fit::shrunk(const std::array<SensorSignal, kBands>& signals, std::size_t band) const
{
    const auto part = [&](std::size_t b) {
        const double usual = watch_[b].swing.value();
        return usual > 0 ? signals[b].swing() / usual : 1;
    };
    if (!signals[band].scalar())
        return false;
    const double margin = watch_[band].fault == SensorFault::loose ? 1.3 : 1;
    const std::size_t other = 1 - band;
    if (signals[other].scalar() && signals[other].valid())
        return part(band) < margin * kPartOfPair && part(other) > kOtherPart / margin;
    return part(band) < margin * kPartAlone;
}

void Fit::name(std::size_t band, Finding finding, Time now, BreathState& state)
{
    Watch& watch = watch_[band];
    if (finding.fault != watch.candidate) {
        watch.candidate = finding.fault;
        watch.candidate_since_s = finding.since_s;
    }
    const double lasted_s = now_s_ - watch.candidate_since_s;
    if (watch.candidate == watch.fault || lasted_s < patience_s(watch.candidate)
        || state.events.full())
        return;
    Event event{EventKind::sensor_fault, {}, now, now, 0, false};
    if (watch.fault != SensorFault::none) { // the next one is named at the next look
        event.start = time_from_seconds(watch.fault_since_s);
        event.evidence = evidence_of(watch.fault, Band(band));
        event.over = true;
        watch.fault = SensorFault::none;
    } else {
        watch.fault = watch.candidate;
        watch.fault_since_s = watch.candidate_since_s;
        event.start = time_from_seconds(watch.fault_since_s);
        event.evidence = evidence_of(watch.fault, Band(band));
    }
    state.events.push_back(event);
}

} // namespace crura::breath
