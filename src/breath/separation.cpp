#include "breath/separation.hpp"

#include <algorithm>
#include <cmath>

namespace crura::breath {
namespace {

constexpr double kAngleDoubt = 10; // of the sliding phase angle [deg]
constexpr double kSigh = 1.6;      // a breath so much deeper than usual does not calibrate

} // namespace

void Separation::obey(Command command, Time now)
{
    switch (command) {
    case Command::recalibrate:
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
    if (measured.all() && fit_(to_seconds(time), level) == FitWatch::Finding::step) {
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
    fit_.restart();
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
    for (std::size_t b = 0; b < kBands; ++b)
        if (breath.amplitude[b].known)
            breath.amplitude[b].plus_minus =
                std::hypot(params_.amplitude_doubt * breath.amplitude[b].value,
                           params_.noise_doubt * bands.noise[b]);
    guided_.add_breath(breath);
    calibrate_naturally(breath, bands.usual_amplitude);
    if (gains().calibrated)
        want_recalibration(false, 0, now, state);
    if (!manoeuvre()
        && fit_.add_breath(breath, bands.end_expiratory_level) == FitWatch::Finding::jump)
        want_recalibration(gains().calibrated, 0, now, state);

    if (breath.partition != Partition::none) {
        breath.partition = gains().calibrated ? Partition::calibrated : Partition::uncalibrated;
        breath.abdominal_share = gains().abdominal_share(breath.amplitude[0], breath.amplitude[1]);
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
    fit_.restart();
    shares_.clear();
}

void Separation::say(bool both_heard, const dsp::Asynchrony& asynchrony, BreathState& state) const
{
    state.partition = partition_;
    const auto& guidance = guided_.guidance();
    const double heard = double(guidance.counted) / std::max<double>(guidance.wanted, 1);
    state.calibration_progress = manoeuvre() ? std::min(heard, 0.99)
        : measuring_                         ? natural_.progress()
                                             : 1;
    state.abdominal_share = state.phase_angle_deg = {};
    if (!both_heard)
        return;
    state.abdominal_share = share_;
    if (partition_ != Partition::none && asynchrony.known())
        state.phase_angle_deg = {asynchrony.phase_angle_deg(), kAngleDoubt, true};
}

} // namespace crura::breath
