#include "breath/separation/separation.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace crura::breath {
namespace {

constexpr double kAngleDoubt = 10; // of the sliding phase angle [deg]
constexpr double kSigh = 1.6;      // a breath so much deeper than usual does not calibrate

// How far the share at the turns of the sum is from that of the bands' own excursions, when one
// lags behind the other: the part of each that is in step with the sum of two sines.
double lag_doubt(double share, const Estimate& phase_angle_deg)
{
    const double apart = 1 - std::cos(phase_angle_deg.value * std::numbers::pi / 180);
    const double both = share * (1 - share);
    const double power = 1 - 2 * both * apart;
    if (!phase_angle_deg.known || power <= 0)
        return 0;
    return std::min(std::fabs((share - both * apart) / power - share), 1.);
}

} // namespace

void Separation::obey(Command command, Time now)
{
    switch (command) {
    case Command::recalibrate:
        guided_.leave();
        natural_ = Calibration(params_.calibration);
        measuring_ = true;
        break;
    case Command::calibrate_natural:
        return begin(Manoeuvre::natural, now);
    case Command::calibrate_belly:
        return begin(Manoeuvre::belly, now);
    case Command::calibrate_chest:
        return begin(Manoeuvre::chest, now);
    case Command::calibrate_isovolume:
        return begin(Manoeuvre::isovolume, now);
    case Command::calibrate_finish:
        return guided_.finish(now);
    case Command::calibrate_leave:
        return leave();
    default:
        break;
    }
}

// What is breathed on request is not natural: the natural minute is over.
void Separation::begin(Manoeuvre manoeuvre, Time now)
{
    measuring_ = false;
    guided_.begin(manoeuvre, now, usual_);
}

// A natural minute that was not over goes on.
void Separation::leave()
{
    if (!guided_.under_way())
        return;
    guided_.leave();
    measuring_ = !natural_.done();
}

void Separation::add_frame(Time time, const Levels& level, std::bitset<kBands> measured, Time now,
                           BreathState& state)
{
    if (gains_.posture() != state.posture)
        change_posture(state.posture, now, state);
    guided_(time, measured.all() ? std::optional(level) : std::nullopt);
    if (const auto found = guided_.take_result(); found && found->separable == Separable::yes) {
        keep(found->gains);
        want_recalibration(false, 0, now, state);
    }
    if (measured.all() && rewear_(to_seconds(time), level) == RewearWatch::Finding::step) {
        want_recalibration(gains().calibrated, 0, now, state);
        keep({});
        settling_ = params_.settling_breaths;
    }
}

void Separation::change_posture(Posture posture, Time now, BreathState& state)
{
    gains_.move_to(posture);
    changed_ = true;
    settling_ = params_.settling_breaths;
    guided_.abandon();
    rewear_.restart();
    if (!gains().calibrated) { // natural breaths of two postures are not mixed
        natural_ = Calibration(params_.calibration);
        measuring_ = true;
    }
    want_recalibration(!gains().calibrated && gains_.known_elsewhere(), double(posture), now,
                       state);
}

void Separation::keep(const Gains& gains)
{
    gains_.keep(gains);
    changed_ = true;
    shares_.clear();
}

bool Separation::take_change()
{
    const bool changed = changed_;
    changed_ = false;
    return changed;
}

void Separation::add_breath(Breath& breath, const Bands& bands, Time now, BreathState& state)
{
    usual_ = bands.usual_amplitude;
    doubt_amplitudes(breath, bands.noise);
    guided_.add_breath(breath);
    calibrate_naturally(breath, bands.usual_amplitude);
    if (gains().calibrated)
        want_recalibration(false, 0, now, state);
    if (!deliberate()
        && rewear_.add_breath(breath, bands.end_expiratory_level) == RewearWatch::Finding::jump)
        want_recalibration(gains().calibrated, 0, now, state);

    if (breath.partition != Partition::none) {
        breath.partition = gains().calibrated ? Partition::calibrated : Partition::uncalibrated;
        breath.abdominal_share = gains().abdominal_share(breath.amplitude[0], breath.amplitude[1]);
        breath.abdominal_share.plus_minus +=
            lag_doubt(breath.abdominal_share.value, breath.phase_angle_deg);
    }
    partition_ = breath.partition;
    if (settling_ > 0) {
        --settling_;
        breath.abdominal_share = breath.path_ratio = breath.opposed_deg = {};
        return;
    }
    paradox_(breath, now, state);
    remember_share(breath);
}

// The heart shakes both bands alike, as volume; so does a turn that was found early or late.
void Separation::doubt_amplitudes(Breath& breath, const Levels& noise) const
{
    const Levels gain{gains().thoracic, gains().abdominal};
    double volume = 0;
    for (std::size_t b = 0; b < kBands; ++b)
        volume += gain[b] * std::fabs(breath.amplitude[b].value);
    for (std::size_t b = 0; b < kBands; ++b)
        if (breath.amplitude[b].known)
            breath.amplitude[b].plus_minus =
                std::hypot(params_.volume_doubt * volume / gain[b], params_.noise_doubt * noise[b]);
}

void Separation::calibrate_naturally(const Breath& breath, const Levels& usual)
{
    if (!measuring_ || settling_ > 0 || breath.partition == Partition::none)
        return;
    for (std::size_t b = 0; b < kBands; ++b)
        if (breath.amplitude[b].value <= 0 || breath.amplitude[b].value > kSigh * usual[b])
            return;
    natural_.add_breath(breath.amplitude[0].value, breath.amplitude[1].value,
                        60 / breath.breath_rate_bpm);
    if (!natural_.done())
        return;
    measuring_ = false;
    keep(natural_.gains());
}

// Once when it begins, and once when gains hold again.
void Separation::want_recalibration(bool wanted, double evidence, Time now, BreathState& state)
{
    if (wanted != wanted_.over)
        return;
    wanted_.over = !wanted;
    wanted_.known_at = wanted_.end = now;
    if (wanted) {
        wanted_.start = now;
        wanted_.evidence = evidence;
    }
    state.events.push_back(wanted_);
}

void Separation::remember_share(const Breath& breath)
{
    if (!breath.abdominal_share.known) {
        share_ = {};
        return;
    }
    shares_.push(float(breath.abdominal_share.value));
    const auto count = double(shares_.size());
    double mean = 0, power = 0;
    for (std::size_t i = 0; i < shares_.size(); ++i)
        mean += double(shares_[i]) / count;
    for (std::size_t i = 0; i < shares_.size(); ++i)
        power += (double(shares_[i]) - mean) * (double(shares_[i]) - mean) / count;
    const double of_mean = 1.96 * std::sqrt(power / count);
    share_ = {mean, std::hypot(breath.abdominal_share.plus_minus, of_mean), true};
}

void Separation::begin_again()
{
    natural_ = Calibration(params_.calibration);
    rewear_.restart();
    shares_.clear();
}

void Separation::say(bool both_heard, const dsp::Asynchrony& asynchrony, BreathState& state) const
{
    state.partition = partition_;
    const auto& guidance = guided_.guidance();
    const double heard = double(guidance.counted) / std::max<double>(guidance.wanted, 1);
    state.calibration_progress = guided_.under_way() ? std::min(heard, 0.99)
        : measuring_                                 ? natural_.progress()
                                                     : 1;
    state.abdominal_share = state.phase_angle_deg = {};
    if (!both_heard)
        return;
    state.abdominal_share = share_;
    if (partition_ != Partition::none && asynchrony.known())
        state.phase_angle_deg = {asynchrony.phase_angle_deg(), kAngleDoubt, true};
}

} // namespace crura::breath
