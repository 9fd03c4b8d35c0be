#include "trend/noise.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <vector>

namespace crura::trend {
namespace {

constexpr double kMostAutocorrelation = 0.9;

// n over the number of independent sessions whose mean is as certain as that of n neighbours.
double inflation(std::size_t n, double autocorrelation)
{
    double sum = 1, power = 1;
    for (std::size_t lag = 1; lag < n; ++lag) {
        power *= autocorrelation;
        sum += 2 * (1 - double(lag) / double(n)) * power;
    }
    return sum;
}

double least_squares(const BlockSums& block, double smallest_spread)
{
    return double(block.sessions - 1) * smallest_spread * smallest_spread;
}

// All blocks together, none more than three times as noisy as the middle one or as `least_squares`.
BlockSums pooled(std::span<const BlockSums> blocks, double least_squares)
{
    constexpr double kMost = 3;
    std::vector<double> squares;
    for (const auto& block : blocks)
        squares.push_back(block.squares);
    const auto middle = squares.begin() + std::ptrdiff_t(squares.size() / 2);
    std::nth_element(squares.begin(), middle, squares.end());
    const double most = kMost * std::max(*middle, least_squares);

    std::vector<BlockSums> softened(blocks.begin(), blocks.end());
    for (auto& block : softened)
        if (block.squares > most)
            block.soften(most / block.squares);
    return std::accumulate(softened.begin() + 1, softened.end(), softened.front(),
                           [](BlockSums all, const BlockSums& block) { return all += block; });
}

// Deviations from a block's own mean are less alike than the sessions are; this undoes it: exact
// without autocorrelation, within 0.03 up to 0.6. What is only believed to be there, as nothing
// smaller is, is of its own in each session.
double cautious_autocorrelation(const BlockSums& seen, double least_squares, double caution)
{
    const double n = double(seen.sessions);
    const double as_seen =
        seen.products / std::max(seen.squares, double(seen.blocks) * least_squares);
    const double stretch = n / (n - 3);
    const double error = stretch / std::sqrt(n * double(seen.blocks));
    return std::clamp(stretch * (as_seen + 1 / n) + caution * error, 0., kMostAutocorrelation);
}

} // namespace

BlockSums::BlockSums(std::span<const double> block)
    : sessions(block.size()),
      means(std::accumulate(block.begin(), block.end(), 0.) / double(block.size()))
{
    double before = 0;
    for (const double value : block) {
        const double off = value - means;
        squares += off * off;
        products += off * before;
        before = off;
    }
}

BlockSums& BlockSums::operator+=(const BlockSums& other)
{
    assert(sessions == other.sessions);
    blocks += other.blocks;
    means += other.means;
    squares += other.squares;
    products += other.products;
    return *this;
}

void BlockSums::soften(double times)
{
    squares *= times;
    products *= times;
}

Noise::Noise(std::span<const BlockSums> blocks, double smallest_spread, double caution)
    : seen_(pooled(blocks, least_squares(blocks[0], smallest_spread))),
      smallest_(smallest_spread * smallest_spread),
      autocorrelation_(
          cautious_autocorrelation(seen_, least_squares(blocks[0], smallest_spread), caution))
{
    assert(seen_.sessions >= 6);
}

// A block's own mean follows its sessions, the more so the more alike they are.
double Noise::variance(const BlockSums& sums) const
{
    const double free = double(sums.sessions) - inflation(sums.sessions, autocorrelation_);
    return std::max(sums.squares / double(sums.blocks) / free, smallest_);
}

double Noise::spread() const
{
    return std::sqrt(variance(seen_));
}

double Noise::degrees() const
{
    const double square = autocorrelation_ * autocorrelation_;
    return double(seen_.blocks * (seen_.sessions - 1)) * (1 - square) / (1 + square);
}

double Noise::variance_of_mean(const BlockSums& some) const
{
    const std::size_t n = some.blocks * some.sessions;
    return std::max(variance(seen_), variance(some)) * inflation(n, autocorrelation_) / double(n);
}

} // namespace crura::trend
