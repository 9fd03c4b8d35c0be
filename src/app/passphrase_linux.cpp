#include "app/passphrase.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <poll.h>
#include <string_view>
#include <termios.h>
#include <unistd.h>

namespace crura::app {
namespace {

using exchange::Secret;

constexpr std::size_t kFewest = 8; // characters

volatile std::sig_atomic_t caught = 0;

void catch_signal(int number)
{
    caught = number;
}

// Nothing that is typed is shown while it lives. Signals come in only while wait() waits: they end
// it, and are given to the program once the terminal is as it was.
class Unseen {
public:
    Unseen()
    {
        caught = 0;
        sigset_t ours;
        sigemptyset(&ours);
        for (const int number : kSignals)
            sigaddset(&ours, number);
        sigprocmask(SIG_BLOCK, &ours, &mask_);
        struct sigaction action {};
        action.sa_handler = catch_signal;
        for (std::size_t i = 0; i < kSignals.size(); ++i)
            sigaction(kSignals[i], &action, &before_[i]);
        tcgetattr(STDIN_FILENO, &terminal_);
        termios unseen = terminal_;
        unseen.c_lflag &= tcflag_t(~ECHO);
        unseen.c_lflag |= ECHONL;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen);
    }
    ~Unseen()
    {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &terminal_);
        for (std::size_t i = 0; i < kSignals.size(); ++i)
            sigaction(kSignals[i], &before_[i], nullptr);
        sigprocmask(SIG_SETMASK, &mask_, nullptr);
    }
    Unseen(const Unseen&) = delete;
    Unseen& operator=(const Unseen&) = delete;

    // False when a signal came before anything was typed.
    bool wait() const
    {
        pollfd typed{STDIN_FILENO, POLLIN, 0};
        return ppoll(&typed, 1, nullptr, &mask_) > 0 || caught == 0;
    }

private:
    static constexpr std::array kSignals = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};

    sigset_t mask_{};
    std::array<struct sigaction, kSignals.size()> before_{};
    termios terminal_{};
};

enum class Line { whole, interrupted, none, too_long };

// One byte at a time: what follows the line is left to whoever reads next. `terminal` may be null.
Line read_line(Secret& line, const Unseen* terminal)
{
    char byte = 0;
    for (;;) {
        if (terminal && !terminal->wait())
            return Line::interrupted;
        const auto got = ::read(STDIN_FILENO, &byte, 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return line.text().empty() ? Line::none : Line::whole;
        if (byte == '\n')
            return Line::whole;
        if (byte != '\r' && !line.append(byte))
            return Line::too_long;
    }
}

Line read_unseen(const char* question, Secret& line)
{
    for (;;) {
        Line read;
        {
            const Unseen unseen;
            fmt::print(stderr, "{}", question);
            std::fflush(stderr);
            read = read_line(line, &unseen);
        }
        if (read != Line::interrupted)
            return read;
        fmt::print(stderr, "\n");
        line = Secret();
        raise(caught); // comes back after Ctrl-Z and fg
    }
}

Result<Secret> ask(const char* question)
{
    Secret line;
    const auto read = isatty(STDIN_FILENO) ? read_unseen(question, line) : read_line(line, nullptr);
    if (read == Line::too_long)
        return Error{fmt::format("The passphrase is longer than {} bytes; take a shorter one.",
                                 Secret::kLongest)};
    if (read != Line::whole)
        return Error{"There was no passphrase: type it in a terminal, or give it as one line of "
                     "standard input."};
    return line;
}

std::size_t characters_in(std::string_view utf8)
{
    std::size_t count = 0;
    for (const char byte : utf8)
        count += (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
    return count;
}

} // namespace

Result<Secret> new_passphrase()
{
    auto first = ask("A passphrase to seal with (it is not shown): ");
    if (!first)
        return first;
    if (characters_in(first->text()) < kFewest)
        return Error{fmt::format("The passphrase should have at least {} characters, please. Four "
                                 "or five words that nobody would guess are easy to keep in mind.",
                                 kFewest)};
    if (!isatty(STDIN_FILENO))
        return first;
    const auto second = ask("The same once more: ");
    if (!second)
        return second.error();
    if (!first->same_as(*second))
        return Error{"The two were not the same, so nothing was sealed. Please try again."};
    return first;
}

Result<Secret> known_passphrase()
{
    return ask("Its passphrase (it is not shown): ");
}

} // namespace crura::app
