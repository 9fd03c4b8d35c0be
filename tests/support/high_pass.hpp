#pragma once

#include <cmath>
#include <numbers>

namespace crura::test {

// First-order high-pass (bilinear): what the leaking charge of a piezo belt does to a displacement.
class HighPass {
public:
    HighPass(double corner_hz, double sample_rate_hz)
        : k_(std::tan(std::numbers::pi * corner_hz / sample_rate_hz))
    {
    }

    double operator()(double x)
    {
        y_ = ((1 - k_) * y_ + x - last_) / (1 + k_);
        last_ = x;
        return y_;
    }

private:
    double k_;
    double last_ = 0, y_ = 0;
};

} // namespace crura::test
