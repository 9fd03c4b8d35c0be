#include "breath/tracker.hpp"

#include "breath/turns/numbers.hpp"

#include <algorithm>
#include <cmath>

namespace crura::breath {
namespace {

constexpr double kDoubtful = 0.1;    // with less confidence no number is said
constexpr double kListening = 0.3;   // most confidence before the way up is known
constexpr double kUnconfirmed = 0.6; // and before one, at first or after a gap, is whole
constexpr double kTogether = 0.7;    // correlation of raw bands that move together
constexpr double kOpposed = -0.5;    // and of bands that move against each other

} // namespace

Tracker::Tracker(Params params)
    : params_(params), conditioners_{Conditioner(Band::thoracic, {}),
                                     Conditioner(Band::abdominal, {})},
      bands_{BandTracker({}), BandTracker({})}, cycle_(bands_[0].group_delay_s()),
      pair_({.calibration = params.calibration}), band_scale_{dsp::BreathScale({}),
                                                              dsp::BreathScale({})}
{
}

void Tracker::operator()(const Frame& frame, Time now, BreathState& state)
{
    motion_ = state.motion.level;
    const bool due = frames_++ % kTurnEvery == 0;
    const Heard heard = hear(frame, due, motion_);
    if (!due)
        return show(heard, state);
    const bool go_back = listening_ || behind_ > 0;
    if (go_back && (heard.valid.any() || !heard_.empty())) {
        heard_.push(heard);
        behind_ = std::min(behind_ + 1, heard_.size());
    }
    compare(heard);
    if (listening_)
        listen(heard);
    else
        join(to_seconds(heard.time));
    if (!go_back)
        follow(heard, now, state);
    while (behind_ > 0 && !withheld_.full())
        follow(heard_[--behind_], now, state);
    if (!listening_ && !withheld_.empty())
        release(state);
    describe(heard, state);
}

// As many as there is room for; the rest comes with the next frames.
void Tracker::release(BreathState& state)
{
    auto waiting = withheld_;
    withheld_.clear();
    for (const Breath& breath : waiting)
        if (!state.breaths.push_back(breath))
            withheld_.push_back(breath);
}

Heard Tracker::hear(const Frame& frame, bool due, double motion)
{
    Heard heard{frame.time, {}, {}};
    const double time_s = to_seconds(frame.time);
    for (std::size_t b = 0; b < kBands; ++b) {
        const auto raw = conditioners_[b](frame);
        if (raw && !bands_[b].ever())
            first_valid_s_[b] = time_s;
        bands_[b](time_s, raw, due, motion, conditioners_[b].integrates());
        heard.level[b] = bands_[b].level();
        heard.valid[b] = raw.has_value();
        if (raw)
            last_valid_s_[b] = time_s;
    }
    return heard;
}

// How the bands move beside each other, the way up they are taken to be.
void Tracker::compare(const Heard& heard)
{
    const double time_s = to_seconds(heard.time);
    if (heard.valid.all()) {
        lead_({polarity_[0] * heard.level[0], polarity_[1] * heard.level[1]});
        pairing_(lead_.asynchrony(), 1 / kTurnRateHz);
        if (!listening_ && polarity_[0] != polarity_[1] && pairing_.mistaken())
            turn_alike();
    } else if (time_s - std::min(last_valid_s_[0], last_valid_s_[1]) > params_.restart_s) {
        lead_.restart(); // a band may be worn anew
        pairing_.forget();
    }
}

void Tracker::listen(const Heard& heard)
{
    if (heard.valid.all())
        together_(heard.level[0], heard.level[1]);
    for (std::size_t b = 0; b < kBands; ++b)
        if (together_.value() > kTogether && bands_[b].polarity_decided()
            && !bands_[1 - b].polarity_decided())
            bands_[1 - b].adopt_polarity(bands_[b].polarity());
    // Only bands that oppose each other can be of opposite ways up.
    std::array way{bands_[0].polarity(), bands_[1].polarity()};
    const bool at_odds = heard.valid.all() && way[0] != way[1] && together_.value() > kOpposed;
    if (at_odds)
        way.fill(way[bands_[1].polarity_evidence() > bands_[0].polarity_evidence()]);
    bool waiting = behind_ == 0 || at_odds, turned = false;
    for (std::size_t b = 0; b < kBands; ++b) {
        if (!bands_[b].ever())
            continue;
        turned = turned || way[b] != polarity_[b];
        polarity_[b] = way[b];
        if (turns_.seeking() || turned) {
            level_[b] = polarity_[b] * heard.level[b];
            band_scale_[b].set(bands_[b].lowest(), bands_[b].range());
        }
        joined_[b] = true;
        waiting = waiting || !ready(b, to_seconds(heard.time));
    }
    if (turned) {
        lead_.restart();
        pairing_.forget();
        begin_again();
    }
    listening_ = waiting && !withheld_.full();
}

// Later, a sensor may turn out to be the other way up, and another may come.
void Tracker::join(double time_s)
{
    for (std::size_t b = 0; b < kBands; ++b) {
        if (bands_[b].polarity() != polarity_[b])
            turn_over_or_not(b);
        joined_[b] = joined_[b] || ready(b, time_s);
    }
}

// Whether the polarity of a band is known, or was waited for long enough.
bool Tracker::ready(std::size_t band, double time_s) const
{
    return bands_[band].ever()
        && (bands_[band].polarity_decided() || time_s - first_valid_s_[band] >= params_.listen_s);
}

void Tracker::turn_alike()
{
    const bool second = bands_[1].polarity_evidence() < bands_[0].polarity_evidence();
    const std::size_t weaker = second ? 1 : 0;
    bands_[weaker].adopt_polarity(polarity_[1 - weaker]);
    turn_over(weaker);
    pairing_.forget();
    lead_.restart();
}

// Bands that move together can only both be the other way up.
void Tracker::turn_over_or_not(std::size_t band)
{
    const std::size_t other = 1 - band;
    if (!bands_[other].valid() || !lead_.asynchrony().known())
        return turn_over(band);
    // The vote has already gone over: what is for the new way up is against the old one.
    const auto verdict = pairing_(lead_.asynchrony(), -bands_[band].polarity_evidence(),
                                  bands_[other].polarity_evidence());
    if (verdict == Pairing::Verdict::leave)
        return bands_[band].adopt_polarity(polarity_[band]);
    turn_over(band);
    if (verdict == Pairing::Verdict::turn_this) {
        pairing_.forget();
        return lead_.restart();
    }
    bands_[other].adopt_polarity(-polarity_[other]);
    turn_over(other);
}

// The sensor is the other way up than was thought. What is shown glides to where it belongs.
void Tracker::turn_over(std::size_t band)
{
    polarity_[band] = bands_[band].polarity();
    cycle_.forget_amplitude(Band(band));
    const double before = level_[band], sum_before = mix_(level_);
    level_[band] = -before;
    mix_.step_to(level_, sum_before);
    band_scale_[band].shift(level_[band] - before);
    band_scale_[band].set(bands_[band].lowest(), bands_[band].amplitude());
    if (joined_[band])
        restart();
}

// From the first frame that is remembered.
void Tracker::begin_again()
{
    cycle_ = Cycle(bands_[0].group_delay_s());
    turns_ = {};
    mix_ = {};
    pair_.begin_again();
    scale_ = dsp::BreathScale({});
    withheld_.clear();
    followed_s_ = kNever;
    behind_ = heard_.size();
}

void Tracker::restart()
{
    turns_.restart();
    cycle_.restart();
}

void Tracker::follow(const Heard& heard, Time now, BreathState& state)
{
    const double time_s = to_seconds(heard.time);
    const auto valid = heard.valid & joined_;
    for (std::size_t b = 0; b < kBands; ++b)
        if (heard.valid[b])
            level_[b] = polarity_[b] * heard.level[b];
    cycle_.add_levels(time_s, level_, valid);
    pair_.add_frame(heard.time, level_, valid, now, state);
    const auto bands = this->bands(valid);
    if (valid.any()) {
        followed_s_ = time_s;
        mix_.weigh(bands, pair_.gains(), level_);
    } else if (time_s - followed_s_ > params_.restart_s)
        return restart();

    const auto turn = turns_(time_s, mix_(level_), mix_.noise(bands), motion_, flows());
    const bool finished = turn && take(*turn, time_s, now, state);
    if (!pair_.deliberate() && (finished || (turn && cycle_.breath_times().count() == 0))
        && mix_.out_of_balance(this->bands(valid), pair_.gains()))
        mix_.weigh_anew();
}

// Whether all that is followed is integrated flow.
bool Tracker::flows() const
{
    bool all = joined_.any();
    for (std::size_t b = 0; b < kBands; ++b)
        all = all && (!joined_[b] || conditioners_[b].integrates());
    return all;
}

// True when a breath is finished.
bool Tracker::take(const dsp::Turn& turn, double time_s, Time now, BreathState& state)
{
    auto breath = cycle_.take(turn, now, pair_.gains(), confidence(time_s), state);
    scale_to(turn);
    if (!breath)
        return false;
    pair_.add_breath(*breath,
                     {{cycle_.amplitude(Band::thoracic), cycle_.amplitude(Band::abdominal)},
                      {band_scale_[0].level(), band_scale_[1].level()},
                      {bands_[0].noise(), bands_[1].noise()}},
                     now, state);
    if (pair_.take_change())
        mix_.weigh_anew();
    withheld_.push_back(*breath);
    return true;
}

BandMix::Bands Tracker::bands(std::bitset<kBands> valid)
{
    const Gains& gains = pair_.gains();
    const Levels gain = gains.calibrated ? Levels{gains.thoracic, gains.abdominal} : Levels{1, 1};
    BandMix::Bands bands{valid, {}, {}, {}};
    for (std::size_t b = 0; b < kBands; ++b) {
        const double usual = cycle_.amplitude(Band(b));
        bands.height[b] = usual > 0 ? usual : bands_[b].amplitude();
        bands.clarity[b] = bands_[b].clarity();
        bands.noise[b] = bands_[b].noise();
    }
    const auto alone = lead_.choose(gain);
    if (valid.all() && alone) // the other one is not there, as far as turns go
        bands.valid.reset(1 - std::size_t(*alone));
    return bands;
}

// The turns say where each breath begins and how high it usually goes.
void Tracker::scale_to(const dsp::Turn& turn)
{
    if (turn.kind == dsp::Turn::Kind::hesitation)
        return;
    scale_.set(turn.trough_level, turns_.height());
    for (std::size_t b = 0; b < kBands; ++b) {
        const auto level = cycle_.level_at(Band(b), turn.trough_time_s);
        const double usual = cycle_.amplitude(Band(b));
        if (level && bands_[b].ever())
            band_scale_[b].set(*level, usual > 0 ? usual : bands_[b].amplitude());
    }
}

void Tracker::describe(const Heard& heard, BreathState& state)
{
    const double time_s = to_seconds(heard.time);
    state.confidence = confidence(time_s);
    show(heard, state);
    name_.push(state.displacement);
    state.phase = phase(time_s, state.phase);
    state.rising = turns_.rising() && state.phase != Phase::unknown;
    say_numbers(cycle_, time_s, gap_s(time_s) > params_.stale_s || state.confidence < kDoubtful,
                state);
    pair_.say(state.breath_rate_bpm.known && both_bands(time_s), lead_.asynchrony(), state);
}

// Where the bands are, every frame.
void Tracker::show(const Heard& heard, BreathState& state)
{
    double mean = 0;
    for (std::size_t b = 0; b < kBands; ++b) {
        const BandTracker& tracker = bands_[b];
        BandState& band = state.band[b];
        band.valid = heard.valid[b];
        band.confidence = band.valid ? state.confidence * tracker.clarity() : 0;
        if (!band.valid)
            continue;
        level_[b] = polarity_[b] * heard.level[b];
        band.level = level_[b];
        band.displacement = band_scale_[b](level_[b]);
        band.tidal_amplitude = band_scale_[b].amplitude();
        band.end_expiratory_level = band_scale_[b].level();
        band.polarity = std::int8_t(tracker.polarity_decided() ? tracker.polarity() : 0);
        mean += band.displacement / double(heard.valid.count());
    }
    if (heard.valid.any())
        state.displacement = scale_.known() ? scale_(mix_(level_)) : mean;
}

Phase Tracker::phase(double time_s, Phase last)
{
    const double gap = gap_s(time_s);
    if (gap > 0 && gap <= params_.hold_s)
        return last;
    if (gap > 0 || turns_.seeking())
        return Phase::unknown;
    return name_(time_s, turns_.inspiring(), cycle_.breath_times().median_s());
}

// A clear signal, lately understood, that goes on as expected.
double Tracker::confidence(double time_s) const
{
    const double gap = gap_s(time_s);
    const double fresh =
        1 - std::clamp((gap - params_.hold_s) / (params_.stale_s - params_.hold_s), 0., 1.);
    double clarity = 0;
    for (const auto& band : bands_)
        if (band.valid() || gap > 0)
            clarity = std::max(clarity, band.clarity());
    if (listening_)
        return kListening * clarity * fresh;
    if (cycle_.breath_times().count() == 0 || !cycle_.inspiration_s())
        return kUnconfirmed * clarity * fresh;
    return clarity * fresh * regularity(cycle_, time_s) * turns_.trust();
}

// Since any band was measured; 0 before that.
double Tracker::gap_s(double time_s) const
{
    const double last_s = std::max(last_valid_s_[0], last_valid_s_[1]);
    return last_s > kNever ? std::max(time_s - last_s, 0.) : 0;
}

bool Tracker::both_bands(double time_s) const
{
    return time_s - std::min(last_valid_s_[0], last_valid_s_[1]) <= params_.stale_s;
}

} // namespace crura::breath
