#include "support/witmotion_emulator.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace crura::test {

namespace {

using namespace std::chrono_literals;
using Bytes = std::vector<std::uint8_t>;

constexpr std::uint8_t kSave = 0x00, kContent = 0x02, kRate = 0x03, kBaud = 0x04, kUnlock = 0x69;

const std::map<std::uint16_t, double> kRatesHz = {{1, 0.2}, {2, 0.5}, {3, 1},  {4, 2},   {5, 5},
                                                  {6, 10},  {7, 20},  {8, 50}, {9, 100}, {11, 200}};
const std::map<std::uint16_t, int> kBauds = {{1, 4800},   {2, 9600},   {3, 19200},
                                             {4, 38400},  {5, 57600},  {6, 115200},
                                             {7, 230400}, {8, 460800}, {9, 921600}};

void append(Bytes& bytes, double value, double full_scale)
{
    const auto raw = std::int16_t(std::lround(value / full_scale * 32768));
    bytes.push_back(std::uint8_t(raw & 0xFF));
    bytes.push_back(std::uint8_t(raw >> 8));
}

void append(Bytes& bytes, const std::array<double, 3>& vector, double full_scale)
{
    for (const double value : vector)
        append(bytes, value, full_scale);
}

Bytes wired_frame(std::uint8_t type, const std::array<double, 3>& vector, double full_scale)
{
    Bytes bytes{0x55, type};
    append(bytes, vector, full_scale);
    append(bytes, 25, 327.68);
    std::uint8_t sum = 0;
    for (const auto byte : bytes)
        sum = std::uint8_t(sum + byte);
    bytes.push_back(sum);
    return bytes;
}

} // namespace

WitMotionEmulator::WitMotionEmulator(Params params, std::function<Motion(double)> motion)
    : params_(params), motion_(std::move(motion)), start_(host_now()), next_(start_)
{
    reset();
    thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
}

void WitMotionEmulator::reset()
{
    baud_ = params_.baud;
    registers_ = {{kContent, 0x1E}, {kRate, 6}};
    unlocked_until_ = {};
}

void WitMotionEmulator::run(std::stop_token stop)
{
    while (!stop.stop_requested()) {
        {
            std::lock_guard lock(mutex_);
            step(host_now());
        }
        std::this_thread::sleep_for(1ms);
    }
}

void WitMotionEmulator::step(Time now)
{
    if (!pty_.opened())
        input_.clear();
    else {
        const auto bytes = pty_.read(0ms);
        if (pty_.baud() == baud_)
            input_.insert(input_.end(), bytes.begin(), bytes.end());
    }
    while (input_.size() >= 5) {
        if (input_[0] == 0xFF && input_[1] == 0xAA) {
            obey(input_[2], std::uint16_t(input_[3] | input_[4] << 8), now);
            input_.erase(input_.begin(), input_.begin() + 5);
        } else
            input_.erase(input_.begin());
    }
    const auto period = from_seconds(1 / (register_rate_hz() * (1 + params_.rate_error)));
    for (; next_ <= now; next_ += period) {
        const double bus_bytes_per_s = baud_ / 10.0;
        bus_room_ = std::min(bus_room_ + bus_bytes_per_s * to_seconds(period), 64.0);
        measure(next_);
    }
}

void WitMotionEmulator::obey(std::uint8_t which, std::uint16_t value, Time now)
{
    const bool too_fast = now - last_write_ < 80ms;
    last_write_ = now;
    if (!params_.obeys || too_fast || (which != kUnlock && now > unlocked_until_)) {
        ++ignored_;
        return;
    }
    if (which == kUnlock && value == 0xB588)
        unlocked_until_ = now + 10s;
    else if (which == kSave)
        ++saves_;
    else if (which == kBaud && kBauds.count(value))
        baud_ = kBauds.at(value);
    else
        registers_[which] = value;
}

void WitMotionEmulator::measure(Time measured)
{
    const auto motion = motion_(to_seconds(measured - start_));
    Bytes bytes;
    if (params_.wired) {
        const std::pair<int, Bytes> frames[] = {
            {1, wired_frame(0x51, motion.acceleration_g, 16)},
            {2, wired_frame(0x52, motion.angular_rate_dps, 2000)},
            {3, wired_frame(0x53, {1, 2, 3}, 180)},
            {4, wired_frame(0x54, {4, 5, 6}, 180)}};
        for (const auto& [bit, frame] : frames)
            if (registers_[kContent] >> bit & 1)
                bytes.insert(bytes.end(), frame.begin(), frame.end());
    } else {
        bytes = {0x55, 0x61};
        append(bytes, motion.acceleration_g, 16);
        append(bytes, motion.angular_rate_dps, 2000);
        append(bytes, {0.1, 0.2, 0.3}, 180);
        if (params_.stutters && sent_.size() % 3 == 0)
            bytes.insert(bytes.begin(), bytes.begin(), bytes.begin() + 4);
    }
    if (double(bytes.size()) > bus_room_)
        return;
    bus_room_ -= double(bytes.size());
    if (pty_.opened() && pty_.baud() == baud_)
        sent_.push_back({measured, motion});
    burst_.insert(burst_.end(), bytes.begin(), bytes.end());
    if (++burst_samples_ < params_.samples_per_burst)
        return;
    transmit(std::exchange(burst_, {}));
    burst_samples_ = 0;
}

void WitMotionEmulator::transmit(Bytes bytes)
{
    if (pty_.baud() != baud_)
        for (auto& byte : bytes) { // another speed reads other bytes out of the same edges
            noise_ = noise_ * 1664525u + 1013904223u;
            byte = noise_ >> 28 == 0 ? 0x55 : std::uint8_t(noise_ >> 20);
        }
    pty_.write(bytes);
}

double WitMotionEmulator::register_rate_hz() const
{
    return kRatesHz.at(registers_.at(kRate));
}

void WitMotionEmulator::unplug()
{
    std::lock_guard lock(mutex_);
    pty_.unplug();
}

void WitMotionEmulator::plug()
{
    std::lock_guard lock(mutex_);
    reset();
    pty_.plug();
}

void WitMotionEmulator::lose_power()
{
    std::lock_guard lock(mutex_);
    reset();
}

void WitMotionEmulator::send_raw(Bytes bytes)
{
    std::lock_guard lock(mutex_);
    pty_.write(bytes);
}

std::vector<WitMotionEmulator::Sent> WitMotionEmulator::sent() const
{
    std::lock_guard lock(mutex_);
    return sent_;
}

int WitMotionEmulator::baud() const
{
    std::lock_guard lock(mutex_);
    return baud_;
}

double WitMotionEmulator::rate_hz() const
{
    std::lock_guard lock(mutex_);
    return register_rate_hz();
}

int WitMotionEmulator::saves() const
{
    std::lock_guard lock(mutex_);
    return saves_;
}

int WitMotionEmulator::ignored_writes() const
{
    std::lock_guard lock(mutex_);
    return ignored_;
}

} // namespace crura::test
