#include "breath/events/tremor.hpp"

#include <algorithm>
#include <cmath>

namespace crura::breath {
namespace {

constexpr double kSmoothHz = 18;      // of 25 that half the frames can show
constexpr std::size_t kBlock = 32;    // samples; by blocks the beginning of a tremor is sought
constexpr std::size_t kBurstGap = 2;  // blocks between bursts, at most
constexpr double kBlockPart = 0.2;    // power of a block that trembles, of the strongest
constexpr double kResolutionHz = 0.1; // half a bin
constexpr double kWander = 0.02;      // of the pace within a window
constexpr double kRagged = 0.6;       // how far the RMS of a rhythm that is none may be off

bool lying(Posture posture)
{
    return posture == Posture::supine || posture == Posture::prone || posture == Posture::left_side
        || posture == Posture::right_side;
}

bool has_axes(const Frame& frame, Band band, Quantity first)
{
    return frame.has({band, first}) && frame.has({band, first + 1}) && frame.has({band, first + 2});
}

// Mean square of a stretch, less the straight line through it.
double power_of(std::span<const float> values)
{
    const double n = double(values.size());
    double sum = 0, moment = 0, squares = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double value = values[i] - values[0];
        sum += value;
        moment += value * (double(i) - 0.5 * (n - 1));
        squares += value * value;
    }
    return (squares - sum * sum / n - 12 * moment * moment / (n * (n * n - 1))) / n;
}

} // namespace

TremorDetector::Site::Site()
    : smooth_{dsp::LowPass(kSmoothHz, kFrameRateHz), dsp::LowPass(kSmoothHz, kFrameRateHz),
              dsp::LowPass(kSmoothHz, kFrameRateHz)}
{
}

void TremorDetector::Site::add(const Frame& frame, Band band)
{
    if (has_axes(frame, band, Quantity::acceleration_x)) {
        if (first_ != Quantity::acceleration_x)
            gathered_ = 0;
        first_ = Quantity::acceleration_x;
    } else if (!first_ && has_axes(frame, band, Quantity::angular_rate_x)) {
        first_ = Quantity::angular_rate_x;
    }
    if (!first_ || !has_axes(frame, band, *first_)) {
        gathered_ = 0;
        return;
    }
    std::array<double, 3> axes;
    for (std::size_t i = 0; i < 3; ++i)
        axes[i] = frame[{band, *first_ + i}];
    rate_(axes);
    for (std::size_t i = 0; i < 3; ++i) {
        if (gathered_ == 0)
            smooth_[i].reset(axes[i]);
        axes[i] = smooth_[i](axes[i]);
    }
    skip_ = !skip_;
    if (gathered_ > 0 && skip_)
        return;
    for (std::size_t i = 0; i < 3; ++i)
        ring_[i][at_] = float(axes[i]);
    at_ = (at_ + 1) % kWindow;
    gathered_ = std::min(gathered_ + 1, kWindow);
}

TremorWindow::Axes TremorDetector::Site::window() const
{
    TremorWindow::Axes axes;
    for (std::size_t i = 0; i < 3; ++i)
        std::rotate_copy(ring_[i].begin(), ring_[i].begin() + std::ptrdiff_t(at_), ring_[i].end(),
                         axes[i].begin());
    return axes;
}

TremorDetector::TremorDetector(Params params) : params_(params), window_(params.window) {}

void TremorDetector::operator()(const Frame& frame, Time now, BreathState& state)
{
    for (std::size_t site = 0; site < kSites; ++site)
        sites_[site].add(frame, Band(site));
    if (++frames_ < int(params_.hop_s * kFrameRateHz))
        return;
    frames_ = 0;
    rhythm_hz_ = 0;
    const bool lies = lying(state.posture);
    for (auto& site : sites_) {
        look(site, frame.time, lies);
        if (site.rhythm_hz > 0)
            rhythm_hz_ = site.rhythm_hz;
    }
    tell(frame.time, now, state);
}

