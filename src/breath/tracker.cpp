#include "breath/tracker.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace crura::breath {
namespace {

constexpr double kStillFor = 0.3;   // a pause is at least this long [s]
constexpr double kStillSlope = 0.3; // and moves less than this many breaths a breath time
constexpr double kNearTop = 0.8;    // displacement of an inspiratory pause, at least
constexpr double kNearBottom = 0.2; // displacement of an expiratory pause, at most
constexpr std::array<double, kBands> kPart{0.6, 0.4}; // of the uncalibrated sum, by Band
constexpr double kBalance = 1.3;                      // bands as unequal as that are weighed anew
constexpr double kOfMedian = 3.06;   // 95 % of the median of 7: Student's 2.45, times 1.25
constexpr double kDoubtful = 0.1;    // with less confidence no number is said
constexpr double kListening = 0.3;   // most confidence before the way up is known
constexpr double kUnconfirmed = 0.6; // and before one, at first or after a gap, is whole
constexpr double kTogether = 0.7;    // correlation of raw bands that move together

double root_of_squares(double a, double b)
{
    return std::sqrt(a * a + b * b);
}

} // namespace

Tracker::Tracker(Params params)
    : params_(params), conditioners_{Conditioner(Band::thoracic, {}),
                                     Conditioner(Band::abdominal, {})},
      bands_{BandTracker({}), BandTracker({})},
      cycle_(bands_[0].group_delay_s()), band_scale_{dsp::BreathScale({}), dsp::BreathScale({})},
      separation_({.calibration = params.calibration})
{
}

void Tracker::operator()(const Frame& frame, Time now, BreathState& state)
{
    const Heard heard = hear(frame);
    if (heard.valid.any() || behind_ > 0 || !listening_) {
        heard_.push(heard);
        behind_ = std::min(behind_ + 1, heard_.size());
    }
    if (listening_)
        listen(heard);
    if (!listening_)
        while (behind_ > 0 && !state.breaths.full())
            follow(heard_[--behind_], now, state);
    describe(heard, state);
}

