#pragma once

#include "breath/sensors/vector.hpp"

#include <array>
#include <cstddef>
#include <optional>

namespace crura::breath {

// One movement of an upright trunk, from stillness to stillness.
struct Lift {
    double rise_m = 0;     // how much higher the sensor came to rest; below 0: lower
    double lean_deg = 0;   // how far the front of the trunk tipped down meanwhile
    double turned_deg = 0; // between how it was before and is now
    double moved_s = 0;    // how long it took
    double still_s = 0;    // how long it has been over
    bool believed = false; // short enough, and standing still at the end as well as at the start
};

// Whether an accelerometer on the trunk was lifted: the length of the specific force, less that of
// rest, is close to the vertical acceleration however the sensor is tilted (the rest is a_h^2 / 2
// g). Integrated twice from stillness to stillness, with the speed at the end taken off evenly, it
// is the change of height; the lean of the trunk meanwhile tells rising from a bump. The idea of
// integrating the vertical acceleration over a lean is Najafi's (2003, IEEE Trans Biomed Eng
// 50:711), who had a gyroscope. Any thread; a plain value.
class LiftWatch {
public:
    struct Params {
        double moving_g = 0.025;   // RMS of the length: more is moving
        double turning_deg = 3;    // or a tilt that differs so much from the one of a moment ago
        double quiet_s = 0.6;      // still for so long, and the movement is over
        double longest_s = 5;      // a longer one adds up too much error
        double most_drift_m = 0.5; // what may be taken off for the speed at the end
        double rest_s = 5;         // memory of the length at rest
    };

    explicit LiftWatch(Params params) : params_(params) {}

    // Every frame. `force_g` in the axes of a sensor that lies flat, z away from the body. A lift
    // when a movement is over.
    std::optional<Lift> operator()(const Vector& force_g);

    bool on() const { return on_; } // a movement that is not over

private:
    static constexpr std::size_t kBefore = 40; // frames, before a movement is seen

    void follow(const Vector& force_g);
    bool moving() const;
    void begin();
    void integrate(double extra_g);
    Lift finish() const;

    Params params_;
    double rest_g_ = 0; // 0: not known yet
    double power_ = 0;
    Vector quick_{}, slow_{}; // the direction of the force, smoothed
    std::array<double, kBefore> before_{};
    std::size_t at_ = 0;

    bool on_ = false;
    int still_ = 0; // frames
    int frames_ = 0;
    double speed_mps_ = 0, height_m_ = 0;
    Vector from_{}; // which way was up when it began
    double lean_deg_ = 0;
};

} // namespace crura::breath
