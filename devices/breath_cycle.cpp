#include "devices/breath_cycle.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace crura::devices {

namespace {

constexpr double kEaseS = 0.4; // in which a breath comes to a stop, or sets off
constexpr double kMovesHz = 0.35;
constexpr double kMoveFadeS = 1;

} // namespace

// Rise 3u^2 - 2u^3; fall (1 - u)^3 (1 + 3u), the polynomial kin of a critically damped relaxation
// (1 + ku) e^-ku. Both start and end without a corner.
double BreathCycle::shape(double position) const
{
    if (position < rise) {
        const double u = position / rise;
        return u * u * (3 - 2 * u);
    }
    const double u = (position - rise) / fall;
    const double left = 1 - u;
    if (spoken && left > 0)
        return left * left * (3 - 2 * left);
    return left <= 0 ? 0 : left * left * left * (1 + 3 * u);
}

// Its pace falls evenly from 1 to 0 in kEaseS, and rises as it fell.
double BreathCycle::position(double time_s_) const
{
    const double since_s = time_s_ - start_s;
    if (held_at >= 1)
        return std::min(1., since_s / time_s);
    const double slows_s = held_at * time_s - kEaseS / 2;
    const double sets_off_s = slows_s + hold_s;
    if (since_s <= slows_s)
        return since_s / time_s;
    if (since_s >= sets_off_s + kEaseS)
        return std::min(1., (since_s - hold_s) / time_s);
    const double slowing_s = std::min(since_s - slows_s, kEaseS);
    const double off_s = std::max(since_s - sets_off_s, 0.);
    return (slows_s + slowing_s - (slowing_s * slowing_s - off_s * off_s) / (2 * kEaseS)) / time_s;
}

double BreathCycle::time_at(double position) const
{
    const double plain_s = position * time_s;
    const double slows_s = held_at * time_s - kEaseS / 2;
    if (held_at >= 1 || plain_s <= slows_s)
        return start_s + plain_s;
    const double into_s = plain_s - slows_s; // kEaseS / 2 when it stands still
    if (into_s >= kEaseS)
        return start_s + plain_s + hold_s;
    if (into_s <= kEaseS / 2)
        return start_s + slows_s + kEaseS - std::sqrt(kEaseS * (kEaseS - 2 * into_s));
    return start_s + slows_s + hold_s + std::sqrt(kEaseS * (2 * into_s - kEaseS));
}

double BreathCycle::falling_to(double share) const
{
    double above = rise, below = rise + fall;
    while (below - above > 1e-9)
        (shape((above + below) / 2) > share ? above : below) = (above + below) / 2;
    return above;
}

void BreathCycle::hold_in(double still_s, double position)
{
    const bool at_rest = position >= rise + fall; // there slowing down does not show
    const bool eased = (1 - position) * time_s > kEaseS / 2 && still_s > kEaseS;
    held_at = eased ? position : 1;
    hold_s = still_s + (eased && !at_rest ? kEaseS : 0);
}

double BreathCycle::still_from_s() const
{
    return held_at < rise + fall ? start_s + held_at * time_s + kEaseS / 2
                                 : start_s + (rise + fall) * time_s;
}

double BreathCycle::still_to_s() const
{
    return held_at < rise + fall ? start_s + held_at * time_s - kEaseS / 2 + hold_s : end_s();
}

// Whole swings, that begin and end softly.
double BreathCycle::moved(double time_s_) const
{
    if (moved_volume == 0)
        return 0;
    const double since_s = time_s_ - still_from_s();
    const double still_s = still_to_s() - still_from_s();
    if (since_s <= 0 || since_s >= still_s)
        return 0;
    const double swings = std::max(1., std::floor(kMovesHz * still_s + 0.5));
    const double in = std::min({1., since_s / kMoveFadeS, (still_s - since_s) / kMoveFadeS});
    const double fade = in * in * (3 - 2 * in);
    return moved_volume / 2 * fade * std::sin(2 * std::numbers::pi * swings * since_s / still_s);
}

} // namespace crura::devices
