#include "breath/turns/polarity.hpp"

#include <array>
#include <cstddef>
#include <numeric>
#include <optional>

namespace crura::breath {
namespace {

constexpr double kDead = 0.015; // of the flow's range: so near to its rest it rests

// Where the flow is longest, in the middle of its range; its mean when that is nowhere in
// particular.
std::optional<double> resting_flow(std::span<const double> flow)
{
    const auto [lowest, highest] = std::minmax_element(flow.begin(), flow.end());
    constexpr std::size_t kCells = 67; // of 2 dead bands
    const double width = (*highest - *lowest) / kCells;
    if (width <= 0)
        return std::nullopt;
    std::array<std::size_t, kCells> count{};
    std::array<double, kCells> sum{};
    for (const double each : flow) {
        const auto cell = std::min(std::size_t((each - *lowest) / width), kCells - 1);
        ++count[cell];
        sum[cell] += each - *lowest;
    }
    constexpr std::size_t kOften = 2; // times as often as if it were everywhere alike
    std::size_t best = kCells / 5;
    for (std::size_t cell = best; cell < kCells - kCells / 5; ++cell)
        if (count[cell] + count[cell + 1] > count[best] + count[best + 1])
            best = cell;
    const std::size_t counted = count[best] + count[best + 1];
    if (counted * kCells < 2 * kOften * flow.size())
        return std::accumulate(flow.begin(), flow.end(), 0.) / double(flow.size());
    return *lowest + (sum[best] + sum[best + 1]) / double(counted);
}

} // namespace

void PolarityVote::add_cycle(std::span<const double> level, std::size_t maximum, double weight)
{
    if (level.size() < 3 || maximum == 0 || maximum + 1 >= level.size())
        return;
    const double last = double(level.size() - 1);
    const double slope = (level.back() - level.front()) / last;
    const auto above_chord = [&](std::size_t i) {
        return level[i] - level.front() - slope * double(i);
    };
    const double height = above_chord(maximum);
    if (height <= 0)
        return;

    double rising = 1, falling = 1, low = 0, high = 0;
    for (std::size_t i = 0; i < level.size(); ++i) {
        const double share = above_chord(i) / height;
        if (share > 0.1 && share < 0.9)
            ++(i < maximum ? rising : falling);
        low += share < 0.25;
        high += share > 0.75;
    }
    const double vote = 2 * std::log(falling / rising) + 5 * (low - high) / (last + 1);
    count(weight * std::clamp(vote, -2., 2.));
}

void PolarityVote::add_flow_cycle(std::span<const double> flow, double weight)
{
    if (flow.size() < 8)
        return;
    const auto rest = resting_flow(flow);
    if (!rest)
        return;
    const auto [lowest, highest] = std::minmax_element(flow.begin(), flow.end());
    if (highest > lowest)
        return; // inspiration first and expiration second, or it is no cycle
    const double up = *highest - *rest, down = *rest - *lowest, dead = kDead * (up + down);
    if (std::min(up, down) <= dead)
        return;

    double positive = 1, negative = 1, after_positive = 0, after_negative = 0;
    for (auto each = flow.begin(); each != flow.end(); ++each) {
        positive += *each - *rest > dead;
        negative += *rest - *each > dead;
        if (std::fabs(*each - *rest) <= dead)
            ++(each > highest && each < lowest ? after_positive : after_negative);
    }
    const double vote = 8 * (after_negative - after_positive) / double(flow.size())
        + std::log(up / down) + 0.5 * std::log(negative / positive);
    count(weight * std::clamp(vote, -2., 2.));
}

void PolarityVote::count(double vote)
{
    balance_ = std::clamp(balance_ + vote, -params_.most, params_.most);
    if (std::fabs(balance_) >= params_.enough)
        decided_ = true;
    if (balance_ * polarity_ <= -params_.enough)
        polarity_ = -polarity_;
}

void PolarityVote::adopt(int polarity)
{
    polarity_ = polarity;
    balance_ = polarity * params_.enough;
    decided_ = true;
}

} // namespace crura::breath
