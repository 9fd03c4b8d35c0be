#pragma once

#include <cstddef>
#include <span>

namespace crura::trend {

// The values of blocks of sessions, each about its own mean, so that what changes from one block to
// another is no noise.
struct BlockSums {
    explicit BlockSums(std::span<const double> block); // not empty
    BlockSums& operator+=(const BlockSums& other);     // of blocks as long
    void soften(double times); // deviations as if they were smaller: of their squares, 0 .. 1

    double mean() const { return means / double(blocks); }

    std::size_t blocks = 1;
    std::size_t sessions = 0; // in each
    double means = 0;
    double squares = 0;  // of deviations
    double products = 0; // of neighbours' deviations
};

// How sessions differ though nothing has changed: by how much, and how far neighbours are alike
// (AR(1)). All of it rather too large than too small. A block within which the level stepped looks
// noisier than it is: none counts for more than three times the middle one. [any]
class Noise {
public:
    // `blocks`: of six sessions or more, not empty. `smallest_spread`: sessions never count as more
    // alike. `caution`: by how many of its standard errors the autocorrelation is taken too high.
    Noise(std::span<const BlockSums> blocks, double smallest_spread, double caution);

    double autocorrelation() const { return autocorrelation_; } // 0 .. 0.9
    double spread() const;                                      // SD from session to session
    double degrees() const;                                     // of freedom, of Student's t

    // The variance of the mean of some of the blocks: by their own spread or that of all, whichever
    // is larger.
    double variance_of_mean(const BlockSums& some) const;

private:
    double variance(const BlockSums& sums) const;

    BlockSums seen_;
    double smallest_;
    double autocorrelation_;
};

} // namespace crura::trend
