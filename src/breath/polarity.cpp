#include "breath/polarity.hpp"

#include <cstddef>

namespace crura::breath {

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
    balance_ =
        std::clamp(balance_ + weight * std::clamp(vote, -2., 2.), -params_.most, params_.most);

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
