#include "support/child.hpp"

#include "core/time.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <poll.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

extern char** environ;

namespace crura::test {

using namespace std::chrono_literals;

namespace {

std::string own_path()
{
    std::array<char, PATH_MAX> path{};
    const auto length = ::readlink("/proc/self/exe", path.data(), path.size());
    return {path.data(), std::size_t(length)};
}

} // namespace

Child::Child(const std::string& test_case)
{
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0)
        throw std::runtime_error("no pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    const auto path = own_path();
    std::array<char*, 3> words = {const_cast<char*>(path.c_str()),
                                  const_cast<char*>(test_case.c_str()), nullptr};
    const int failed =
        ::posix_spawn(&process_, path.c_str(), &actions, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    output_ = ends[0];
    if (failed)
        throw std::runtime_error("no child");
}

Child::~Child()
{
    if (process_ != 0) {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }
    ::close(output_);
}

bool Child::says(const std::string& line, double at_most_s)
{
    const auto deadline = host_now() + from_seconds(at_most_s);
    for (;;) {
        for (auto end = unread_.find('\n'); end != std::string::npos; end = unread_.find('\n')) {
            const auto said = unread_.substr(0, end);
            unread_.erase(0, end + 1);
            if (said == "child: " + line)
                return true;
        }
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - host_now());
        pollfd ready = {output_, POLLIN, 0};
        if (left <= 0ms || ::poll(&ready, 1, int(left.count())) <= 0)
            return false;
        std::array<char, 4096> text;
        const auto got = ::read(output_, text.data(), text.size());
        if (got <= 0)
            return false;
        unread_.append(text.data(), std::size_t(got));
    }
}

int Child::ends(double at_most_s)
{
    const auto deadline = host_now() + from_seconds(at_most_s);
    int status = 0;
    while (::waitpid(process_, &status, WNOHANG) == 0) {
        if (host_now() > deadline)
            return -1;
        std::this_thread::sleep_for(5ms);
    }
    process_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void say(const std::string& line)
{
    std::printf("child: %s\n", line.c_str());
    std::fflush(stdout);
}

CapturedErrors::CapturedErrors()
{
    std::array<char, 32> name = {"/tmp/crura-errors-XXXXXX"};
    file_ = ::mkstemp(name.data());
    ::unlink(name.data());
    std::fflush(stderr);
    before_ = ::dup(STDERR_FILENO);
    ::dup2(file_, STDERR_FILENO);
}

CapturedErrors::~CapturedErrors()
{
    std::fflush(stderr);
    ::dup2(before_, STDERR_FILENO);
    ::close(before_);
    ::close(file_);
}

std::string CapturedErrors::text() const
{
    std::fflush(stderr);
    std::string all(64 * 1024, '\0');
    const auto got = ::pread(file_, all.data(), all.size(), 0);
    all.resize(got > 0 ? std::size_t(got) : 0);
    return all;
}

} // namespace crura::test
