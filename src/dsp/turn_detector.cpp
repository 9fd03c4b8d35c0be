#include "dsp/turn_detector.hpp"

#include <algorithm>
#include <cmath>

namespace crura::dsp {

std::optional<Turn> TurnDetector::operator()(double time_s, double level, double noise)
{
    const Point here{time_s, level};
    const bool lost = time_s - last_turn_s_ > params_.patience_s;
    if (levels_.empty())
        begin(here);
    if (lost)
        doubt_amplitude(here, std::exp(-1 / (params_.shrink_s * params_.sample_rate_hz)));
    levels_.push(level);
    if (!knows_breaths())
        learn_range(level);

    const double rise = std::max(params_.rise * amplitude_, noise);
    const double fall = std::max(params_.fall * amplitude_, noise);
    const bool may_turn = time_s - begun_s_ > params_.listen_s && amplitude_ > 2 * noise
        && time_s - last_turn_s_ > params_.min_phase_s;

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
    amplitudes_.push(peak_.level - trough_.level);
    if (knows_breaths())
        amplitude_ = median(amplitudes_);
    breath_known_ = false;
}

// The way out: one huge movement must not make every later breath too small to be seen.
void TurnDetector::doubt_amplitude(Point here, double factor)
{
    if (knows_breaths()) {
        amplitude_ *= factor;
        return;
    }
    amplitudes_.clear();
    begin(here);
}

void TurnDetector::hesitate(Point here)
{
    if (++hesitations_ < params_.hesitations)
        return;
    hesitations_ = 0;
    doubt_amplitude(here, params_.doubt);
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
    if (peak_.time_s > kNever && fallen < params_.smallest * amplitude_) {
        extreme_ = here.level > peak_.level ? here : peak_;
        hesitate(here);
        return Turn{Turn::Kind::hesitation, here.time_s, here.time_s, here.level, {}, {}, {}};
    }
    learn_breath();
    trough_ = extreme_;
    extreme_ = here;
    const double onset_s = last_time_below(trough_.level + 0.1 * amplitude_, here.time_s);
    return Turn{Turn::Kind::inspiration_onset,
                onset_s,
                trough_.time_s,
                trough_.level,
                onset_s,
                trough_.time_s,
                trough_.level};
}

std::optional<Turn> TurnDetector::turn_down(Point here)
{
    last_turn_s_ = here.time_s;
    state_ = State::expiration;
    const double risen = extreme_.level - trough_.level;
    if (risen < params_.smallest * amplitude_) {
        extreme_ = here.level < trough_.level ? here : trough_;
        hesitate(here);
        return Turn{Turn::Kind::hesitation, here.time_s, here.time_s, here.level, {}, {}, {}};
    }
    peak_ = extreme_;
    extreme_ = here;
    breath_known_ = true;
    hesitations_ = 0;
    return Turn{Turn::Kind::expiration_onset,
                peak_.time_s,
                peak_.time_s,
                peak_.level,
                last_time_below(trough_.level + 0.1 * risen, here.time_s),
                trough_.time_s,
                trough_.level};
}

// The last time before the newest maximum at which the signal was at `level` or below it.
double TurnDetector::last_time_below(double level, double newest_s) const
{
    const double step_s = 1 / params_.sample_rate_hz;
    std::size_t age = state_ == State::expiration
        ? std::size_t(std::lround((newest_s - peak_.time_s) / step_s))
        : 0;
    while (age + 1 < levels_.size() && levels_[age] > level)
        ++age;
    const double below = levels_[age];
    const double above = age > 0 ? levels_[age - 1] : below;
    const double part = above > below ? std::clamp((level - below) / (above - below), 0., 1.) : 0;
    return newest_s - (double(age) - part) * step_s;
}

} // namespace crura::dsp
