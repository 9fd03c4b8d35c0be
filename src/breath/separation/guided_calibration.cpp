#include "breath/separation/guided_calibration.hpp"

#include <algorithm>
#include <cmath>

namespace crura::breath {
namespace {

constexpr double kNoCondition = 1e6; // nothing at all can be told apart

CalibrationOutcome outcome_of(Separable separable)
{
    switch (separable) {
    case Separable::yes:
        return CalibrationOutcome::separated;
    case Separable::too_few:
        return CalibrationOutcome::too_few;
    case Separable::alike:
        return CalibrationOutcome::alike;
    case Separable::wrong_way:
        return CalibrationOutcome::wrong_way;
    case Separable::uncertain:
        return CalibrationOutcome::uncertain;
    case Separable::unclear:
        return CalibrationOutcome::unclear;
    }
    return CalibrationOutcome::none;
}

} // namespace

void GuidedCalibration::begin(Manoeuvre manoeuvre, Time now, const Levels& usual)
{
    if (!under_way() || finished_)
        *this = GuidedCalibration(params_);
    end_isovolume();
    if (steps_.empty())
        usual_ = usual;
    if (steps_.full()) {
        std::copy(steps_.begin() + 1, steps_.end(), steps_.begin());
        steps_[steps_.size() - 1] = {manoeuvre, now};
    } else
        steps_.push_back({manoeuvre, now});
    guidance_.outcome = CalibrationOutcome::under_way;
    guidance_.manoeuvre = manoeuvre;
    guidance_.wanted = params_.wanted[std::size_t(manoeuvre)];
    guidance_.heard = 0;
    guidance_.counted = std::uint8_t(calibration_.count(manoeuvre));
    guidance_.last = BreathVerdict::none;
    const Mean& natural = mean_[std::size_t(Manoeuvre::natural)];
    const Levels& height = natural.breaths > 0 ? natural.amplitude : usual_;
    if (manoeuvre == Manoeuvre::isovolume && height[0] > 0 && height[1] > 0)
        isovolume_.emplace(Isovolume::Params{}, height);
}

void GuidedCalibration::finish(Time now)
{
    if (!under_way() || finished_)
        return;
    end_isovolume();
    finished_ = now;
    guidance_.finishing = true;
}

void GuidedCalibration::abandon()
{
    if (!under_way())
        return;
    *this = GuidedCalibration(params_);
    guidance_.outcome = CalibrationOutcome::moved;
}

void GuidedCalibration::operator()(Time now, const std::optional<Levels>& level)
{
    if (!under_way())
        return;
    if (isovolume_ && level) {
        (*isovolume_)(to_seconds(now), *level);
        guidance_.heard = guidance_.counted = std::uint8_t(isovolume_->swings().size() / 2);
    }
    if (to_seconds(now - steps_[steps_.size() - 1].begun) > params_.longest_s)
        finish(now);
    if (finished_ && to_seconds(now - *finished_) > params_.last_breath_s)
        conclude();
}

void GuidedCalibration::add_breath(const Breath& breath)
{
    if (!under_way())
        return;
    const Step* step = step_of(breath);
    const bool current = step == steps_.end() - 1;
    if (step && step->manoeuvre != Manoeuvre::isovolume) {
        const auto verdict = judge(step->manoeuvre, breath);
        if (verdict == BreathVerdict::counted) {
            const double chest = breath.amplitude[0].value, belly = breath.amplitude[1].value;
            calibration_.add_breath(chest, belly, to_seconds(breath.end - breath.inspiration_onset),
                                    step->manoeuvre);
            Mean& mean = mean_[std::size_t(step->manoeuvre)];
            ++mean.breaths;
            mean.amplitude[0] += (chest - mean.amplitude[0]) / mean.breaths;
            mean.amplitude[1] += (belly - mean.amplitude[1]) / mean.breaths;
        }
        if (current) {
            ++guidance_.heard;
            guidance_.counted = std::uint8_t(calibration_.count(step->manoeuvre));
            guidance_.last = verdict;
        }
    } else if (!step)
        guidance_.last = BreathVerdict::between;
    if (finished_ && breath.end >= *finished_)
        conclude();
}

// The manoeuvre in which the whole of this inspiration lies.
const GuidedCalibration::Step* GuidedCalibration::step_of(const Breath& breath) const
{
    for (std::size_t i = steps_.size(); i-- > 0;) {
        if (breath.inspiration_onset < steps_[i].begun)
            continue;
        const bool last = i + 1 == steps_.size();
        if (last && finished_ && breath.expiration_onset > *finished_)
            return nullptr;
        if (!last && breath.expiration_onset > steps_[i + 1].begun)
            return nullptr;
        return &steps_[i];
    }
    return nullptr;
}

BreathVerdict GuidedCalibration::judge(Manoeuvre manoeuvre, const Breath& breath) const
{
    if (!breath.amplitude[0].known || !breath.amplitude[1].known)
        return BreathVerdict::one_band;
    if (breath.confidence < params_.least_confidence)
        return BreathVerdict::faint;

    const double chest = breath.amplitude[0].value, belly = breath.amplitude[1].value;
    const Mean& natural = mean_[std::size_t(Manoeuvre::natural)];
    const Levels& reference = natural.breaths >= 2 ? natural.amplitude : usual_;
    if (manoeuvre != Manoeuvre::natural && reference[0] > 0 && reference[1] > 0) {
        const double chest_part = std::fabs(chest) / reference[0];
        const double belly_part = std::fabs(belly) / reference[1];
        const double allowed = params_.other_band * (chest_part + belly_part);
        if (manoeuvre == Manoeuvre::belly && chest_part > allowed)
            return BreathVerdict::chest_moved;
        if (manoeuvre == Manoeuvre::chest && belly_part > allowed)
            return BreathVerdict::belly_moved;
    }
    const Mean& mean = mean_[std::size_t(manoeuvre)];
    const Levels& others = mean.breaths >= 2 ? mean.amplitude : usual_;
    const double usual = size(manoeuvre, others[0], others[1]);
    const double this_one = size(manoeuvre, chest, belly);
    const bool comparable = mean.breaths >= 2 || manoeuvre == Manoeuvre::natural;
    if (comparable && usual > 0
        && (this_one > params_.unlike * usual || this_one * params_.unlike < usual))
        return BreathVerdict::unlike;
    return BreathVerdict::counted;
}

// By what breaths of one manoeuvre are compared: the band that it is about, or both.
double GuidedCalibration::size(Manoeuvre manoeuvre, double chest, double belly) const
{
    if (manoeuvre == Manoeuvre::belly)
        return belly;
    if (manoeuvre == Manoeuvre::chest)
        return chest;
    if (usual_[0] <= 0 || usual_[1] <= 0)
        return chest + belly;
    return chest / usual_[0] + belly / usual_[1];
}

void GuidedCalibration::end_isovolume()
{
    if (isovolume_)
        calibration_.add_isovolume(isovolume_->swings());
    isovolume_.reset();
}

void GuidedCalibration::conclude()
{
    result_ = calibration_.result();
    concluded_ = true;
    guidance_.outcome = outcome_of(result_.separable);
    guidance_.condition = std::min(result_.condition, kNoCondition);
    guidance_.finishing = false;
}

std::optional<Calibration::Result> GuidedCalibration::take_result()
{
    if (!concluded_)
        return std::nullopt;
    concluded_ = false;
    return result_;
}

} // namespace crura::breath
