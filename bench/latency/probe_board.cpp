#include "latency/probe_board.hpp"

#include "devices/line_protocol.hpp"

#include <chrono>
#include <cstdint>
#include <cstdlib>

namespace crura::bench {
namespace {

using namespace std::chrono_literals;

constexpr Duration kEvery = 20ms;

std::string micros(Time now)
{
    return std::to_string(std::uint32_t(now.time_since_epoch() / 1us));
}

} // namespace

ProbeBoard::ProbeBoard(const std::string& link, bool measures)
    : pty_(link), measures_(measures), thread_([this](const std::stop_token& stop) { run(stop); })
{
}

std::vector<Seen> ProbeBoard::sent() const
{
    const std::lock_guard lock(mutex_);
    return sent_;
}

std::vector<Seen> ProbeBoard::motor() const
{
    const std::lock_guard lock(mutex_);
    return motor_;
}

// It polls the port every fifth of a millisecond: what it sees of the motor is late by no more.
void ProbeBoard::run(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        if (pty_.opened()) {
            const Time now = host_now();
            answer(now);
            if (measuring_ && now >= next_)
                measure();
        }
        std::this_thread::sleep_for(200us);
    }
}

void ProbeBoard::answer(Time now)
{
    for (const auto byte : pty_.read(0ms))
        input_ += char(byte);
    for (auto end = input_.find('\n'); end != input_.npos; end = input_.find('\n')) {
        obey(input_.substr(0, end), now);
        input_.erase(0, end + 1);
    }
}

void ProbeBoard::obey(const std::string& command, Time now)
{
    if (command == "?") {
        pty_.write(devices::framed("H,1,probe,50,chest:share:1"));
        return;
    }
    pty_.write(devices::framed("A," + command));
    if (command == "+" && measures_ && !measuring_) {
        measuring_ = true;
        next_ = now;
    }
    if (command.starts_with('V')) {
        const std::lock_guard lock(mutex_);
        motor_.push_back({std::atoi(command.c_str() + 1) / 255., now});
    }
}

void ProbeBoard::measure()
{
    const double value = 0.06 * double(1 + row_ % kLevels);
    const Time now = host_now();
    const std::string body =
        "D," + std::to_string(row_ % 65536) + "," + micros(now) + "," + std::to_string(value);
    pty_.write(devices::framed(body));
    {
        const std::lock_guard lock(mutex_);
        sent_.push_back({value, host_now()});
    }
    ++row_;
    dither_ = dither_ * 1664525 + 1013904223;
    next_ += kEvery + std::chrono::microseconds(int(dither_ >> 20) - 2048); // +- 2 ms
}

} // namespace crura::bench
