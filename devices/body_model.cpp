#include "devices/body_model.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace crura::devices {

namespace {

constexpr auto kThoracic = std::size_t(Band::thoracic);
constexpr auto kAbdominal = std::size_t(Band::abdominal);

constexpr double kDeadSpace = 0.3; // of a usual breath
constexpr double kMostWander = 2.5;
constexpr double kShortest = 0.3; // of the breath that was meant
constexpr int kBreathsBetweenSighs = 5;

// A guide's inspiration is measured as everywhere, from its onset, the 10 % rise; a breath here
// begins to rise before that.
constexpr double kAfterOnset = 0.804; // of the rise 3u^2 - 2u^3
constexpr double kLongestRise = 0.6;  // of a breath

[[maybe_unused]] bool within(double low, double value, double high)
{
    return low <= value && value <= high;
}

// The largest value of f between low and high, where f has one maximum.
template <class F>
double climb(F f, double low, double high)
{
    while (high - low > 1e-10) {
        const double third = (high - low) / 3;
        if (f(low + third) < f(high - third))
            low += third;
        else
            high -= third;
    }
    return (low + high) / 2;
}

// The largest value of f between low and high, where f has a few maxima.
template <class F>
double highest(F f, double low, double high)
{
    constexpr int kCells = 256;
    const double cell = (high - low) / kCells;
    double best = low;
    for (int i = 1; i <= kCells; ++i)
        if (f(low + i * cell) > f(best))
            best = low + i * cell;
    return climb(f, std::max(low, best - cell), std::min(high, best + cell));
}

// The last place between low, where f <= level, and high, where f > level, at which f <= level.
template <class F>
double last_at_or_below(F f, double level, double low, double high)
{
    constexpr int kCells = 512;
    const double cell = (high - low) / kCells;
    double above = high;
    while (above - cell > low && f(above - cell) > level)
        above -= cell;
    double below = std::max(low, above - cell);
    while (above - below > 1e-12 * above) {
        const double middle = (below + above) / 2;
        (f(middle) > level ? above : below) = middle;
    }
    return below;
}

} // namespace

BodyModel::BodyModel(const Params& params, std::uint64_t seed, const EventScript& script)
    : BodyModel(params, Random(seed), script)
{
}

BodyModel::BodyModel(const Params& params, Random random, const EventScript& script)
    : params_(params), lead_{-params.phase_angle_deg / 720, params.phase_angle_deg / 720},
      own_pace_{params.inspiratory_share * 60 / params.breath_rate_bpm,
                (1 - params.inspiratory_share) * 60 / params.breath_rate_bpm},
      breath_random_(random.fork()), unrest_random_(random.fork()), noise_random_(random.fork()),
      time_wander_(breath_random_), amplitude_wander_(breath_random_),
      share_wander_(breath_random_), drift_(params.drift, params.sample_rate_hz),
      movement_(params.movements_per_hour, params.movement_size, params.sample_rate_hz),
      heartbeat_(params.heart_rate_bpm, params.heartbeat_ripple, params.sample_rate_hz,
                 unrest_random_),
      scripted_breath_(script), scripted_unrest_(script, params.sample_rate_hz, random.fork()),
      follower_(own_pace_, params.following, params.slowest_rate_bpm, params.traits, random.fork())
{
    assert(within(3, params.breath_rate_bpm, 30));
    assert(within(0.15, params.inspiratory_share, 0.6));
    assert(within(0, params.expiratory_pause_share, 0.35));
    assert(params.tidal_amplitude > 0);
    assert(within(0, params.abdominal_share, 1));
    assert(within(-180, params.phase_angle_deg, 180));
    assert(within(0, params.time_variability, 0.25));
    assert(within(0, params.amplitude_variability, 0.25));
    assert(within(0, params.share_variability, 0.2));
    assert(within(0, params.sighs_per_hour, 120) && within(0, params.holds_per_hour, 120));
    assert(within(0, params.speech_share, 1) && within(0, params.following, 1));
    assert(within(30, params.heart_rate_bpm, 180));
    assert(params.slowest_rate_bpm > 0 && params.sample_rate_hz > 0);

    const double rise = params.inspiratory_share;
    cycles_.push_back({-own_pace_.breath_s(), own_pace_.breath_s(), 0, rise,
                       1 - rise - params.expiratory_pause_share, params.tidal_amplitude,
                       params.abdominal_share, BreathKind::normal});
}

