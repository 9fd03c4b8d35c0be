#pragma once

#include "breath/sensors/vector.hpp"

#include <array>

namespace crura::breath {

// The axis about which a sensor turns with the breath: the first principal component of its angular
// rate, followed recursively (C <- C + (w w' - C) / n, axis <- C axis / |C axis|), which keeps its
// sign continuous (Schipper 2021, Physiol Meas 42:045004). It belongs to the body: a turn of the
// body moves gravity, but not, in the sensor, the axis; so the sign outlives a change of posture.
//
// Where the axis after such a change is quite another, it is held against what the breath looked
// like before: inspiration is shorter than expiration and therefore quicker, so the third moment of
// the rate has the sign of inspiration. After `sign_s`, two breaths, the axis is turned round if
// that sign has changed. Any thread; a plain value.
class BreathingAxis {
public:
    struct Params {
        double sample_rate_hz = 10;
        double memory_s = 15;   // of the axis
        double most = 3;        // a rate counts as no more than so many usual ones
        double least_dps = 0.3; // nor as less than this, if it is
        double shape_s = 40;    // memory of the third moment
        double settle_s = 1.5;  // after a change, until the axis is about right
        double sign_s = 8;      // about two breaths
        double give_up_s = 30;  // whose sign remains unclear until then keeps the one it has
        double other_deg = 45;  // an axis that far from the one before is another
        double lopsided = 0.1;  // skewness below this says nothing
        double home_s = 120;    // memory of where the axis is at home
        double home_deg = 45;   // within this of it, it keeps its sign
    };

    explicit BreathingAxis(Params params) : params_(params) {}

    // The angular rate while nothing but breath and sway moves, twice: so smooth that not even a
    // tremor is left, and with the shape of the breath [deg/s]. True when the axis was turned round
    // just now.
    bool operator()(const Vector& smooth_dps, const Vector& shaped_dps);

    // The body lies otherwise: learn the axis anew, from the one that was.
    void posture_changed();

    const Vector& axis() const { return axis_; }

    // RMS of the rate about the axis; 0 while unknown [deg/s].
    double usual_dps() const;

private:
    struct Shape { // moments of the rate about the axis
        double second = 0, third = 0, count = 0;

        void add(double rate, double most_count);
        double skewness() const;
    };

    void learn(const Vector& rate_dps);
    Vector strongest() const;
    bool keep_sign();
    bool come_home();

    Params params_;
    double age_ = 0; // samples since the beginning or the last change of posture
    std::array<Vector, 3> spread_{};
    Vector axis_{0.577, 0.577, 0.577};
    Shape shape_;
    Vector axis_before_{};
    double skewness_before_ = 0;
    Vector home_{};          // its usual place; zero while unknown
    bool undecided_ = false; // whether the sign is still that of before
};

} // namespace crura::breath
