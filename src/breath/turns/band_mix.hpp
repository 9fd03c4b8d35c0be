#pragma once

#include "breath/separation/calibration.hpp"
#include "breath/turns/band_sum.hpp"

#include <bitset>

namespace crura::breath {

// How the bands are weighed in their sum. Each that is there breathes about equally high in it, or
// by its gain once that is known, and one that is lost in noise less. Only about: were they equal,
// a breath in paradox would cancel out. Any thread; a plain value.
class BandMix {
public:
    // What is known of the bands, by Band.
    struct Bands {
        std::bitset<kBands> valid;
        Levels height{};  // of the usual breath; 0 while unknown [sensor units]
        Levels clarity{}; // 0 .. 1
        Levels noise{};   // [sensor units]
    };

    // Weighs the bands anew when others are there than before, or after weigh_anew(). `level` is
    // where they are.
    void weigh(const Bands& bands, const Gains& gains, const Levels& level);
    void weigh_anew() { weighed_.reset(); }

    // A band has come to breathe much higher or lower, beside the other, than the sum takes it to.
    bool out_of_balance(const Bands& bands, const Gains& gains) const;

    // The bands have come to `level` by a step that was no breath.
    void step_to(const Levels& level, double before) { sum_.step_to(level, before); }

    double operator()(const Levels& level) const { return sum_(level); }
    double noise(const Bands& bands) const;

private:
    Levels wanted(const Bands& bands, std::bitset<kBands> valid, const Gains& gains) const;

    BandSum sum_;
    std::bitset<kBands> weighed_;
};

} // namespace crura::breath