BodyReading BodyModel::next()
{
    BodyReading reading;
    reading.time_s = double(samples_) / params_.sample_rate_hz;
    foresee(reading.time_s);
    ++samples_;
    while (now_ + 1 < cycles_.size() && cycles_[now_ + 1].start_s <= reading.time_s)
        ++now_;

    for (const Band band : {Band::thoracic, Band::abdominal})
        reading.volume[std::size_t(band)] = volume_of(band, now_, reading.time_s);

    const double usual = params_.tidal_amplitude;
    const double filling = (reading.volume[kThoracic] + reading.volume[kAbdominal]) / usual;
    const auto pulse = heartbeat_(filling, unrest_random_);
    const auto drift = drift_(unrest_random_);
    const auto movement = movement_(unrest_random_);
    const auto unrest = scripted_unrest_(reading.time_s);
    const double absorbed = absorb(reading.time_s);
    reading.heartbeat = pulse.began;
    reading.trunk = unrest.trunk;
    for (std::size_t band = 0; band < kBands; ++band) {
        reading.displacement[band] =
            reading.volume[band] + usual * (pulse.ripple[band] + drift[band] + movement[band]);
        if (!scripted_unrest_.empty())
            reading.displacement[band] += usual * (unrest.push[band] - absorbed);
        double level = params_.rest_level[band] + params_.gain[band] * reading.displacement[band]
            + params_.noise * noise_random_.normal();
        if (params_.quantisation_step > 0)
            level = std::floor(level / params_.quantisation_step + 0.5) * params_.quantisation_step;
        reading.level[band] = level;
    }
    return reading;
}

void BodyModel::hear(const Target& guide)
{
    guide_ = guide;
    guide_heard_s_ = double(samples_) / params_.sample_rate_hz;
}

std::optional<HeardGuide> BodyModel::heard() const
{
    if (guide_.level < kAudible || guide_.inspiratory_time_s <= 0 || guide_.expiratory_time_s <= 0)
        return std::nullopt;
    const double breath_s = guide_.inspiratory_time_s + guide_.expiratory_time_s;
    const double inspiratory_s =
        std::min(guide_.inspiratory_time_s / kAfterOnset, kLongestRise * breath_s);
    const BreathPace pace{inspiratory_s, breath_s - inspiratory_s};
    return HeardGuide{pace, guide_heard_s_ - guide_.cycle_position * pace.breath_s()};
}

// Draws the same number of random numbers for every breath, whatever becomes of them.
void BodyModel::begin_breath()
{
    const auto draw = [this](Wander& wander) {
        return std::clamp(wander(breath_random_), -kMostWander, kMostWander);
    };
    const double time_draw = draw(time_wander_);
    const double volume_factor = 1 + params_.amplitude_variability * draw(amplitude_wander_);
    const double share = params_.abdominal_share + params_.share_variability * draw(share_wander_);
    const double sigh_draw = breath_random_.uniform();
    const double hold_draw = breath_random_.uniform();
    const double speech_draw = breath_random_.uniform();
    const double size_draw = breath_random_.uniform();

    const double start_s = cycles_.back().end_s();
    const auto guide = heard();
    const MeantBreath meant = follower_(start_s, guide ? &*guide : nullptr);
    const double time_factor =
        std::max(kShortest, 1 + meant.unrest * params_.time_variability * time_draw);
    double breath_s = time_factor * meant.pace.breath_s();
    if (meant.listens)
        breath_s = follower_.toward_onset(start_s, breath_s, *guide);

    BreathCycle cycle;
    cycle.start_s = start_s;
    cycle.time_s = breath_s;
    cycle.hold_s = 0;
    // Expiration takes up most of what varies.
    const double inspiratory_s = (1 + time_factor) / 2 * meant.pace.inspiratory_s;
    cycle.rise = std::clamp(inspiratory_s / breath_s, 0.15, 0.6);
    // A slower pace is deeper, so that as much air reaches the alveoli.
    const double slowing = meant.pace.breath_s() / own_pace_.breath_s();
    cycle.volume = meant.volume * params_.tidal_amplitude * volume_factor
        * (slowing * (1 - kDeadSpace) + kDeadSpace);
    cycle.abdominal_share = std::clamp(share, 0., 1.);
    cycle.kind = BreathKind::normal;

    ++since_sigh_;
    const double hours = breath_s / 3600;
    const bool sighs = sigh_draw < params_.sighs_per_hour * hours || meant.sighs;
    if (sighs && since_sigh_ > kBreathsBetweenSighs) {
        since_sigh_ = 0;
        cycle.kind = BreathKind::sigh;
        cycle.volume *= 2.2 + 0.8 * size_draw;
        cycle.time_s *= 1.3;
        cycle.hold_s = (0.2 + 0.6 * size_draw) * breath_s;
    } else if (hold_draw < params_.holds_per_hour * hours) {
        cycle.kind = BreathKind::hold;
        cycle.hold_s = params_.hold_time_s;
    } else if (speech_draw < params_.speech_share) {
        cycle.kind = BreathKind::speech;
        cycle.time_s *= 1 + 0.8 * size_draw;
        cycle.rise = std::max(0.1, cycle.rise / 2);
    }
    cycle.fall = 1 - cycle.rise - params_.expiratory_pause_share;
    obey_script(cycle, size_draw);
    cycles_.push_back(cycle);
}

