#pragma once

#include "core/sample.hpp"
#include "devices/body_random.hpp"
#include "devices/event_script.hpp"
#include "devices/turning.hpp"

#include <array>
#include <cstddef>
#include <vector>

namespace crura::devices {

// What the whole trunk does, as a sensor on it would feel it but for the breath.
struct TrunkMotion {
    Vector up{0, 0, 1};                          // in the body's axes
    Vector angular_rate_dps{};                   // about the body's axes
    std::array<Vector, kSites> acceleration_g{}; // beside gravity, by site
};

// How the trunk is turned and carried as a script asks: settling anew on the back, or from there to
// the side, to sitting, to standing, and back. Each move is a turn along the shortest way, smoothly
// (3u^2 - 2u^3), with the body's weight lifted at the same time. Upright the trunk sways, forward
// and a little sideways: a random walk that is pulled back.
class TrunkMoves {
public:
    TrunkMoves(const EventScript& script, double sample_rate_hz, Random random);

    // One sample later. Sets how it is turned and the part of the acceleration that is the lift.
    void operator()(double time_s, TrunkMotion& trunk);

    // How lively the body moves just now: 0 .. 1 in the middle of getting up.
    double liveliness() const { return liveliness_; }

private:
    struct Move {
        double start_s, length_s;
        Turning to;
        double lift_m;
        double liveliness;
    };

    void add(double start_s, double length_s, const Turning& to, double lift_m, double liveliness);
    void script(const BodyEvent& event, Random& random);
    Turning swaying();

    std::vector<Move> moves_;
    double sample_rate_hz_;
    Random random_;
    std::array<double, 2> lean_deg_{}; // where it is pulled to and fro; forward, sideways
    std::array<double, 2> sway_deg_{}; // and where it is
    std::size_t next_ = 0;             // move: not over yet
    Turning from_;
    Turning posture_;
    Turning now_; // with sway
    double liveliness_ = 0;
};

} // namespace crura::devices
