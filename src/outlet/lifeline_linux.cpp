#include "outlet/lifeline_linux.hpp"

#include "outlet/process_linux.hpp"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <poll.h>
#include <sys/time.h>

namespace crura::outlet {

void begin_outlet() noexcept
{
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGTTOU})
        ::signal(signal, SIG_IGN);
}

bool kept(Duration wait) noexcept
{
    using std::chrono::milliseconds;
    pollfd lifeline = {kLifeline, POLLIN, 0};
    const auto happened = ::poll(&lifeline, 1, int(std::chrono::ceil<milliseconds>(wait).count()));
    return happened == 0 || (happened < 0 && errno == EINTR);
}

void end_within(Duration limit) noexcept
{
    using std::chrono::microseconds;
    constexpr Duration second = std::chrono::seconds(1);
    const auto part = std::chrono::ceil<microseconds>(limit % second);
    const itimerval timer = {.it_interval = {},
                             .it_value = {.tv_sec = limit / second, .tv_usec = part.count()}};
    ::setitimer(ITIMER_REAL, &timer, nullptr); // SIGALRM ends a process
}

} // namespace crura::outlet
