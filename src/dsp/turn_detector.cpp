#include "dsp/turn_detector.hpp"

#include <algorithm>
#include <cmath>

namespace crura::dsp {

std::optional<Turn> TurnDetector::operator()(double time_s, double level, double noise,
                                             Retreat retreat)
{
    const Point here{time_s, level};
    if (levels_.empty()) {
        origin_ = level;
        begin(here);
    }
    levels_.push(float(level - origin_));
    if (time_s - last_turn_s_ > params_.patience_s)
        lose_patience(here);
    if (!knows_breaths())
        learn_range(level);

    const double rise = std::max(retreat.rise * believed(), noise);
    const double fall = std::max(retreat.fall * believed(), noise);
    const bool may_turn = time_s - begun_s_ > params_.listen_s
        && time_s - last_turn_s_ > params_.min_phase_s
        && (knows_breaths() || amplitude_ > 2 * noise);

    if (undone(level))
        return undo(here);

    switch (state_) {
    case State::seeking:
        if (level <= lowest_.level)
            lowest_ = here;
        if (level >= highest_.level)
            highest_ = here;
        return may_turn ? seek(here, rise, fall) : std::nullopt;
    case State::expiration:
        if (level <= extreme_.level)
            extreme_ = here;
        return may_turn && level - extreme_.level > rise ? turn_up(here) : std::nullopt;
    case State::inspiration:
        if (level >= extreme_.level)
            extreme_ = here;
        return may_turn && extreme_.level - level > fall ? turn_down(here) : std::nullopt;
    }
    return std::nullopt;
}

void TurnDetector::begin(Point here)
{
    state_ = State::seeking;
    begun_s_ = last_turn_s_ = here.time_s;
    lowest_ = highest_ = here;
    peak_.time_s = kNever;
    breath_known_ = false;
}

// Until breaths are known, the range seen so far stands for the amplitude.
void TurnDetector::learn_range(double level)
{
    lowest_.level = std::min(lowest_.level, level);
    highest_.level = std::max(highest_.level, level);
    amplitude_ = std::max(highest_.level - lowest_.level, median(amplitudes_));
}

void TurnDetector::learn_breath()
{
    if (!breath_known_)
        return;
    breath_known_ = false;
    const double height = peak_.level - trough_.level;
    const bool small = height < params_.smallest * amplitude_;
    const bool heartbeat =
        knows_breaths() && small && extreme_.time_s - trough_.time_s < params_.heartbeat_s;
    if (!small || heartbeat)
        belief_ = 1;
    if (heartbeat)
        return;
    amplitudes_.push(height);
    if (knows_breaths())
        amplitude_ = median(amplitudes_);
}

// The way out: one huge movement must not make every later breath too small to be seen.
void TurnDetector::lose_patience(Point here)
{
    if (knows_breaths()) {
        belief_ *= std::exp(-1 / (params_.shrink_s * params_.sample_rate_hz));
        trust_ = std::min(trust_, belief_);
    } else if (seeking())
        begin_again(here);
    else
        forget_range();
}

void TurnDetector::hesitate(Point here)
{
    if (++hesitations_ < params_.hesitations)
        return;
    hesitations_ = 0;
    if (knows_breaths())
        belief_ *= params_.doubt;
    else
        begin_again(here);
}

void TurnDetector::begin_again(Point here)
{
    amplitudes_.clear();
    begin(here);
}

// What lies further back than patience goes no longer counts; a slow breath under way still does.
void TurnDetector::forget_range()
{
    amplitudes_.clear();
    const auto remembered = std::size_t(params_.patience_s * params_.sample_rate_hz);
    lowest_.level = highest_.level = origin_ + double(levels_[0]);
    for (std::size_t age = 1; age < std::min(remembered, levels_.size()); ++age) {
        const double level = origin_ + double(levels_[age]);
        lowest_.level = std::min(lowest_.level, level);
        highest_.level = std::max(highest_.level, level);
    }
}

// The signal has gone back beyond the extreme that was taken for the last turn.
bool TurnDetector::undone(double level) const
{
    switch (state_) {
    case State::seeking:
        return false;
    case State::expiration:
        return peak_.time_s > kNever && level > peak_.level
            && peak_.level - extreme_.level < params_.smallest * believed();
    case State::inspiration:
        return level < trough_.level
            && extreme_.level - trough_.level < params_.smallest * believed();
    }
    return false;
}

std::optional<Turn> TurnDetector::undo(Point here)
{
    state_ = inspiring() ? State::expiration : State::inspiration;
    last_turn_s_ = here.time_s;
    extreme_ = here;
    return Turn{Turn::Kind::hesitation, here.time_s, here.time_s, here.level, {}, {}, {}};
}

double TurnDetector::gone() const
{
    const bool known = state_ != State::seeking && peak_.time_s > kNever && believed() > 0;
    const double from = state_ == State::inspiration ? trough_.level : peak_.level;
    return known ? std::fabs(extreme_.level - from) / believed() : 0;
}

// A minimum counts only when the signal fell into it, a maximum only when it rose to it.
std::optional<Turn> TurnDetector::seek(Point here, double rise, double fall)
{
    const bool fell_first = highest_.time_s < lowest_.time_s;
    if (fell_first && here.level - lowest_.level > rise) {
        extreme_ = lowest_;
        return turn_up(here);
    }
    if (!fell_first && highest_.level - here.level > fall) {
        state_ = State::expiration;
        extreme_ = here;
        last_turn_s_ = here.time_s;
    }
    return std::nullopt;
}

std::optional<Turn> TurnDetector::turn_up(Point here)
{
    last_turn_s_ = here.time_s;
    state_ = State::inspiration;
    const double fallen = peak_.level - extreme_.level;
    if (peak_.time_s > kNever && fallen < params_.smallest * believed()) {
        extreme_ = here.level > peak_.level ? here : peak_;
        hesitate(here);
        return Turn{Turn::Kind::hesitation, here.time_s, here.time_s, here.level, {}, {}, {}};
    }
    trust_ = belief_;
    learn_breath();
    trough_ = extreme_;
    extreme_ = here;
    onset_s_ = last_time_below(trough_.level + 0.1 * believed(), here).value_or(here.time_s);
    return Turn{Turn::Kind::inspiration_onset,
                onset_s_,
                trough_.time_s,
                trough_.level,
                onset_s_,
                trough_.time_s,
                trough_.level};
}

std::optional<Turn> TurnDetector::turn_down(Point here)
{
    last_turn_s_ = here.time_s;
    state_ = State::expiration;
    const double risen = extreme_.level - trough_.level;
    if (risen < params_.smallest * believed()) {
        extreme_ = here.level < trough_.level ? here : trough_;
        hesitate(here);
        return Turn{Turn::Kind::hesitation, here.time_s, here.time_s, here.level, {}, {}, {}};
    }
    trust_ = std::min(risen / (params_.smallest * amplitude_), 1.);
    peak_ = extreme_;
    extreme_ = here;
    onset_s_ = last_time_below(trough_.level + 0.1 * risen, here).value_or(onset_s_);
    breath_known_ = true;
    hesitations_ = 0;
    return Turn{Turn::Kind::expiration_onset,
                peak_.time_s,
                peak_.time_s,
                peak_.level,
                onset_s_,
                trough_.time_s,
                trough_.level};
}

// The last time before the newest maximum at which the signal was at `level` or below it; nothing
// when that is too long ago.
std::optional<double> TurnDetector::last_time_below(double level, Point here) const
{
    const double step_s = 1 / params_.sample_rate_hz;
    std::size_t age = state_ == State::expiration
        ? std::size_t(std::lround((here.time_s - peak_.time_s) / step_s))
        : 0;
    const auto level_at = [this](std::size_t at) { return origin_ + double(levels_[at]); };
    while (age < levels_.size() && level_at(age) > level)
        ++age;
    if (age >= levels_.size())
        return std::nullopt;
    const double below = level_at(age);
    const double above = age > 0 ? level_at(age - 1) : below;
    const double part = above > below ? std::clamp((level - below) / (above - below), 0., 1.) : 0;
    return here.time_s - (double(age) - part) * step_s;
}

} // namespace crura::dsp
