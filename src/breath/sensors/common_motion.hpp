#pragma once

#include "breath/sensors/vector.hpp"

#include <array>
#include <cmath>

namespace crura::breath {

// What a sensor on the breathing trunk has in common with one at the sacrum, which does not
// breathe: the 3 x 3 matrix M that best says, of late, the angular rate of the one from that of the
// other (least squares with forgetting). So neither needs to be put on in any particular way. Any
// thread; a plain value.
class CommonMotion {
public:
    struct Params {
        double sample_rate_hz = 10;
        double memory_s = 60;
        double least_dps = 0.1; // a reference that moves less says nothing
    };

    explicit CommonMotion(Params params) : params_(params) {}

    void learn(const Vector& rate, const Vector& reference)
    {
        const double step = std::max(1 / ++count_, 1 / (params_.memory_s * params_.sample_rate_hz));
        for (std::size_t i = 0; i < 3; ++i)
            for (std::size_t j = 0; j < 3; ++j) {
                own_[i][j] += step * (reference[i] * reference[j] - own_[i][j]);
                cross_[i][j] += step * (rate[i] * reference[j] - cross_[i][j]);
            }
        if (count_ >= params_.memory_s * params_.sample_rate_hz / 8)
            solve();
    }

    // The part of a rate, or of a turn, that the reference does not have.
    Vector own_of(const Vector& rate, const Vector& reference) const
    {
        Vector own = rate;
        for (std::size_t i = 0; i < 3; ++i)
            own[i] -= dot(matrix_[i], reference);
        return own;
    }

private:
    // M (S + r I) = C, by the columns of the inverse.
    void solve()
    {
        auto s = own_;
        const double ridge = params_.least_dps * params_.least_dps;
        for (std::size_t i = 0; i < 3; ++i)
            s[i][i] += ridge;
        const std::array<Vector, 3> inverse{cross(s[1], s[2]), cross(s[2], s[0]),
                                            cross(s[0], s[1])}; // symmetric, but for its size
        const double determinant = dot(s[0], inverse[0]);
        for (std::size_t i = 0; i < 3; ++i)
            for (std::size_t j = 0; j < 3; ++j)
                matrix_[i][j] = dot(cross_[i], inverse[j]) / determinant;
    }

    Params params_;
    double count_ = 0;
    std::array<Vector, 3> own_{}, cross_{}, matrix_{};
};

} // namespace crura::breath