void TremorDetector::look(Site& site, Time time, bool lies) const
{
    site.rhythm_hz = 0;
    if (!site.full()) {
        site.on = false;
        site.hits = 0;
        site.power = site.rms = 0;
        return;
    }
    const bool g = site.measures_g();
    const auto verdict = window_(site.window(), g ? params_.end_g : params_.end_dps, lies);
    const Stretch stretch = shaken(site, time);
    const double kept = 1 - params_.hop_s / params_.fade_s;
    site.power = std::max(stretch.power, kept * site.power);
    const bool trembles = verdict && is_tremor(*verdict, site, lies)
        && to_seconds(time - stretch.to) < params_.quiet_s;
    if (trembles)
        site.verdict = *verdict;
    site.rms = std::max(trembles ? verdict->rms : 0, kept * site.rms);
    if (verdict && verdict->share > params_.end_share
        && (verdict->frequency_hz > params_.quickest_breath_hz
            || verdict->rms > (g ? params_.breath_g : params_.breath_dps)))
        site.rhythm_hz = verdict->frequency_hz;
    if (trembles && site.hits == 0)
        site.since = stretch.from;
    site.hits = std::clamp(site.hits + (trembles ? 1 : -1), 0, params_.hits);
    site.misses = trembles ? 0 : site.misses + 1;
    site.on = site.on ? site.misses < params_.misses : site.hits >= params_.hits;
}

bool TremorDetector::is_tremor(const TremorWindow::Verdict& verdict, const Site& site,
                               bool lies) const
{
    const bool g = site.measures_g();
    if (site.on && lies && verdict.rms > params_.wild_rms * site.rms)
        return verdict.share > params_.wild_share && verdict.slow < params_.wild_slow;
    const double share = site.on ? params_.end_share : params_.begin_share;
    double least = site.on ? 0 : g ? params_.begin_g : params_.begin_dps;
    if (verdict.frequency_hz < params_.quickest_breath_hz)
        least = g ? params_.breath_g : params_.breath_dps;
    return !verdict.vetoed && verdict.share > share && verdict.rms > least
        && verdict.slow < params_.most_slow;
}

const TremorDetector::Site* TremorDetector::strongest() const
{
    const Site* best = nullptr;
    const auto strength = [this](const Site& site) {
        return site.verdict.rms / (site.measures_g() ? params_.begin_g : params_.begin_dps);
    };
    for (const auto& site : sites_)
        if (site.on && (!best || strength(site) > strength(*best)))
            best = &site;
    return best;
}

void TremorDetector::tell(Time time, Time now, BreathState& state)
{
    const Site* site = strongest();
    state.tremor = {};
    if (!site) {
        if (spell_.on())
            spell_.finish(now, state);
        return;
    }
    const auto& verdict = site->verdict;
    state.tremor.on = true;
    state.tremor.frequency_hz = {
        verdict.frequency_hz, kWander * verdict.frequency_hz + kResolutionHz / verdict.share, true};
    state.tremor.rhythmicity = std::min(verdict.share, 1.);
    if (site->measures_g())
        state.tremor.strength_mg = {
            1e3 * verdict.rms, 1e3 * verdict.rms * (0.05 + kRagged * (1 - verdict.share)), true};
    if (!spell_.on())
        spell_.begin(site->since, now, verdict.frequency_hz, state);
    if (site->misses == 0)
        spell_.seen(std::max(shaken(*site, time).to, spell_.start()), verdict.frequency_hz);
}

// From the end of the window back over the blocks that shake, beside how it shook before; it may
// come in bursts.
TremorDetector::Stretch TremorDetector::shaken(const Site& site, Time time) const
{
    const auto axes = site.window();
    std::array<double, kWindow / kBlock> power{};
    for (std::size_t block = 0; block < power.size(); ++block)
        for (const auto& axis : axes)
            power[block] += power_of(std::span(axis).subspan(block * kBlock, kBlock));
    const double most = *std::max_element(power.begin(), power.end());
    const double least = kBlockPart * std::max(most, site.on ? site.power : 0.);
    std::size_t end = power.size();
    while (end > 1 && power[end - 1] < least)
        --end;
    std::size_t first = end - 1, quiet = 0;
    for (std::size_t block = first; block-- > 0 && quiet <= kBurstGap;) {
        quiet = power[block] > least ? 0 : quiet + 1;
        if (quiet == 0)
            first = block;
    }
    const auto at = [&](std::size_t block) {
        return time - from_seconds(double((power.size() - block) * kBlock) / TremorWindow::kRateHz);
    };
    return {at(first), at(end), most};
}

} // namespace crura::breath
