#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace crura::breath {

using Vector = std::array<double, 3>;

inline constexpr double kDegrees = 180 / std::numbers::pi; // in a radian

inline double dot(const Vector& a, const Vector& b)
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

inline Vector cross(const Vector& a, const Vector& b)
{
    return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

// a + k b
inline Vector sum(const Vector& a, const Vector& b, double k = 1)
{
    return {a[0] + k * b[0], a[1] + k * b[1], a[2] + k * b[2]};
}

inline Vector scaled(const Vector& a, double k)
{
    return {k * a[0], k * a[1], k * a[2]};
}

inline double length(const Vector& a)
{
    return std::sqrt(dot(a, a));
}

// Of length 1; the zero vector as it is.
inline Vector normalised(const Vector& a)
{
    const double size = length(a);
    return size > 0 ? scaled(a, 1 / size) : a;
}

} // namespace crura::breath
