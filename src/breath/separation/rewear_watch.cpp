#include "breath/separation/rewear_watch.hpp"

#include <algorithm>
#include <cmath>

namespace crura::breath {
namespace {

constexpr int kUsual = 5; // breaths, before anything can be unusual

double middle(const dsp::History<float, 7>& history)
{
    std::array<float, 7> sorted{};
    for (std::size_t i = 0; i < history.size(); ++i)
        sorted[i] = history[i];
    std::sort(sorted.begin(), sorted.begin() + std::ptrdiff_t(history.size()));
    return sorted[history.size() / 2];
}

} // namespace

RewearWatch::Finding RewearWatch::operator()(double time_s, const Levels& level)
{
    for (std::size_t b = 0; b < kBands; ++b) {
        BandWear& wear = bands_[b];
        const double away = std::fabs(level[b] - wear.level - 0.5 * double(wear.largest));
        if (breaths_ < kUsual || away <= (0.5 + params_.step) * double(wear.largest))
            wear.inside_s = time_s;
        else if (time_s - wear.inside_s > params_.held_s)
            return restart(), Finding::step;
    }
    return Finding::none;
}

RewearWatch::Finding RewearWatch::add_breath(const Breath& breath,
                                             const Levels& end_expiratory_level)
{
    if (!breath.amplitude[0].known || !breath.amplitude[1].known || breath.amplitude[0].value <= 0
        || breath.amplitude[1].value <= 0)
        return Finding::none;
    if (breaths_ >= kUsual) {
        const double chest = std::fabs(change(0, breath)), belly = std::fabs(change(1, breath));
        const bool jumped = std::max(chest, belly) > std::log(params_.jump)
            && std::min(chest, belly) < std::log(params_.unchanged);
        jumped_ = jumped ? jumped_ + 1 : 0;
        if (jumped_ >= params_.breaths)
            return restart(), Finding::jump;
        if (jumped)
            return Finding::none; // what may be a jump is not learnt from
    }
    ++breaths_;
    for (std::size_t b = 0; b < kBands; ++b) {
        BandWear& wear = bands_[b];
        const auto amplitude = float(breath.amplitude[b].value);
        wear.log_amplitude.push(std::log(amplitude));
        const auto usual = float(std::exp(middle(wear.log_amplitude)));
        wear.largest = std::max(usual, wear.largest * float(1 - params_.forget));
        const auto level = float(end_expiratory_level[b]);
        const bool near = std::fabs(level - wear.level) < float(params_.step) * wear.largest;
        if (breaths_ <= kUsual || near)
            wear.level += (breaths_ <= kUsual ? 1.f : 0.3f) * (level - wear.level);
    }
    return Finding::none;
}

double RewearWatch::change(std::size_t band, const Breath& breath) const
{
    return std::log(breath.amplitude[band].value) - middle(bands_[band].log_amplitude);
}

} // namespace crura::breath
