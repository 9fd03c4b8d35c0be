#include "breath/turns/cycle.hpp"

#include "dsp/asynchrony.hpp"
#include "dsp/phase_angle.hpp"
#include "dsp/sliding_mean.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace crura::breath {
namespace {

constexpr double kNews = 2;           // an onset known later than this is history, not a cue [s]
constexpr double kRateOver = 30;      // the rate is a mean over so long [s],
constexpr std::size_t kFewest = 3;    // or over so many breaths
constexpr std::size_t kShortest = 16; // levels a phase angle needs
constexpr double kBefore_s = 6;       // what was before a breath tells how quick it is
constexpr double kQuick_s = 1.5;      // a shorter breath has too few levels of its own
constexpr double kElse_deg = 30;      // so far from its sliding angle, it is not one breath

// What one breath says of itself is exact, unless it is very short or is not one breath.
void measure_angle(Breath& breath, std::span<const double> thoracic,
                   std::span<const double> abdominal, std::size_t first, std::size_t size)
{
    const auto chest = thoracic.subspan(first, size), belly = abdominal.subspan(first, size);
    const auto angle = dsp::phase_angle_deg(chest, belly);
    const auto opposed = dsp::opposed_deg(chest, belly);
    if (!angle || !opposed)
        return;
    breath.phase_angle_deg = {*angle, 5, true};
    breath.opposed_deg = {*opposed, 10, true};
    const auto sliding =
        dsp::sliding_mean(thoracic, abdominal, first, first + size - 1, kTurnRateHz);
    if (!sliding)
        return;
    const double apart = std::fabs(std::remainder(*angle - sliding->phase_angle_deg, 360));
    if (double(size) >= kQuick_s * kTurnRateHz && apart <= kElse_deg)
        return;
    breath.phase_angle_deg = {sliding->phase_angle_deg, 15, true};
    breath.opposed_deg = {sliding->opposed_deg, 30, true};
}

} // namespace

void Cycle::add_levels(double time_s, const Levels& level, std::bitset<kBands> measured)
{
    newest_s_ = time_s;
    for (std::size_t b = 0; b < kBands; ++b) {
        if (levels_[b].empty())
            origin_[b] = level[b];
        levels_[b].push(float(level[b] - origin_[b]));
        if (!measured[b])
            unmeasured_s_[b] = time_s;
    }
}

std::optional<Breath> Cycle::take(const dsp::Turn& turn, Time now, const Gains& gains,
                                  double confidence, BreathState& state)
{
    std::optional<Breath> finished;
    switch (turn.kind) {
    case dsp::Turn::Kind::inspiration_onset:
        begin(turn, now, state);
        break;
    case dsp::Turn::Kind::expiration_onset:
        finished = expire(turn, now, gains, confidence, state);
        break;
    case dsp::Turn::Kind::hesitation:
        take_back();
    }
    expected_ = foresee();
    return finished;
}

void Cycle::begin(const dsp::Turn& turn, Time now, BreathState& state)
{
    ending_ = under_way_ && under_way_->expired ? under_way_ : std::nullopt;
    under_way_ = Draft{};
    under_way_->inspiration_s = turn.time_s;
    under_way_->breath.inspiration_known_at = now;
    inspiration_s_ = turn.time_s;
    report(Phase::inspiration, turn.time_s, now, state);
}

std::optional<Breath> Cycle::expire(const dsp::Turn& turn, Time now, const Gains& gains,
                                    double confidence, BreathState& state)
{
    if (!under_way_)
        return std::nullopt;
    Draft& draft = *under_way_;
    draft.expired = true;
    draft.inspiration_s = turn.inspiration_time_s;
    draft.trough_s = turn.trough_time_s;
    draft.peak_s = turn.time_s;
    inspiration_s_ = draft.inspiration_s;

    Breath& breath = draft.breath;
    breath.inspiration_onset = when(draft.inspiration_s);
    breath.inspiration_known_at = std::max(breath.inspiration_known_at, breath.inspiration_onset);
    breath.expiration_onset = when(draft.peak_s);
    breath.expiration_known_at = now;
    breath.inspiratory_time_s = draft.peak_s - draft.inspiration_s;
    measure(draft, gains);
    report(Phase::expiration, draft.peak_s, now, state);
    return finish(gains, confidence);
}

// The breath that was waiting for this inspiration to prove real.
std::optional<Breath> Cycle::finish(const Gains& gains, double confidence)
{
    if (!ending_)
        return std::nullopt;
    Draft& draft = *ending_;
    const double end_s = under_way_->inspiration_s;
    const double breath_time_s = end_s - draft.inspiration_s;
    Breath& breath = draft.breath;
    breath.end = when(end_s);
    breath.expiratory_time_s = end_s - draft.peak_s;
    breath.breath_rate_bpm = 60 / breath_time_s;
    breath.confidence = confidence;
    measure(draft, gains);
    measure_togetherness(draft, end_s, gains);
    breath_times_.learn(breath_time_s);
    last_breaths_s_.push(float(breath_time_s));
    inspiratory_times_.learn(breath.inspiratory_time_s);
    expiratory_times_.learn(breath.inspiratory_time_s, breath.expiratory_time_s);
    for (std::size_t b = 0; b < kBands; ++b)
        if (breath.amplitude[b].known) {
            amplitudes_[b].push(breath.amplitude[b].value);
            usual_[b] = dsp::median(amplitudes_[b]);
        }
    const Breath finished = breath;
    ending_.reset();
    return finished;
}

