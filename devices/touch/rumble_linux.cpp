#include "devices/touch/rumble_linux.hpp"

#include "devices/touch/pause.hpp"

#include <cmath>
#include <utility>

namespace crura::devices {
namespace {

using namespace std::chrono_literals;

constexpr Duration kRetry = 1s;
constexpr Duration kLook = 5ms;            // for a new level
constexpr Duration kAtLeastBetween = 40ms; // changes: a wireless gamepad takes no more
constexpr Duration kPlayEvery = 200ms;     // half of how long it goes on by itself
constexpr Duration kCheckEvery = 1s;       // that it is still there
constexpr Duration kTryOut = 600ms;
constexpr float kTryOutDrive = 0.5f;

std::uint16_t magnitude(float drive)
{
    return std::uint16_t(std::lround(drive * 65535));
}

} // namespace

Rumble::Rumble(std::string wanted, TouchStrength strength, std::string folder, Clock clock)
    : wanted_(std::move(wanted)), folder_(std::move(folder)), clock_(std::move(clock)),
      level_(strength), thread_([this](const std::stop_token& stop) { run(stop); })
{
}

std::string Rumble::name() const
{
    return wanted_.empty() ? "rumble" : "rumble:" + wanted_;
}

std::string Rumble::problem() const
{
    const std::lock_guard lock(mutex_);
    return problem_;
}

void Rumble::become(Output state, const std::string& problem)
{
    const std::lock_guard lock(mutex_);
    problem_ = problem;
    state_ = state;
}

void Rumble::run(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        auto pad = Gamepad::open(wanted_, folder_);
        auto ended = pad ? Result<void>() : Result<void>(pad.error());
        if (pad) {
            become(Output::working, "");
            ended = follow(stop, *pad);
        }
        become(ended ? Output::off : Output::lost, ended ? "" : ended.error().message);
        if (!ended)
            pause(stop, kRetry);
    }
}

// Until told to stop. Error: the gamepad is gone.
Result<void> Rumble::follow(const std::stop_token& stop, Gamepad& pad)
{
    std::uint16_t played = 0;
    Time played_at{};
    for (; !stop.stop_requested(); pause(stop, kLook)) {
        const auto now = clock_();
        if (try_out_.exchange(false)) {
            if (const auto done = pad.pulse_twice(magnitude(kTryOutDrive), kTryOut); !done)
                return done;
            played = 0;
            played_at = now + kTryOut;
        }
        const auto felt = level_(now);
        const auto strong = magnitude(felt.drive);
        const bool changed = strong != played;
        const auto wait = changed ? kAtLeastBetween : strong > 0 ? kPlayEvery : kCheckEvery;
        const bool stops = changed && strong == 0;
        if (!stops && now - played_at < wait)
            continue;
        const auto done = strong > 0 ? pad.rumble(strong) : pad.still();
        if (!done)
            return done;
        if (changed)
            meter_.note(felt.sensed_at, clock_());
        played = strong;
        played_at = now;
    }
    return {};
}

} // namespace crura::devices
