#include "app/terminal.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <poll.h>
#include <string>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

namespace crura::app {

struct Terminal::State {
    bool asked_within(Duration timeout);

    int signals = -1;
    bool keys = false;
    bool live = false;
    bool asked_to_end = false;
    std::string typed; // and not yet taken
    termios before{};
};

Terminal::Terminal() : state_(std::make_unique<State>())
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    state_->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    std::signal(SIGPIPE, SIG_IGN);

    state_->live = isatty(STDOUT_FILENO) != 0;
    const bool foreground = tcgetpgrp(STDIN_FILENO) == getpgrp();
    if (state_->live && foreground && tcgetattr(STDIN_FILENO, &state_->before) == 0) {
        termios single = state_->before;
        single.c_lflag &= tcflag_t(~(ICANON | ECHO));
        state_->keys = tcsetattr(STDIN_FILENO, TCSANOW, &single) == 0;
    }
}

Terminal::~Terminal()
{
    if (state_->keys)
        tcsetattr(STDIN_FILENO, TCSANOW, &state_->before);
    close(state_->signals);
}

// Takes what was typed until `timeout`; true for a signal.
bool Terminal::State::asked_within(Duration timeout)
{
    std::array<pollfd, 2> waiting{pollfd{signals, POLLIN, 0},
                                  pollfd{keys ? STDIN_FILENO : -1, POLLIN, 0}};
    const auto ms = std::chrono::ceil<std::chrono::milliseconds>(timeout).count();
    if (poll(waiting.data(), waiting.size(), int(ms)) <= 0)
        return false;

    signalfd_siginfo signal{};
    if (read(signals, &signal, sizeof signal) == sizeof signal) {
        if (asked_to_end) {
            if (keys)
                tcsetattr(STDIN_FILENO, TCSANOW, &before);
            std::_Exit(128 + int(signal.ssi_signo));
        }
        asked_to_end = true;
        return true;
    }
    std::array<char, 32> bytes{};
    if (waiting[1].revents) {
        const auto size = read(STDIN_FILENO, bytes.data(), bytes.size());
        if (size <= 0)
            keys = false; // the terminal has gone; the session goes on
        else
            typed.append(bytes.data(), std::size_t(size));
    }
    return false;
}

std::optional<Request> Terminal::wait(Duration timeout)
{
    if (const auto request = take_request(state_->typed))
        return request;
    if (state_->asked_within(timeout))
        return Request::quit;
    return take_request(state_->typed);
}

std::optional<char> Terminal::wait_for_key(Duration timeout)
{
    constexpr char kEscape = '\x1b';
    auto& typed = state_->typed;
    if (typed.empty() && state_->asked_within(timeout))
        return kEndKey;
    if (typed.empty())
        return std::nullopt;
    const char key = typed.front();
    const bool arrow = key == kEscape && typed.size() > 1;
    typed.erase(0, arrow ? typed.size() : 1);
    return arrow ? std::nullopt : std::optional(key);
}

std::size_t Terminal::columns() const
{
    winsize size{};
    if (!state_->live || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
        return 0;
    return size.ws_col;
}

bool Terminal::is_live() const
{
    return state_->live;
}

bool Terminal::has_keys() const
{
    return state_->keys;
}

} // namespace crura::app