Tracker::Heard Tracker::hear(const Frame& frame)
{
    Heard heard{frame.time, {}, {}};
    const double time_s = to_seconds(frame.time);
    for (std::size_t b = 0; b < kBands; ++b) {
        const auto raw = conditioners_[b](frame);
        if (raw && !bands_[b].ever())
            first_valid_s_[b] = time_s;
        bands_[b](time_s, raw);
        heard.level[b] = bands_[b].level();
        heard.valid[b] = raw.has_value();
        if (bands_[b].polarity() != polarity_[b])
            turn_over_or_not(b);
        if (raw)
            last_valid_s_[b] = time_s;
        else if (time_s - last_valid_s_[b] > params_.restart_s) // it may be worn anew
            pairing_.forget();
        joined_[b] = joined_[b] || (!listening_ && ready(b, time_s));
    }
    if (heard.valid.all()) {
        lead_({polarity_[0] * heard.level[0], polarity_[1] * heard.level[1]});
        pairing_(lead_.asynchrony(), 1 / kFrameRateHz);
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
    bool waiting = behind_ == 0;
    for (std::size_t b = 0; b < kBands; ++b) {
        if (!bands_[b].ever())
            continue;
        level_[b] = polarity_[b] * heard.level[b];
        band_scale_[b].set(bands_[b].lowest(), bands_[b].range());
        waiting = waiting || !ready(b, to_seconds(heard.time));
    }
    if (waiting)
        return;
    const std::size_t weaker = bands_[0].polarity_evidence() < bands_[1].polarity_evidence() ? 0 : 1;
    if (together_.value() > kTogether && polarity_[0] != polarity_[1]) {
        bands_[weaker].adopt_polarity(polarity_[1 - weaker]);
        turn_over(weaker);
    }
    listening_ = false;
    for (std::size_t b = 0; b < kBands; ++b)
        joined_[b] = bands_[b].ever();
}

// Whether the polarity of a band is known, or was waited for long enough.
bool Tracker::ready(std::size_t band, double time_s) const
{
    return bands_[band].ever()
        && (bands_[band].polarity_decided() || time_s - first_valid_s_[band] >= params_.listen_s);
}

// Bands that have moved together can only both be the other way up.
void Tracker::turn_over_or_not(std::size_t band)
{
    const std::size_t other = 1 - band;
    if (listening_ || !bands_[other].valid() || !lead_.asynchrony().known())
        return turn_over(band);
    // The vote has already gone over: what was for the new way up is against the old one.
    const auto verdict = pairing_(lead_.asynchrony(), -bands_[band].polarity_evidence(),
                                  bands_[other].polarity_evidence());
    if (verdict == Pairing::Verdict::leave)
        return bands_[band].adopt_polarity(polarity_[band]);
    if (verdict == Pairing::Verdict::turn_this)
        pairing_.forget();
    else
        bands_[other].adopt_polarity(-polarity_[other]);
    lead_.restart();
    turn_over(band);
    if (verdict == Pairing::Verdict::turn_both)
        turn_over(other);
}

// The sensor is the other way up than was thought. What is shown glides to where it belongs.
void Tracker::turn_over(std::size_t band)
{
    polarity_[band] = bands_[band].polarity();
    const double before = level_[band], sum_before = sum_(level_);
    level_[band] = -before;
    sum_.step_to(level_, sum_before);
    band_scale_[band].shift(level_[band] - before);
    band_scale_[band].set(bands_[band].lowest(), bands_[band].amplitude());
    if (joined_[band])
        restart();
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
    separation_.add_frame(heard.time, level_, valid, now, state);
    if (valid.any()) {
        followed_s_ = time_s;
        weigh(valid);
    } else if (time_s - followed_s_ > params_.restart_s)
        return restart();

    const Levels& weight = sum_.weight();
    const double noise =
        root_of_squares(weight[0] * bands_[0].noise(), weight[1] * bands_[1].noise());
    if (const auto turn = turns_(time_s, sum_(level_), noise)) {
        const auto known_before = state.breaths.size();
        cycle_.take(*turn, now, separation_.gains(), confidence(time_s), state);
        scale_to(*turn);
        if (state.breaths.size() > known_before)
            separate(state.breaths[known_before], now, state);
    }
    displacements_.push(scale_(sum_(level_)));
}

double Tracker::height(std::size_t band) const
{
    const double usual = cycle_.amplitude(Band(band));
    return usual > 0 ? usual : bands_[band].amplitude();
}

// Every band that is there breathes about equally high in the sum, or by its gain, and the sum as
// high as before: 1 in the beginning. Only about, or else a breath in paradox would cancel out.
Levels Tracker::wanted_weight(std::bitset<kBands> valid) const
{
    const Gains& gains = separation_.gains();
    Levels weight{};
    double before = 0, total = 0;
    for (std::size_t b = 0; b < kBands; ++b) {
        before += sum_.weight()[b] * height(b);
        if (!valid[b] || height(b) <= 0)
            continue;
        if (valid.all() && alone_ && Band(b) != *alone_)
            continue;
        weight[b] = gains.calibrated ? (b == 0 ? gains.thoracic : gains.abdominal)
                                     : kPart[b] * bands_[b].clarity() / height(b);
        total += weight[b] * height(b);
    }
    if (total <= 0)
        return {};
    for (auto& each : weight)
        each *= (before > 0 ? before : 1) / total;
    return weight;
}

void Tracker::weigh(std::bitset<kBands> valid)
{
    const Gains& gains = separation_.gains();
    const bool known = gains.calibrated;
    const auto alone = lead_.choose(
        {(known ? gains.thoracic : 1) * height(0), (known ? gains.abdominal : 1) * height(1)});
    if (valid == weighed_ && alone == alone_)
        return;
    alone_ = alone;
    const Levels weight = wanted_weight(valid);
    if (weight == Levels{})
        return;
    sum_.set_weights(weight, level_);
    weighed_ = valid;
}

// A band has come to breathe much higher or lower, beside the other, than the sum takes it to.
bool Tracker::out_of_balance() const
{
    const Levels wanted = wanted_weight(weighed_);
    const double one = wanted[0] * sum_.weight()[1], other = wanted[1] * sum_.weight()[0];
    return std::max(one, other) > kBalance * std::min(one, other);
}

// The turns say where each breath begins and how high it usually goes.
void Tracker::scale_to(const dsp::Turn& turn)
{
    if (turn.kind == dsp::Turn::Kind::hesitation)
        return;
    scale_.set(turn.trough_level, turns_.amplitude());
    for (std::size_t b = 0; b < kBands; ++b) {
        const auto level = cycle_.level_at(Band(b), turn.trough_time_s);
        const double usual = cycle_.amplitude(Band(b));
        if (level && bands_[b].ever())
            band_scale_[b].set(*level, usual > 0 ? usual : bands_[b].amplitude());
    }
}

// What a breath that has just become known says of chest and belly.
void Tracker::separate(Breath& breath, Time now, BreathState& state)
{
    phase_angle_ = breath.phase_angle_deg;
    lead_.expect(cycle_.breath_times().median_s());
    separation_.add_breath(breath,
                           {{cycle_.amplitude(Band::thoracic), cycle_.amplitude(Band::abdominal)},
                            {band_scale_[0].level(), band_scale_[1].level()},
                            {bands_[0].noise(), bands_[1].noise()}},
                           now, state);
    if (separation_.take_change() || (!separation_.manoeuvre() && out_of_balance()))
        weighed_.reset();
}

void Tracker::describe(const Heard& heard, BreathState& state)
{
    const double time_s = to_seconds(heard.time);
    double mean = 0;
    for (std::size_t b = 0; b < kBands; ++b) {
        const BandTracker& tracker = bands_[b];
        BandState& band = state.band[b];
        band.valid = heard.valid[b];
        if (!band.valid)
            continue;
        band.displacement = band_scale_[b](level_[b]);
        band.tidal_amplitude = band_scale_[b].amplitude();
        band.end_expiratory_level = band_scale_[b].level();
        band.polarity = std::int8_t(tracker.polarity_decided() ? tracker.polarity() : 0);
        mean += band.displacement / double(heard.valid.count());
    }
    state.confidence = confidence(time_s);
    for (std::size_t b = 0; b < kBands; ++b)
        state.band[b].confidence = heard.valid[b] ? state.confidence * bands_[b].clarity() : 0;
    if (heard.valid.any())
        state.displacement = scale_.known() ? displacements_[0] : mean;
    name_phase(time_s, state);
    say_numbers(time_s, state);
}

void Tracker::name_phase(double time_s, BreathState& state)
{
    const double gap = gap_s(time_s);
    if (gap > 0 && gap <= params_.hold_s)
        return;
    state.phase = Phase::unknown;
    if (gap > 0 || listening_ || turns_.seeking() || displacements_.empty())
        return;

    const double breath_time_s = std::max(cycle_.breath_times().median_s(), 1.);
    const double moved = displacements_[0] - displacements_[displacements_.size() - 1];
    const double slope = std::fabs(moved) / (double(displacements_.size()) / kFrameRateHz);
    if (slope > kStillSlope / breath_time_s)
        still_since_s_ = time_s;
    const bool still = time_s - still_since_s_ >= kStillFor;

    if (turns_.inspiring())
        state.phase =
            still && displacements_[0] > kNearTop ? Phase::inspiratory_pause : Phase::inspiration;
    else
        state.phase =
            still && displacements_[0] < kNearBottom ? Phase::expiratory_pause : Phase::expiration;
}

void Tracker::say_numbers(double time_s, BreathState& state) const
{
    const auto& times = cycle_.breath_times();
    const auto& inspirations = cycle_.inspiratory_times();
    separation_.say(both_bands(time_s), state);
    state.breath_rate_bpm = state.inspiratory_time_s = state.expiratory_time_s = {};
    state.next_inspiration_s = state.phase_angle_deg = {};
    if (times.count() < 2 || gap_s(time_s) > params_.stale_s || !cycle_.inspiration_s()
        || state.confidence < kDoubtful) {
        state.abdominal_share = {};
        return;
    }

    const double elapsed_s = time_s - *cycle_.inspiration_s() + cycle_.group_delay_s();
    const double expected_s = times.interval_s();
    state.cycle_position = std::clamp(elapsed_s / expected_s, 0., 0.999);
    if (elapsed_s > 2 * times.median_s() + 5) { // the last breath no longer speaks for this one
        state.abdominal_share = {};
        return;
    }

    const double median_s = times.median_s();
    const double doubt =
        kOfMedian * std::max(times.spread_s(), 0.02 * median_s) / std::sqrt(double(times.count()));
    state.breath_rate_bpm = {60 / median_s, 60 / median_s * doubt / median_s, true};
    const double ti = inspirations.median_s();
    const double ti_doubt = kOfMedian * std::max(inspirations.spread_s(), 0.05)
        / std::sqrt(double(inspirations.count()));
    state.inspiratory_time_s = {ti, ti_doubt, true};
    state.expiratory_time_s = {median_s - ti, root_of_squares(doubt, ti_doubt), true};
    state.next_inspiration_s = {std::max(expected_s - elapsed_s, 0.),
                                2 * std::max(times.error_s(), 0.05), true};
    if (both_bands(time_s))
        state.phase_angle_deg = phase_angle_;
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
    const auto& times = cycle_.breath_times();
    if (listening_)
        return kListening * clarity * fresh;
    if (times.count() == 0 || !cycle_.inspiration_s())
        return kUnconfirmed * clarity * fresh;

    const double irregular = std::min(times.spread_s() / times.median_s(), 0.5);
    const double overdue = (time_s - *cycle_.inspiration_s()) / times.median_s() - 1.5;
    const double expected = 1 - std::clamp(overdue / 2, 0., 1.);
    return clarity * fresh * expected * (1 - irregular) * turns_.trust();
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
