#include "record/playback.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace crura::record {

namespace {

// A Clock need not run like the host's, so it is looked at again at least this often.
constexpr Duration kLongestRest = std::chrono::milliseconds(20);
constexpr Duration kRestWhenFull = std::chrono::milliseconds(1);

} // namespace

Playback::Playback(std::string name, std::vector<Sample> samples, Pace pace, Clock clock)
    : name_(std::move(name)), samples_(std::move(samples)), pace_(pace), clock_(std::move(clock))
{
}

Result<void> Playback::start(SampleRing& out)
{
    if (finished_ || online_)
        return {};
    online_ = true;
    thread_ = std::jthread([this, &out, start = clock_()](const std::stop_token& stop) {
        run(stop, out, start);
        online_ = false;
    });
    return {};
}

void Playback::stop()
{
    thread_.request_stop();
    if (thread_.joinable())
        thread_.join();
}

SourceHealth Playback::health() const
{
    return {.online = online_, .finished = finished_, .samples = pushed_, .refused = refused_};
}

void Playback::run(const std::stop_token& stop, SampleRing& out, Time start)
{
    for (auto sample : samples_) {
        if (pace_ == Pace::own_speed)
            sample.time = start + (sample.time - samples_.front().time);
        const bool go_on =
            pace_ == Pace::own_speed ? wait_until(sample.time, stop) : wait_for_room(out, stop);
        if (!go_on)
            return;
        ++(out.push(sample) ? pushed_ : refused_);
    }
    finished_ = true;
}

// These wait, and are false when told to stop.
bool Playback::wait_until(Time due, const std::stop_token& stop)
{
    for (auto left = due - clock_(); left > Duration::zero(); left = due - clock_())
        if (!rest(std::min(left, kLongestRest), stop))
            return false;
    return !stop.stop_requested();
}

bool Playback::wait_for_room(const SampleRing& out, const std::stop_token& stop)
{
    while (out.size() == out.capacity())
        if (!rest(kRestWhenFull, stop))
            return false;
    return !stop.stop_requested();
}

bool Playback::rest(Duration duration, const std::stop_token& stop)
{
    std::mutex mine;
    std::unique_lock lock(mine);
    return !stopping_.wait_for(lock, stop, duration, [&stop] { return stop.stop_requested(); });
}

} // namespace crura::record
