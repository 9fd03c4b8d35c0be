#pragma once

#include <array>
#include <cmath>
#include <cstdint>

namespace crura::devices {

// Random numbers that are the same for the same seed on every machine: integer arithmetic, basic
// IEEE operations, and none of the standard library's distributions, which each library words
// differently.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    // splitmix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014.
    std::uint64_t operator()()
    {
        std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    // 0 .. below 1.
    double uniform() { return double((*this)() >> 11) * 0x1p-53; }
    double uniform(double low, double high) { return low + (high - low) * uniform(); }

    // Bell-shaped, mean 0, standard deviation 1, never beyond +-3.5: the sum of four 16-bit
    // numbers.
    double normal()
    {
        constexpr double kMean = 4 * 32767.5;
        constexpr double kDeviation = 37837.22746; // 65536 / sqrt(3)
        const auto x = (*this)();
        const auto sum = (x & 0xffff) + (x >> 16 & 0xffff) + (x >> 32 & 0xffff) + (x >> 48);
        return (double(sum) - kMean) / kDeviation;
    }

    // Another generator, so that one concern's numbers do not depend on how many another one drew.
    Random fork() { return Random((*this)()); }

private:
    std::uint64_t state_;
};

// One number a breath (or a beat) that remembers the earlier ones: mean 0, standard deviation 1,
// half of it new each time and the rest with memories of 4, 16 and 64 breaths. Over these scales
// its spectrum falls about as 1/f, as the variability of human breathing does.
class Wander {
public:
    explicit Wander(Random& random)
    {
        for (auto& slow : slow_)
            slow = random.normal();
    }

    double operator()(Random& random)
    {
        constexpr std::array kKept = {0.7788, 0.9394, 0.9845}; // exp(-1 / memory)
        double sum = std::sqrt(1. / 2) * random.normal();
        for (std::size_t i = 0; i < kKept.size(); ++i) {
            slow_[i] = kKept[i] * slow_[i] + std::sqrt(1 - kKept[i] * kKept[i]) * random.normal();
            sum += std::sqrt(1. / 6) * slow_[i];
        }
        return sum;
    }

private:
    std::array<double, 3> slow_;
};

} // namespace crura::devices
