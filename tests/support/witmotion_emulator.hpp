#pragma once

#include "core/time.hpp"
#include "support/pty.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace crura::test {

// A WT901 behind a pseudo-terminal, in real time: sends frames at its rate, obeys register writes
// (rate, content, baud; after an unlock; not faster than ten a second), talks nonsense to a program
// that listens at another speed, and loses frames that its bus cannot carry.
class WitMotionEmulator {
public:
    struct Params {
        bool wired = true;     // 11-byte frames; false: the 20-byte ones of a BLE unit
        int baud = 9600;       // as it leaves the factory
        double rate_error = 0; // 0.01: measures 1 % more often than its register says
        bool obeys = true;     // false: ignores every write
        bool stutters = false; // starts a 20-byte frame, then starts it again, now and then
        std::size_t samples_per_burst = 1; // the cable keeps them back until there are so many
    };

    struct Motion {
        std::array<double, 3> acceleration_g;
        std::array<double, 3> angular_rate_dps;
    };

    struct Sent {
        Time time;     // of the measurement
        Motion motion; // as it was asked for, before it was rounded to 16 bit
    };

    // `motion` is asked for the seconds since the beginning.
    WitMotionEmulator(Params params, std::function<Motion(double)> motion);

    const std::string& port_name() const { return pty_.port_name(); }

    void unplug();
    void plug();       // with its power gone in between: the registers are what they were
    void lose_power(); // for a moment, the port stays
    void send_raw(std::vector<std::uint8_t> bytes);

    std::vector<Sent> sent() const;
    int baud() const;
    double rate_hz() const;     // by its register
    int saves() const;          // how often it was asked to keep its registers for ever
    int ignored_writes() const; // too fast, or locked

private:
    void run(std::stop_token stop);
    void step(Time now);
    void reset();
    void obey(std::uint8_t which, std::uint16_t value, Time now);
    void measure(Time measured);
    void transmit(std::vector<std::uint8_t> bytes);
    double register_rate_hz() const;

    const Params params_;
    const std::function<Motion(double)> motion_;
    mutable std::mutex mutex_; // guards everything below
    Pty pty_;
    int baud_ = 0;
    std::map<std::uint8_t, std::uint16_t> registers_;
    Time start_{};
    Time next_{};
    Time unlocked_until_{};
    Time last_write_{};
    double bus_room_ = 0; // bytes
    std::vector<std::uint8_t> input_;
    std::vector<std::uint8_t> burst_;
    std::size_t burst_samples_ = 0;
    std::vector<Sent> sent_;
    std::uint32_t noise_ = 1;
    int saves_ = 0;
    int ignored_ = 0;
    std::jthread thread_; // last: it uses all the others
};

} // namespace crura::test
