#include "devices/trunk_moves.hpp"

#include <algorithm>
#include <cmath>

namespace crura::devices {

namespace {

constexpr double kGravity = 9.81; // [m/s2]
constexpr Vector kFromSideToSide{1, 0, 0};
constexpr Vector kAlongTheSpine{0, 1, 0};
constexpr Vector kOutOfTheBelly{0, 0, 1};

Turning on_the_side()
{
    return Turning::about(kAlongTheSpine, -75);
}

Turning sitting()
{
    return Turning::about(kFromSideToSide, 80);
}

Turning standing()
{
    return Turning::about(kFromSideToSide, 92);
}

} // namespace

TrunkMoves::TrunkMoves(const EventScript& events, double sample_rate_hz, Random random)
    : sample_rate_hz_(sample_rate_hz), random_(random.fork())
{
    for (const auto& event : events)
        script(event, random);
}

void TrunkMoves::add(double start_s, double length_s, const Turning& to, double lift_m,
                     double liveliness)
{
    moves_.push_back({start_s, length_s, to, lift_m, liveliness});
}

void TrunkMoves::script(const BodyEvent& event, Random& random)
{
    const double at = event.start_s, length = event.length_s;
    switch (event.kind) {
    case BodyEventKind::posture_shift: {
        const double part = random.uniform(0.2, 0.9);
        const double side = random.uniform() < 0.5 ? -1 : 1;
        add(at, length,
            Turning::about(kAlongTheSpine, side * part * event.strength)
                * Turning::about(kFromSideToSide, (1 - part) * event.strength),
            0, 0.3);
        break;
    }
    case BodyEventKind::getting_up:
        add(at, std::min(4., 0.3 * length), on_the_side(), 0.1, 0.6);
        add(at + 0.4 * length, std::min(4., 0.25 * length), sitting(), 0.4, 1);
        add(at + 0.8 * length, std::min(2.5, 0.2 * length), standing(), 0.45, 0.8);
        break;
    case BodyEventKind::lying_down:
        add(at, 0.2 * length, sitting(), -0.45, 0.8);
        add(at + 0.4 * length, 0.25 * length, on_the_side(), -0.4, 1);
        add(at + 0.75 * length, 0.25 * length, {}, -0.1, 0.6);
        break;
    default:
        break;
    }
}

// As much as makes a sensor on a person who sits err as on real ones (docs/breath/imu.md).
Turning TrunkMoves::swaying()
{
    constexpr double kSway = 0.28; // [deg / sqrt(s)]
    constexpr double kPulledBackS = 8, kBodyS = 0.15;
    constexpr std::array kPart{1., 0.5};
    const double step_s = 1 / sample_rate_hz_;
    for (std::size_t way = 0; way < 2; ++way) {
        lean_deg_[way] += std::sqrt(step_s) * kSway * kPart[way] * random_.normal()
            - step_s / kPulledBackS * lean_deg_[way];
        sway_deg_[way] += step_s / kBodyS * (lean_deg_[way] - sway_deg_[way]);
    }
    const double upright = std::max(0., posture_.up()[1]);
    return Turning::about(kFromSideToSide, upright * sway_deg_[0])
        * Turning::about(kOutOfTheBelly, upright * sway_deg_[1]);
}

void TrunkMoves::operator()(double time_s, TrunkMotion& trunk)
{
    if (moves_.empty())
        return;
    const Turning before = now_;
    liveliness_ = 0;
    while (next_ < moves_.size() && time_s >= moves_[next_].start_s + moves_[next_].length_s)
        from_ = posture_ = moves_[next_++].to;
    double lift_g = 0;
    if (next_ < moves_.size() && time_s > moves_[next_].start_s) {
        const Move& move = moves_[next_];
        const double u = (time_s - move.start_s) / move.length_s;
        posture_ = Turning::between(from_, move.to, u * u * (3 - 2 * u));
        lift_g = move.lift_m * (6 - 12 * u) / (move.length_s * move.length_s) / kGravity;
        liveliness_ = move.liveliness * std::min({1., 5 * u, 5 * (1 - u)});
    }
    now_ = posture_ * swaying();
    trunk.up = now_.up();
    const Turning turn = before.inverse() * now_;
    const double scale = 2 * sample_rate_hz_ / kRadians * (turn.w < 0 ? -1 : 1);
    trunk.angular_rate_dps = {scale * turn.x, scale * turn.y, scale * turn.z};
    for (auto& site : trunk.acceleration_g)
        for (std::size_t axis = 0; axis < 3; ++axis)
            site[axis] = lift_g * trunk.up[axis];
}

} // namespace crura::devices
