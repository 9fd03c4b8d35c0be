#include "support/program.hpp"

#include <array>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace crura::test {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

void talk_into(int pipe)
{
    dup2(pipe, STDOUT_FILENO);
    dup2(pipe, STDERR_FILENO);
    const int nothing = open("/dev/null", O_RDONLY);
    dup2(nothing, STDIN_FILENO);
}

[[noreturn]] void become(const std::vector<std::string>& arguments, const Program::Setting& setting)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);

    std::string preload;
    for (const auto& library : setting.preload)
        preload += (preload.empty() ? "" : ":") + library;
    if (!preload.empty())
        setenv("LD_PRELOAD", preload.c_str(), 1);
    if (!setting.home.empty()) {
        setenv("HOME", setting.home.c_str(), 1);
        unsetenv("XDG_DATA_HOME");
        unsetenv("XDG_CONFIG_HOME");
    }
    for (const auto& [name, value] : setting.environment)
        setenv(name.c_str(), value.c_str(), 1);

    std::vector<char*> argv{const_cast<char*>(CRURA_BINARY)};
    for (const auto& argument : arguments)
        argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    execv(CRURA_BINARY, argv.data());
    _exit(127);
}

} // namespace

Program::Program(const std::vector<std::string>& arguments, const Setting& setting)
{
    if (setting.terminal) {
        const winsize size{.ws_row = 30, .ws_col = 100, .ws_xpixel = 0, .ws_ypixel = 0};
        process_ = forkpty(&pipe_, nullptr, nullptr, &size);
        if (process_ == 0)
            become(arguments, setting);
        return;
    }
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0)
        throw std::runtime_error("no pipe");
    process_ = fork();
    if (process_ == 0) {
        talk_into(ends[1]);
        become(arguments, setting);
    }
    close(ends[1]);
    pipe_ = ends[0];
}

Program::~Program()
{
    if (status_ < 0) {
        kill(process_, SIGKILL);
        waitpid(process_, nullptr, 0);
    }
    close(pipe_);
}

// False once its output has ended or the time is over.
bool Program::read_for(double at_most_s)
{
    pollfd waiting{pipe_, POLLIN, 0};
    if (poll(&waiting, 1, int(at_most_s * 1000)) <= 0)
        return false;
    std::array<char, 4096> bytes{};
    const auto size = read(pipe_, bytes.data(), bytes.size());
    if (size <= 0)
        return false;
    output_.append(bytes.data(), std::size_t(size));
    return true;
}

bool Program::says(const std::string& text, double at_most_s)
{
    const auto until = Steady::now() + std::chrono::duration<double>(at_most_s);
    while (output_.find(text) == std::string::npos) {
        const double left = std::chrono::duration<double>(until - Steady::now()).count();
        if (left <= 0 || !read_for(left))
            return output_.find(text) != std::string::npos;
    }
    return true;
}

void Program::signal(int number) const
{
    kill(process_, number);
}

void Program::type(const std::string& keys) const
{
    if (write(pipe_, keys.data(), keys.size()) != ssize_t(keys.size()))
        throw std::runtime_error("the terminal has gone");
}

int Program::ends(double at_most_s)
{
    const auto until = Steady::now() + std::chrono::duration<double>(at_most_s);
    while (status_ < 0 && Steady::now() < until) {
        read_for(0.02);
        int status = 0;
        if (waitpid(process_, &status, WNOHANG) == process_)
            status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    while (status_ >= 0 && read_for(0))
        ;
    return status_;
}

const std::string& Program::output()
{
    while (read_for(0))
        ;
    return output_;
}

Ran run_program(const std::vector<std::string>& arguments, const Program::Setting& setting)
{
    Program program(arguments, setting);
    const int status = program.ends(60);
    return {status, program.output()};
}

} // namespace crura::test
