#include "breath/ventilation.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace crura::breath {
namespace {

constexpr double kLike = 0.15;  // a later breath is quiet when it is the usual one within this
constexpr int kOtherBands = 8;  // breaths in a row by other bands: the usual is theirs now
constexpr double kOldest = 3;   // windows; an older breath says nothing of now
constexpr double kUneven = 4.5; // half width of a mean of breaths that remember each other [its SE]
constexpr std::size_t kNeighbours = 5;

double volume_of(const Levels& amplitude, const Gains& gains)
{
    return gains.thoracic * amplitude[0] + gains.abdominal * amplitude[1];
}

// One posture, seen less or more closely.
bool is_refined(Posture one, Posture other)
{
    const auto upright = [](Posture posture) { return posture >= Posture::upright; };
    return one == other
        || (upright(one) && upright(other)
            && (one == Posture::upright || other == Posture::upright));
}

} // namespace

void Ventilation::operator()(const Gains& gains, Time now, BreathState& state)
{
    heed_change(state);
    bool taken = false;
    for (const Breath& breath : state.breaths)
        taken |= take(breath, state);
    if (taken)
        estimate_ = estimate(gains, state.partition);
    const bool stale = recent_.empty() || to_seconds(now - recent_[0].end) > params_.stale_s;
    if (stale)
        estimate_ = {};
    const bool heard = state[Band::thoracic].valid || state[Band::abdominal].valid;
    state.ventilation = heard ? estimate_ : Estimate{};
}

void Ventilation::obey(Command command)
{
    if (command == Command::recalibrate || command == Command::calibrate_natural)
        learn_anew(1);
}

// What the belts say becomes something else, the breath does not: the usual that is learnt next is
// learnt from breaths that may be more than usual already.
void Ventilation::heed_change(BreathState& state)
{
    bool moved = false;
    for (const Event& event : state.events) {
        if (event.kind == EventKind::speech)
            speaks_ = !event.over;
        moved |= event.kind == EventKind::recalibration_wanted && !event.over;
    }
    if (state.posture != Posture::unknown) {
        moved |= posture_ != Posture::unknown && !is_refined(posture_, state.posture);
        posture_ = state.posture;
    }
    if (moved)
        learn_anew(estimate_.known ? std::max(estimate_.value, 1.) : carried_);
}

void Ventilation::learn_anew(double carried)
{
    quiet_.clear();
    likewise_.clear();
    recent_.clear();
    estimate_ = {};
    carried_ = carried;
}

// Where each band rests is where it rested a breath ago, or nearly: what pushed it was no breath.
bool Ventilation::stayed(const BreathState& state)
{
    bool stayed = true;
    for (std::size_t b = 0; b < kBands; ++b) {
        const BandState& band = state.band[b];
        const double moved = std::fabs(band.end_expiratory_level - rest_[b]);
        stayed = stayed && (recent_.empty() || moved <= params_.most_moved * band.tidal_amplitude);
        rest_[b] = band.end_expiratory_level;
    }
    return stayed;
}

// True when the breath counts.
bool Ventilation::take(const Breath& breath, const BreathState& state)
{
    const bool deliberate =
        state.calibration.under_way() && state.calibration.manoeuvre != Manoeuvre::natural;
    const bool stayed = this->stayed(state);
    if (deliberate || !stayed || breath.confidence < params_.least_confidence
        || breath.breath_rate_bpm <= 0 || state.motion.level > params_.most_motion
        || !of_our_bands(breath))
        return false;
    Taken taken{breath.end, 60 / breath.breath_rate_bpm, {}};
    for (std::size_t b = 0; b < kBands; ++b)
        taken.amplitude[b] = bands_[b] ? breath.amplitude[b].value : 0;
    recent_.push(taken);
    if (!speaks_ && quiet_.size() < params_.usual_breaths)
        quiet_.push_back(taken);
    else if (!speaks_ && is_like_usual(taken))
        likewise_.push(taken);
    return true;
}

// The first breaths are few, and no two minutes are alike: more make the usual surer, as long as
// they are of the pace and depth that it had at first, whatever a guide may ask for meanwhile.
bool Ventilation::is_like_usual(const Taken& taken) const
{
    const auto like = [](double value, double usual) {
        return std::fabs(value - usual) < kLike * usual;
    };
    Levels usual{};
    double time_s = 0;
    for (const Taken& quiet : quiet_) {
        time_s += quiet.breath_time_s / double(quiet_.size());
        for (std::size_t b = 0; b < kBands; ++b)
            usual[b] += quiet.amplitude[b] / double(quiet_.size());
    }
    for (std::size_t b = 0; b < kBands; ++b)
        if (bands_[b] && !like(taken.amplitude[b], usual[b]))
            return false;
    return like(taken.breath_time_s, time_s);
}

