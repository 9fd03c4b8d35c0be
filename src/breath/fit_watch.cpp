#include "breath/fit_watch.hpp"

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

FitWatch::Finding FitWatch::operator()(double time_s, const Levels& level)
{
    for (std::size_t b = 0; b < kBands; ++b) {
        BandFit& fit = bands_[b];
        const double away = std::fabs(level[b] - fit.level - 0.5 * double(fit.largest));
        if (breaths_ < kUsual || away <= (0.5 + params_.step) * double(fit.largest))
            fit.inside_s = time_s;
        else if (time_s - fit.inside_s > params_.held_s)
            return restart(), Finding::step;
    }
    return Finding::none;
}

FitWatch::Finding FitWatch::add_breath(const Breath& breath, const Levels& end_expiratory_level)
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
        BandFit& fit = bands_[b];
        const auto amplitude = float(breath.amplitude[b].value);
        fit.log_amplitude.push(std::log(amplitude));
        const auto usual = float(std::exp(middle(fit.log_amplitude)));
        fit.largest = std::max(usual, fit.largest * float(1 - params_.forget));
        const auto level = float(end_expiratory_level[b]);
        const bool near = std::fabs(level - fit.level) < float(params_.step) * fit.largest;
        if (breaths_ <= kUsual || near)
            fit.level += (breaths_ <= kUsual ? 1.f : 0.3f) * (level - fit.level);
    }
    return Finding::none;
}

double FitWatch::change(std::size_t band, const Breath& breath) const
{
    return std::log(breath.amplitude[band].value) - middle(bands_[band].log_amplitude);
}

} // namespace crura::breath