double Cycle::mean_breath_s(double time_s) const
{
    const double since_s = inspiration_s_ ? time_s - *inspiration_s_ + group_delay_s_ : 0;
    double sum = ending_ ? *inspiration_s_ - ending_->inspiration_s : 0;
    std::size_t count = ending_ ? 1 : 0;
    for (std::size_t i = 0; i < last_breaths_s_.size(); ++i, ++count) {
        const auto breath_s = double(last_breaths_s_[i]);
        if (count >= kFewest && since_s + sum + breath_s > kRateOver)
            break;
        sum += breath_s;
    }
    return count > 0 ? sum / double(count) : 0;
}

// The last turn was a hesitation: the expiration has not begun, or the inspiration has not.
void Cycle::take_back()
{
    if (under_way_ && under_way_->expired) {
        under_way_->expired = false;
        return;
    }
    under_way_ = ending_;
    ending_.reset();
    if (under_way_)
        inspiration_s_ = under_way_->inspiration_s;
}

void Cycle::restart()
{
    under_way_.reset();
    ending_.reset();
    inspiration_s_.reset();
    expected_.reset();
}

std::optional<Cycle::Expected> Cycle::foresee() const
{
    if (!under_way_ || !expiratory_times_.known())
        return std::nullopt;
    const double ti_s = inspiratory_times_.interval_s();
    if (!under_way_->expired)
        return Expected{true, under_way_->inspiration_s, ti_s, inspiratory_times_.error_s(),
                        expiratory_times_(ti_s)};
    return Expected{false, under_way_->peak_s,
                    expiratory_times_(under_way_->breath.inspiratory_time_s),
                    expiratory_times_.error_s(), ti_s};
}

std::optional<Breath> Cycle::unfinished(const Gains& gains) const
{
    if (!under_way_ || !under_way_->expired)
        return ending_ ? std::optional(ending_->breath) : std::nullopt;
    Draft draft = *under_way_;
    measure(draft, gains);
    return draft.breath;
}

// How far each band moved between the trough and the peak of the sum.
void Cycle::measure(Draft& draft, const Gains& gains) const
{
    const auto trough = age_of(draft.trough_s), peak = age_of(draft.peak_s);
    if (!trough || !peak)
        return;
    auto& amplitude = draft.breath.amplitude;
    for (std::size_t b = 0; b < kBands; ++b)
        if (unmeasured_s_[b] < draft.trough_s)
            amplitude[b] = {level(b, *peak) - level(b, *trough), 0, true};

    draft.breath.partition = Partition::none;
    if (amplitude[0].known && amplitude[1].known) {
        draft.breath.partition = gains.calibrated ? Partition::calibrated : Partition::uncalibrated;
        draft.breath.abdominal_share =
            gains.abdominal_share(amplitude[0].value, amplitude[1].value);
    }
}

void Cycle::measure_togetherness(Draft& draft, double end_s, const Gains& gains) const
{
    const auto first = age_of(draft.inspiration_s), last = age_of(end_s);
    const bool both = draft.breath.partition != Partition::none;
    if (!both || !first || !last || *first < *last + kShortest)
        return;
    const std::size_t before =
        std::min(std::size_t(kBefore_s * kTurnRateHz), levels_[0].size() - 1 - *first);
    const std::size_t size = *first - *last + 1, all = before + *first + 1;
    std::array<std::array<double, kHistory>, kBands> levels;
    for (std::size_t b = 0; b < kBands; ++b)
        for (std::size_t i = 0; i < all; ++i)
            levels[b][i] = level(b, all - 1 - i);
    measure_angle(draft.breath, std::span(levels[0]).first(all), std::span(levels[1]).first(all),
                  before, size);
    const auto chest = std::span(levels[0]).subspan(before, size);
    const auto belly = std::span(levels[1]).subspan(before, size);
    const auto weight = gains.calibrated ? dsp::BandGains{gains.thoracic, gains.abdominal}
                                         : dsp::equal_gains(chest, belly);
    if (const auto ratio = dsp::path_ratio(chest, belly, weight))
        draft.breath.path_ratio = {*ratio, 0.1 * (*ratio - 1) + 0.02, true};
}

double Cycle::level(std::size_t band, std::size_t age) const
{
    return origin_[band] + double(levels_[band][age]);
}

std::optional<double> Cycle::level_at(Band band, double time_s) const
{
    const auto age = age_of(time_s);
    return age ? std::optional(level(std::size_t(band), *age)) : std::nullopt;
}

std::optional<std::size_t> Cycle::age_of(double time_s) const
{
    const auto age = std::lround((newest_s_ - time_s) * kTurnRateHz);
    if (age < 0 || std::size_t(age) >= levels_[0].size())
        return std::nullopt;
    return std::size_t(age);
}

void Cycle::report(Phase phase, double time_s, Time now, BreathState& state) const
{
    const Time time = when(time_s);
    if (to_seconds(now - time) < kNews)
        state.onsets.push_back({phase, time, now});
}

} // namespace crura::breath
