#pragma once

#include <cstdint>
#include <sys/types.h>

namespace crura::bench {

// What the load is asked to do.
struct Order {
    enum Kind : int { watch, stall, hoard, press } kind;
    int port = 0;
    int pages = 0;      // that watch meanwhile
    double seconds = 0; // watch, stall, hoard
    bool lies = false;  // hoard: says that it has shown what it never read
    int commands = 0;   // press
};

// What it found. Milliseconds.
struct Found {
    double messages_per_s = 0; // of one page
    double p50 = 0, p99 = 0, most = 0;
    double kilobytes_per_s = 0; // of one page
    int stale = 0;              // stall: frames older than 200 ms that came after it
    double live_again = 0;      // stall: until the first frame that is not
    int left = 0;               // connections that the server closed
    int answered = 0;           // press: with 200
    int fresh_before = 0;       // stall: frames that came in time before it
};

// Pages, far simpler than a browser's, in a process of their own: raw WebSockets over epoll in one
// thread. To be made before this process has threads.
class Load {
public:
    Load();
    ~Load();
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;

    // Begins; the pages are there and settled when it returns.
    void begin(const Order& order) const;
    Found found() const; // waits

private:
    int wire_ = -1;
    pid_t process_ = -1;
};

} // namespace crura::bench
