#pragma once

namespace crura::sessions {

struct BreathTimes {
    double inspiratory_time_s = 0;
    double expiratory_time_s = 0; // with the pause after it

    double period_s() const { return inspiratory_time_s + expiratory_time_s; }
    friend bool operator==(const BreathTimes&, const BreathTimes&) = default;
};

constexpr BreathTimes operator*(double factor, BreathTimes times)
{
    return {factor * times.inspiratory_time_s, factor * times.expiratory_time_s};
}

} // namespace crura::sessions
