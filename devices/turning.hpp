#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace crura::devices {

using Vector = std::array<double, 3>;

inline constexpr double kRadians = std::numbers::pi / 180;

// How a body lies, from lying on its back: a unit quaternion w + x i + y j + z k that takes the
// body's axes (z out of the belly, y towards the head) to the world's (z up).
struct Turning {
    double w = 1, x = 0, y = 0, z = 0;

    static Turning about(const Vector& unit_axis, double angle_deg)
    {
        const double half = angle_deg * kRadians / 2, s = std::sin(half);
        return {std::cos(half), s * unit_axis[0], s * unit_axis[1], s * unit_axis[2]};
    }
    friend Turning operator*(const Turning& a, const Turning& b)
    {
        return {a.w * b.w - a.x * b.x - a.y * b.y - a.z * b.z,
                a.w * b.x + a.x * b.w + a.y * b.z - a.z * b.y,
                a.w * b.y - a.x * b.z + a.y * b.w + a.z * b.x,
                a.w * b.z + a.x * b.y - a.y * b.x + a.z * b.w};
    }
    Turning inverse() const { return {w, -x, -y, -z}; }

    // Part of the way from `a` to `b`, along the shortest arc; 0 .. 1.
    static Turning between(const Turning& a, const Turning& b, double part)
    {
        Turning d = a.inverse() * b;
        if (d.w < 0)
            d = {-d.w, -d.x, -d.y, -d.z};
        const double s = std::sqrt(d.x * d.x + d.y * d.y + d.z * d.z);
        if (s < 1e-12)
            return a;
        const double angle_deg = 2 * std::atan2(s, d.w) / kRadians;
        return a * about({d.x / s, d.y / s, d.z / s}, part * angle_deg);
    }

    // The world's up, in the body's axes.
    Vector up() const
    {
        return {2 * (x * z - w * y), 2 * (y * z + w * x), w * w - x * x - y * y + z * z};
    }
};

} // namespace crura::devices