bool Ventilation::of_our_bands(const Breath& breath)
{
    std::bitset<kBands> known;
    for (std::size_t b = 0; b < kBands; ++b)
        known[b] = breath.amplitude[b].known;
    if (known.none())
        return false;
    other_bands_ = known == bands_ ? 0 : other_bands_ + 1;
    if (bands_.none() || other_bands_ >= kOtherBands) {
        learn_anew(1);
        bands_ = known;
        other_bands_ = 0;
    }
    return known == bands_;
}

// A sigh among them counts as much as it does later.
Ventilation::Usual Ventilation::usual(const Gains& gains) const
{
    constexpr std::size_t kMost = kFirst + kLater;
    std::array<Taken, kMost> breaths;
    std::array<double, kMost> volumes;
    std::size_t count = 0;
    for (const Taken& taken : quiet_)
        breaths[count++] = taken;
    for (std::size_t age = 0; age < likewise_.size(); ++age)
        breaths[count++] = likewise_[age];
    for (std::size_t i = 0; i < count; ++i)
        volumes[i] = volume_of(breaths[i].amplitude, gains);
    auto sorted = volumes;
    const auto middle = sorted.begin() + std::ptrdiff_t(count / 2);
    std::nth_element(sorted.begin(), middle, sorted.begin() + std::ptrdiff_t(count));

    Usual usual{.volume = *middle};
    double air = 0, time_s = 0, volume = 0, belly = 0, flow = 0, flow_power = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const double capped = std::min(volumes[i], params_.lone * *middle);
        const double beyond = std::max(capped - params_.dead_space * *middle, 0.);
        const double air_per_s = beyond / breaths[i].breath_time_s;
        air += beyond;
        time_s += breaths[i].breath_time_s;
        volume += volumes[i];
        belly += gains.abdominal * breaths[i].amplitude[1];
        flow += air_per_s / double(count);
        flow_power += air_per_s * air_per_s / double(count);
    }
    if (air <= 0)
        return {};
    const double spread = std::sqrt(std::max(flow_power - flow * flow, 0.)) / flow;
    usual.air_per_s = air / time_s / carried_;
    usual.abdominal_share = belly / volume;
    usual.doubt = kUneven * spread / std::sqrt(double(count));
    return usual;
}

// A sigh is no over-breathing: alone it counts little. Several deep breaths count in full.
double Ventilation::capped_volume(const Gains& gains, std::size_t age) const
{
    const std::size_t count = std::min(kNeighbours, recent_.size());
    const std::size_t first = std::min(age < 2 ? 0 : age - 2, recent_.size() - count);
    std::array<double, kNeighbours> around;
    for (std::size_t i = 0; i < count; ++i)
        around[i] = volume_of(recent_[first + i].amplitude, gains);
    std::sort(around.begin(), around.begin() + std::ptrdiff_t(count));
    return std::min(volume_of(recent_[age].amplitude, gains), params_.lone * around[count / 2]);
}

Estimate Ventilation::estimate(const Gains& gains, Partition partition) const
{
    if (quiet_.size() < params_.least_breaths || recent_.size() < params_.window_breaths)
        return {};
    const Usual usual = this->usual(gains);
    if (usual.air_per_s <= 0)
        return {};
    double count = 0, air = 0, time_s = 0, volume = 0, belly = 0;
    for (std::size_t age = 0; age < recent_.size(); ++age) {
        const Taken& taken = recent_[age];
        const bool enough = age >= params_.window_breaths && time_s >= params_.window_s;
        if (enough || to_seconds(recent_[0].end - taken.end) > kOldest * params_.window_s)
            break;
        const double capped = capped_volume(gains, age);
        count += 1;
        air += std::max(capped - params_.dead_space * usual.volume, 0.);
        time_s += taken.breath_time_s;
        volume += capped;
        belly += gains.abdominal * taken.amplitude[1];
    }
    if (volume <= 0)
        return {};
    const double depth = volume / count / usual.volume;
    const double beyond = std::max(depth - params_.dead_space, 0.1);
    const double of_dead_space =
        params_.dead_space_doubt * std::fabs(1 / (1 - params_.dead_space) - 1 / beyond);
    const double of_amplitudes = params_.amplitude_doubt * depth / beyond / std::sqrt(count);
    const double of_bands = partition == Partition::none
        ? params_.one_band_doubt
        : std::fabs(belly / volume - usual.abdominal_share) * gains.log_ratio_plus_minus;
    const double value = air / time_s / usual.air_per_s;
    const double doubt =
        std::hypot(std::hypot(usual.doubt, of_dead_space), std::hypot(of_amplitudes, of_bands));
    return {value, value * doubt, true};
}

} // namespace crura::breath
