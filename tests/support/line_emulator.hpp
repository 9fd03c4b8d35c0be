#pragma once

#include "core/time.hpp"
#include "support/motor_reader.hpp"
#include "support/pty.hpp"

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace crura::test {

// A board that speaks the Crura line protocol behind a pseudo-terminal, in real time.
//
// Row i is measured i / rate_hz after the first `+`, on a clock that goes on while the port is
// closed or unplugged: what falls into such a gap is not sent. Opening the port restarts the board,
// as it does an Arduino: silence, then a header; its clock and its numbers begin anew.
class LineEmulator {
public:
    using Row = std::vector<double>;

    struct Params {
        std::string version = "1";
        std::string device = "emulator";
        double rate_hz = 50;
        std::vector<std::string> columns{"chest:adc10:1023", "belly:adc10:1023"};
        double boot_s = 0.1;
        std::string boot_text{}; // the boot loader's chatter
        double clock_error = 0;  // 50e-6: the board's clock runs 50 ppm fast
        std::uint32_t first_micros = 0;
        std::uint16_t first_sequence = 0;
        bool restarts = true;            // false: opening the port does nothing to it
        bool motor = true;               // false: knows no V and no P
        bool obeys_start = true;         // false: answers `+` but never measures
        std::size_t bytes_per_write = 0; // 0: whole lines
        std::size_t lines_per_burst = 1; // kept back until there are so many
    };

    struct Sent {
        Time time; // of the measurement
        std::size_t row;
        Time handed{}; // to the port
    };

    // What the motor did.
    struct Felt {
        Time time;
        int level;
        bool by_itself; // nothing was heard for 500 ms while it ran
    };

    LineEmulator(Params params, std::vector<Row> rows);

    const std::string& port_name() const { return pty_.port_name(); }

    // Each of these acts at once.
    void unplug();
    void unplug_in_mid_line();
    void plug();
    void restart();
    void send_raw(std::string_view bytes);
    void skip_lines(std::size_t count); // numbered and measured, but lost on the way
    void garble_next_line();
    void fall_silent();

    bool finished() const; // every row is in the past
    std::vector<Sent> sent() const;
    std::string commands() const; // received so far, with their line feeds
    std::vector<Felt> felt() const;
    int level() const; // of the motor, now
    MotorReader
    heard() const; // of the motor, since the port was last opened, even while the board started
    std::size_t starts() const; // of the board

private:
    void run(std::stop_token stop);
    void step(Time now);
    void boot(Time now);
    void obey(std::string_view command);
    void obey_motor(std::string_view command, Time now);
    void run_motor(int level, Time now, bool by_itself = false);
    void play(Time now);
    std::string data_line(const Row& row, Time measured);
    std::string header() const;
    void transmit(std::string_view text);

    const Params params_;
    const std::vector<Row> rows_;
    mutable std::mutex mutex_; // guards everything below
    Pty pty_;
    bool opened_ = false;
    bool booted_ = false;
    bool measuring_ = false;
    bool silent_ = false;
    Time booted_at_{};
    Time first_row_at_{};
    Time last_words_at_{};
    std::string input_;
    std::string commands_;
    std::string burst_;
    std::size_t burst_lines_ = 0;
    std::size_t row_ = 0;
    std::size_t skip_ = 0;
    bool garble_ = false;
    std::uint16_t sequence_ = 0;
    std::vector<Sent> sent_;
    std::vector<Felt> felt_;
    MotorReader heard_;
    Time told_at_{};
    std::size_t starts_ = 0;
    std::jthread thread_; // last: it uses all the others
};

} // namespace crura::test
