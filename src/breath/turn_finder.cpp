#include "breath/turn_finder.hpp"

#include <algorithm>

namespace crura::breath {
namespace {

constexpr double kBeat = 2.6;     // a heartbeat of 48 a minute is so much higher than its ripple
constexpr double kHighBeat = 0.1; // and hardly higher than this share of a breath

} // namespace

std::optional<dsp::Turn> TurnFinder::operator()(double time_s, double level, double noise,
                                                double motion)
{
    if (!begun_)
        steady_.reset(level);
    begun_ = true;
    locate_.push(time_s, level);
    const double steady = steady_(level, detect_.amplitude(), motion);
    auto turn = detect_(time_s, steady, floor(noise), steady_.retreat(detect_.gone()));
    if (turn && turn->kind != dsp::Turn::Kind::hesitation)
        locate_(*turn, steady_.group_delay_s(), steady_.caution(), detect_.amplitude());
    else if (turn && detect_.inspiring())
        locate_.take_back();
    rising_(time_s, level, detect_.amplitude(), noise, detect_.inspiring());
    return turn;
}

// While ever smaller breaths are believed, the heartbeat must not pass for one.
double TurnFinder::floor(double noise) const
{
    if (detect_.belief() >= 1)
        return noise;
    return std::max(noise, std::min(kBeat * steady_.ripple(), kHighBeat * detect_.amplitude()));
}

void TurnFinder::restart()
{
    detect_.restart();
    locate_.restart();
    rising_.restart();
    begun_ = false;
}

} // namespace crura::breath
