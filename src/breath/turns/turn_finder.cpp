#include "breath/turns/turn_finder.hpp"

#include "breath/sensors/flow.hpp"

#include <algorithm>

namespace crura::breath {
namespace {

constexpr double kBeat = 2.6;     // a heartbeat of 48 a minute is so much higher than its ripple
constexpr double kHighBeat = 0.1; // and hardly higher than this share of a breath

// Where the flow bears a turn out, and where it does not: the volume drifts while the air rests.
constexpr dsp::TurnDetector::Retreat kFlowing{0.02, 0.02}, kDrifting{0.3, 0.3};

} // namespace

std::optional<dsp::Turn> TurnFinder::operator()(double time_s, double level, double noise,
                                                double motion, bool flow)
{
    if (!begun_)
        steady_.reset(last_level_ = level);
    begun_ = true;
    locate_.push(time_s, level);
    if (flow)
        lobes_.push(time_s, flow_of(level, (level - last_level_) * kTurnRateHz));
    last_level_ = level;
    const double steady = steady_(level, detect_.amplitude(), motion);
    auto turn = detect_(time_s, steady, floor(noise), retreat(flow));
    if (turn && turn->kind != dsp::Turn::Kind::hesitation) {
        locate_(*turn, steady_.group_delay_s(), steady_.caution(), detect_.amplitude());
        if (flow)
            lobes_(*turn);
    } else if (turn && detect_.inspiring()) {
        locate_.take_back();
        lobes_.take_back();
    }
    rising_(time_s, level, detect_.amplitude(), noise, detect_.inspiring());
    return turn;
}

// The flow shows that a breath has turned before the volume has come back by much.
dsp::TurnDetector::Retreat TurnFinder::retreat(bool flow) const
{
    if (!flow || seeking() || !lobes_.known())
        return steady_.retreat(detect_.gone());
    return lobes_.clearly(!inspiring()) ? kFlowing : kDrifting;
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
    lobes_.restart();
    begun_ = false;
}

} // namespace crura::breath
