#include "devices/follower.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace crura::devices {

namespace {

constexpr double kReturn = 0.3;    // how readily it goes back to its own pace
constexpr double kFastestBpm = 40; // no guide drives it faster
constexpr double kMostTired = 0.5;

} // namespace

Follower::Follower(BreathPace own, double following, double slowest_bpm, const Traits& traits,
                   Random random)
    : own_(own), following_(following), slowest_bpm_(slowest_bpm), traits_(traits), random_(random),
      pace_(own)
{
    assert(own.inspiratory_s > 0 && own.expiratory_s > 0);
    assert(0 <= following && following <= 1 && slowest_bpm > 0);
    assert(traits.longest_stretch >= 1);
}

// How long a breath it can be led to.
double Follower::reach_s() const
{
    const double own_s = own_.breath_s();
    const double reach_s =
        std::max(std::min(60 / slowest_bpm_, traits_.longest_stretch * own_s), own_s);
    return reach_s - tired_ * (reach_s - own_s);
}

MeantBreath Follower::operator()(double start_s, const HeardGuide* guide)
{
    MeantBreath breath;
    lapse(start_s);
    breath.asleep = start_s >= traits_.asleep_after_s;
    breath.listens = guide && following_ > 0 && !breath.asleep && start_s >= lapse_until_s_;

    const BreathPace wish = breath.listens ? guide->pace : own_;
    const double gain = breath.listens ? following_ : kReturn;
    pace_.inspiratory_s += gain * (wish.inspiratory_s - pace_.inspiratory_s);
    pace_.expiratory_s += gain * (wish.expiratory_s - pace_.expiratory_s);
    const double comfortable_s = std::clamp(pace_.breath_s(), 60 / kFastestBpm, reach_s());
    const double scale = comfortable_s / pace_.breath_s();
    pace_ = {scale * pace_.inspiratory_s, scale * pace_.expiratory_s};
    tire();

    const double led = breath.listens ? std::max(0., pace_.breath_s() / own_.breath_s() - 1) : 0;
    breath.pace = pace_;
    breath.volume = 1 + traits_.over_breathing * led;
    breath.unrest = breath.asleep ? traits_.asleep_unrest : 1;
    breath.sighs = random_.uniform() < led * traits_.sighs_led * pace_.breath_s() / 3600;
    return breath;
}

// Draws the same number of random numbers for every breath, whatever becomes of them.
void Follower::lapse(double start_s)
{
    const double chance = random_.uniform();
    const double length = random_.uniform(0.5, 1.5);
    if (start_s >= lapse_until_s_ && chance < traits_.lapses_per_hour * pace_.breath_s() / 3600)
        lapse_until_s_ = start_s + length * traits_.lapse_s;
}

// At the end of its reach it tires; at its own pace it recovers as fast.
void Follower::tire()
{
    const double own_s = own_.breath_s();
    const double reach_s = this->reach_s();
    const double used =
        reach_s > own_s ? std::clamp((pace_.breath_s() - own_s) / (reach_s - own_s), 0., 1.) : 0;
    tired_ += traits_.tiring * (2 * used - 1) * pace_.breath_s() / 60;
    tired_ = std::clamp(tired_, 0., kMostTired);
}

double Follower::toward_onset(double start_s, double breath_s, const HeardGuide& guide) const
{
    const double guide_s = guide.pace.breath_s();
    const double cycles = (start_s + breath_s - guide.onset_s) / guide_s;
    const double late_s = (cycles - std::floor(cycles + 0.5)) * guide_s;
    return std::min(reach_s(),
                    breath_s - following_ * std::clamp(late_s, -breath_s / 5, breath_s / 5));
}

} // namespace crura::devices
