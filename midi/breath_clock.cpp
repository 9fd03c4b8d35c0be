#include "midi/breath_clock.hpp"

#include <algorithm>
#include <cmath>

namespace crura::midi {

namespace {

constexpr double kHaste = 0.25;  // faster or slower than the breath, at most
constexpr double kUrgency = 2;   // of that, for each breath that the clock is off
constexpr double kShortestS = 1; // breaths outside of these are no tempo
constexpr double kLongestS = 60;
constexpr int kBeat = 24; // pulses
constexpr int kStep = 6;  // pulses of one step of the song position
constexpr std::uint32_t kLastStep = 16383;

} // namespace

void BreathClock::tell(Time time, const MidiCue& cue)
{
    known_ = cue.sounding && kShortestS <= cue.breath_time_s && cue.breath_time_s <= kLongestS
        && std::isfinite(cue.cycle_position);
    if (!known_)
        return;
    told_ = time;
    place_ = std::clamp(double(cue.cycle_position), 0., 1.) * bar_;
    breath_s_ = cue.breath_time_s;
    if (ticking_)
        return;
    ticking_ = true;
    const double after = std::ceil(place_);
    pulse_ = (int(after) + bar_ - 1) % bar_;
    next_ = time + from_seconds((after - place_) * breath_s_ / bar_);
}

Time BreathClock::next() const
{
    return ticking_ ? next_ : Time::max();
}

double BreathClock::told_at(Time time) const
{
    return place_ + to_seconds(time - told_) / breath_s_ * bar_;
}

// The breath's place less ours, the short way round, decides.
double BreathClock::interval_s() const
{
    const double off = std::remainder((told_at(next_) - pulse_) / bar_, 1.);
    return breath_s_ / bar_ / (1 + std::clamp(kUrgency * off, -kHaste, kHaste));
}

void BreathClock::due(Time now, Messages& out)
{
    if (now < next())
        return;
    pulse_ = (pulse_ + 1) % bar_;
    out.push_back({status::kClock});
    if (started_ && pulse_ == 0)
        ++bars_;
    if (!known_ && (pulse_ % kBeat == kBeat - 1 || !started_))
        return stop(out);
    if (!started_ && pulse_ == bar_ - 1)
        start(out);
    const auto interval = from_seconds(interval_s());
    if (now - next_ > interval / 4) // we are late: go on from here
        next_ = now;
    next_ += interval;
}

void BreathClock::start(Messages& out)
{
    const std::uint32_t step = bars_ * std::uint32_t(bar_ / kStep);
    if (ever_ && step <= kLastStep) {
        out.push_back({status::kSongPosition, std::uint8_t(step & 0x7f), std::uint8_t(step >> 7)});
        out.push_back({status::kContinue});
    } else {
        out.push_back({status::kStart});
        bars_ = 0;
    }
    started_ = true;
    ever_ = true;
}

void BreathClock::stop(Messages& out)
{
    if (started_)
        out.push_back({status::kStop});
    started_ = false;
    ticking_ = false;
    known_ = false;
}

} // namespace crura::midi
