#pragma once

#include "core/time.hpp"
#include "support/pty.hpp"

#include <cstddef>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace crura::bench {

// A number and when it was sent, or seen to come out.
struct Seen {
    double value; // 0 .. 1
    Time time;
};

// A board of the line protocol behind a pseudo-terminal, for an outside observer: it sends a
// measurement 50 times a second, now a little sooner and now a little later so that no phase is
// spared, and notes when it handed over the last byte; and it has a motor, of which it notes every
// change.
class ProbeBoard {
public:
    static constexpr int kLevels = 15; // then they begin anew: after 300 ms

    // `link` is the last part of the port's name. A motor board sends no measurements.
    ProbeBoard(const std::string& link, bool measures);

    const std::string& port_name() const { return pty_.port_name(); }

    std::vector<Seen> sent() const;
    std::vector<Seen> motor() const; // V0 .. V255 as 0 .. 1

private:
    void run(const std::stop_token& stop);
    void answer(Time now);
    void obey(const std::string& command, Time now);
    void measure();

    test::Pty pty_;
    const bool measures_;
    mutable std::mutex mutex_; // of the lists
    std::vector<Seen> sent_, motor_;

    // The thread's own.
    std::string input_;
    bool measuring_ = false;
    Time next_{};
    std::size_t row_ = 0;
    unsigned dither_ = 1;
    std::jthread thread_; // last: it uses all the others
};

} // namespace crura::bench
