#pragma once

#include <algorithm>
#include <cmath>
#include <span>

namespace crura::breath {

// Which way up a sensor is: does its signal rise or fall on inspiration?
//
// Two habits of quiet breathing tell: inspiration is shorter than expiration, and the breath rests
// at the end of expiration. Every cycle, from one minimum of the raw signal to the next, votes with
//     2 ln(falling time / rising time) + 5 (share of time near the minimum - near the maximum),
// both between 10..90 % or within the outer quarters of the cycle, at most 2 either way. A sensor
// that rises on inspiration is twice as usual as not, so +1 starts with that advantage.
//
// Of flow, where the air rests is seen itself, and tells more than the times:
//     8 (share of time at rest after the negative lobe - after the positive one)
//     + ln(positive / negative peak) + 0.5 ln(negative / positive time)
// To stay at the end of inspiration takes effort; at the end of expiration the body rests.
//
// How often it is right: docs/breath/onsets.md. Any thread; a plain value.
class PolarityVote {
public:
    struct Params {
        double prior = 1;  // starting balance
        double enough = 2; // balance that decides
        double most = 6;   // the balance goes no further, so that it can be turned
    };

    explicit PolarityVote(Params params) : params_(params), balance_(params.prior) {}

    // One cycle of the raw signal, evenly sampled: minimum first, minimum last, maximum between.
    // `weight`: 0 ignore .. 1; among steps a breath has little shape of its own.
    void add_cycle(std::span<const double> level, std::size_t maximum, double weight = 1);

    // One cycle of the flow that such a signal is the integral of, but for any constant.
    void add_flow_cycle(std::span<const double> flow, double weight = 1);

    // It is known from elsewhere. Cycles to come may still say otherwise.
    void adopt(int polarity);

    bool decided() const { return decided_; }

    // How well the latest cycles bear out polarity(); below 0 they speak against it.
    double evidence() const { return balance_ * polarity_; }

    // +1 or -1; +1 until decided.
    int polarity() const { return polarity_; }

private:
    void count(double vote);

    Params params_;
    double balance_;
    bool decided_ = false;
    int polarity_ = 1;
};

} // namespace crura::breath
