#include "breath/tracker.hpp"

#include "breath/numbers.hpp"

#include <algorithm>
#include <cmath>

namespace crura::breath {
namespace {

constexpr double kDoubtful = 0.1;    // with less confidence no number is said
constexpr double kListening = 0.3;   // most confidence before the way up is known
constexpr double kUnconfirmed = 0.6; // and before one, at first or after a gap, is whole
constexpr double kTogether = 0.7;    // correlation of raw bands that move together

} // namespace

Tracker::Tracker(Params params)
    : params_(params), conditioners_{Conditioner(Band::thoracic, {}),
                                     Conditioner(Band::abdominal, {})},
      bands_{BandTracker({}), BandTracker({})}, cycle_(bands_[0].group_delay_s()),
      pair_(params.calibration), band_scale_{dsp::BreathScale({}), dsp::BreathScale({})}
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
    if (listening_)
        listen(heard);
    else
        join(to_seconds(heard.time));
    if (!go_back)
        follow(heard, now, state);
    while (behind_ > 0 && !withheld_.full())
        follow(heard_[--behind_], now, state);
    if (!listening_)
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

Tracker::Heard Tracker::hear(const Frame& frame, bool due, double motion)
{
    Heard heard{frame.time, {}, {}};
    const double time_s = to_seconds(frame.time);
    for (std::size_t b = 0; b < kBands; ++b) {
        const auto raw = conditioners_[b](frame);
        if (raw && !bands_[b].ever())
            first_valid_s_[b] = time_s;
        bands_[b](time_s, raw, due, motion);
        heard.level[b] = bands_[b].level();
        heard.valid[b] = raw.has_value();
        if (raw)
            last_valid_s_[b] = time_s;
    }
    return heard;
}

void Tracker::listen(const Heard& heard)
{
    if (heard.valid.all())
        together_(heard.level[0], heard.level[1]);
    for (std::size_t b = 0; b < kBands; ++b)
        if (together_.value() > kTogether && bands_[b].polarity_decided()
            && !bands_[1 - b].polarity_decided())
            bands_[1 - b].adopt_polarity(bands_[b].polarity());
    bool waiting = behind_ == 0, turned = false;
    for (std::size_t b = 0; b < kBands; ++b) {
        if (!bands_[b].ever())
            continue;
        turned = turned || bands_[b].polarity() != polarity_[b];
        polarity_[b] = bands_[b].polarity();
        if (turns_.seeking() || turned) {
            level_[b] = polarity_[b] * heard.level[b];
            band_scale_[b].set(bands_[b].lowest(), bands_[b].range());
        }
        joined_[b] = true;
        waiting = waiting || !ready(b, to_seconds(heard.time));
    }
    if (turned)
        begin_again();
    listening_ = waiting && !withheld_.full();
}

// Later, a sensor may turn out to be the other way up, and another may come.
void Tracker::join(double time_s)
{
    for (std::size_t b = 0; b < kBands; ++b) {
        if (bands_[b].polarity() != polarity_[b])
            turn_over(b);
        joined_[b] = joined_[b] || ready(b, time_s);
    }
}

// Whether the polarity of a band is known, or was waited for long enough.
bool Tracker::ready(std::size_t band, double time_s) const
{
    return bands_[band].ever()
        && (bands_[band].polarity_decided() || time_s - first_valid_s_[band] >= params_.listen_s);
}

// The sensor is the other way up than was thought. What is shown glides to where it belongs.
void Tracker::turn_over(std::size_t band)
{
    polarity_[band] = bands_[band].polarity();
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
    const auto bands = this->bands(valid);
    if (valid.any()) {
        followed_s_ = time_s;
        mix_.weigh(bands, pair_.gains(), level_);
    } else if (time_s - followed_s_ > params_.restart_s)
        return restart();

    const auto turn = turns_(time_s, mix_(level_), mix_.noise(bands), motion_);
    const bool finished = turn && take(*turn, time_s, now, state);
    if ((finished || (turn && cycle_.breath_times().count() == 0))
        && mix_.out_of_balance(this->bands(valid), pair_.gains()))
        mix_.weigh_anew();
}

// True when a breath is finished.
bool Tracker::take(const dsp::Turn& turn, double time_s, Time now, BreathState& state)
{
    const auto breath = cycle_.take(turn, now, pair_.gains(), confidence(time_s), state);
    scale_to(turn);
    if (!breath)
        return false;
    withheld_.push_back(*breath);
    if (pair_.learn(*breath, {cycle_.amplitude(Band::thoracic), cycle_.amplitude(Band::abdominal)}))
        mix_.weigh_anew();
    return true;
}

BandMix::Bands Tracker::bands(std::bitset<kBands> valid) const
{
    BandMix::Bands bands{valid, {}, {}, {}};
    for (std::size_t b = 0; b < kBands; ++b) {
        const double usual = cycle_.amplitude(Band(b));
        bands.height[b] = usual > 0 ? usual : bands_[b].amplitude();
        bands.clarity[b] = bands_[b].clarity();
        bands.noise[b] = bands_[b].noise();
    }
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
    pair_.say(state.breath_rate_bpm.known && both_bands(time_s), state);
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
