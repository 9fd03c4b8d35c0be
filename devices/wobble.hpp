#pragma once

#include "devices/body_random.hpp"

#include <cmath>
#include <numbers>

namespace crura::devices {

inline constexpr double kTurn = 2 * std::numbers::pi;

// A tone whose pace wanders, as no body part shakes evenly: `drift` is the SD of its pace, of its
// mean.
class Wobble {
public:
    Wobble(double frequency_hz, double drift, double rate_hz, Random random, double memory_s = 1)
        : frequency_hz_(frequency_hz), drift_(drift), rate_hz_(rate_hz), memory_s_(memory_s),
          random_(random), turn_(random_.uniform())
    {
    }

    // Turns since it began.
    double operator()() { return (*this)(frequency_hz_); }
    double operator()(double frequency_hz)
    {
        const double forget = 1 / (memory_s_ * rate_hz_);
        wander_ += std::sqrt(2 * forget) * random_.normal() - forget * wander_;
        turn_ += frequency_hz * (1 + drift_ * wander_) / rate_hz_;
        return turn_;
    }

private:
    double frequency_hz_, drift_, rate_hz_, memory_s_;
    Random random_;
    double turn_;
    double wander_ = 0;
};

// Something struck, again and again: a damped tone that rings after each blow.
class Ringing {
public:
    Ringing(double frequency_hz, double decay_s, double rate_hz)
        : keep_(std::exp(-1 / (decay_s * rate_hz))), turn_(kTurn * frequency_hz / rate_hz)
    {
    }

    double operator()(double blow)
    {
        const double real = keep_ * (real_ * std::cos(turn_) - imaginary_ * std::sin(turn_));
        imaginary_ = keep_ * (real_ * std::sin(turn_) + imaginary_ * std::cos(turn_)) + blow;
        real_ = real;
        return real_;
    }

private:
    double keep_, turn_;
    double real_ = 0, imaginary_ = 0;
};

} // namespace crura::devices