// The band that leads reads the next breath before this one has ended.
void BodyModel::foresee(double time_s)
{
    const double ahead = std::max(lead_[kThoracic], lead_[kAbdominal]);
    while (cycles_at(cycles_.size() - 1, time_s) + ahead >= double(cycles_.size()))
        begin_breath();
}

double BodyModel::volume(Band band, double time_s) const
{
    const auto after = std::upper_bound(
        cycles_.begin(), cycles_.end(), time_s,
        [](double time, const BreathCycle& cycle) { return time < cycle.start_s; });
    assert(time_s >= 0 && after != cycles_.begin());
    return volume_of(band, std::size_t(after - cycles_.begin()) - 1, time_s);
}

double BodyModel::volume_of(Band band, std::size_t index, double time_s) const
{
    const double moved = cycles_[index].moved(time_s);
    return volume_at(band, cycles_at(index, time_s)) + (band == Band::thoracic ? moved : -moved);
}

// Time in cycles: index of the cycle + position in it.
double BodyModel::cycles_at(std::size_t index, double time_s) const
{
    return double(index) + cycles_[index].position(time_s);
}

double BodyModel::time_at(double cycles) const
{
    const auto index = std::size_t(cycles);
    return cycles_[index].time_at(cycles - double(index));
}

double BodyModel::volume_at(Band band, double cycles) const
{
    const double at = cycles + lead_[std::size_t(band)];
    const auto index = std::size_t(at);
    assert(at >= 0 && index < cycles_.size());
    const BreathCycle& cycle = cycles_[index];
    const double share =
        band == Band::abdominal ? cycle.abdominal_share : 1 - cycle.abdominal_share;
    return share * cycle.volume * cycle.shape(at - double(index));
}

double BodyModel::sum_at(double cycles) const
{
    return volume_at(Band::thoracic, cycles) + volume_at(Band::abdominal, cycles);
}

// The sum turns between the turns of the two bands, or a little outside when one still moves.
BodyModel::Peak BodyModel::peak_of(std::size_t index) const
{
    constexpr double kOutside = 0.08;
    const double apart = std::abs(lead_[kThoracic]);
    const double centre = double(index) + cycles_[index].rise;
    const double low = std::max(apart, centre - apart - kOutside);
    const double at =
        highest([this](double c) { return sum_at(c); }, low, centre + apart + kOutside);
    return {at, sum_at(at)};
}

TrueBreath BodyModel::true_breath(std::size_t index, const Peak& before, const Peak& peak) const
{
    const auto sum = [this](double c) { return sum_at(c); };
    const double lowest = highest([&sum](double c) { return -sum(c); }, before.cycles, peak.cycles);
    const double trough = sum(lowest);
    const double amplitude = peak.volume - trough;
    const auto rise_to = [&](double share) {
        return last_at_or_below(sum, trough + share * amplitude, lowest, peak.cycles);
    };
    const double rise_start = rise_to(1e-9);
    const double abdominal_rise =
        volume_at(Band::abdominal, peak.cycles) - volume_at(Band::abdominal, rise_start);

    const BreathCycle& cycle = cycles_[index];
    return {.rise_start_s = time_at(rise_start),
            .inspiration_onset_s = time_at(rise_to(0.1)),
            .expiration_onset_s = time_at(peak.cycles),
            .end_s = 0,
            .volume = cycle.volume,
            .summed_amplitude = amplitude,
            .abdominal_share = cycle.abdominal_share,
            .summed_abdominal_share = abdominal_rise / amplitude,
            .phase_angle_deg = params_.phase_angle_deg,
            .kind = cycle.kind};
}

std::vector<TrueBreath> BodyModel::truth() const
{
    std::vector<TrueBreath> breaths;
    if (cycles_.size() < 3)
        return breaths;
    Peak before = peak_of(0);
    for (std::size_t index = 1; index + 1 < cycles_.size(); ++index) {
        const Peak peak = peak_of(index);
        breaths.push_back(true_breath(index, before, peak));
        if (index > 1)
            breaths[index - 2].end_s = breaths[index - 1].inspiration_onset_s;
        before = peak;
    }
    breaths.pop_back(); // its end is not known
    return breaths;
}

} // namespace crura::devices
