#include "outlet/process_linux.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

extern char** environ;

namespace crura::outlet {

using namespace std::chrono_literals;

namespace {

constexpr int kFirstOwn = 10; // our descriptors lie above those that an outlet is given

std::filesystem::path file_of(const Program& program)
{
    if (!program.file.empty())
        return program.file;
    std::error_code unreadable;
    return std::filesystem::read_symlink("/proc/self/exe", unreadable).parent_path()
        / "crura-outlet";
}

Error cannot_start(const std::filesystem::path& file, int number)
{
    return {"The program " + file.string() + ", which sound and MIDI come from, cannot be started ("
            + std::strerror(number) + "); install Crura again."};
}

struct Pipe {
    int from = -1;
    int into = -1;

    static Pipe open()
    {
        std::array<int, 2> ends = {-1, -1};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0)
            return {};
        Pipe high{::fcntl(ends[0], F_DUPFD_CLOEXEC, kFirstOwn),
                  ::fcntl(ends[1], F_DUPFD_CLOEXEC, kFirstOwn)};
        ::close(ends[0]);
        ::close(ends[1]);
        return high;
    }
};

// posix_spawn with what all outlets have in common.
class Spawn {
public:
    Spawn()
    {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawnattr_init(&attributes_);
        sigset_t none, all;
        ::sigemptyset(&none);
        ::sigfillset(&all);
        ::posix_spawnattr_setsigmask(&attributes_, &none);
        ::posix_spawnattr_setsigdefault(&attributes_, &all);
        ::posix_spawnattr_setpgroup(&attributes_, 0);
        ::posix_spawnattr_setflags(
            &attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
        ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    }
    ~Spawn()
    {
        ::posix_spawn_file_actions_destroy(&actions_);
        ::posix_spawnattr_destroy(&attributes_);
    }
    Spawn(const Spawn&) = delete;
    Spawn& operator=(const Spawn&) = delete;

    void give(int descriptor, int as)
    {
        ::posix_spawn_file_actions_adddup2(&actions_, descriptor, as);
        first_closed_ = std::max(first_closed_, as + 1);
    }

    Result<pid_t> operator()(const Program& program)
    {
        ::posix_spawn_file_actions_addclosefrom_np(&actions_, first_closed_);
        const auto file = file_of(program);
        std::vector<char*> words{const_cast<char*>(file.c_str())};
        for (const auto& word : program.words)
            words.push_back(const_cast<char*>(word.c_str()));
        words.push_back(nullptr);
        pid_t process = 0;
        const int problem =
            ::posix_spawn(&process, file.c_str(), &actions_, &attributes_, words.data(), environ);
        if (problem != 0)
            return cannot_start(file, problem);
        return process;
    }

private:
    posix_spawn_file_actions_t actions_;
    posix_spawnattr_t attributes_;
    int first_closed_ = STDERR_FILENO + 1;
};

} // namespace

Result<Process> Process::start(const Program& program, int block)
{
    const auto lifeline = Pipe::open();
    const int given = ::fcntl(block, F_DUPFD_CLOEXEC, kFirstOwn);
    Spawn spawn;
    spawn.give(given, kBlock);
    spawn.give(lifeline.from, kLifeline);
    const auto process = spawn(program);
    ::close(given);
    ::close(lifeline.from);
    if (!process) {
        ::close(lifeline.into);
        return process.error();
    }
    return Process(*process, lifeline.into);
}

Process::Process(Process&& other) noexcept
    : process_(std::exchange(other.process_, 0)), lifeline_(std::exchange(other.lifeline_, -1))
{
}

Process::~Process()
{
    let_go();
    kill();
    ended();
}

void Process::let_go()
{
    if (lifeline_ >= 0)
        ::close(std::exchange(lifeline_, -1));
}

void Process::kill()
{
    if (process_ != 0)
        ::kill(process_, SIGKILL);
}

bool Process::ended()
{
    if (process_ != 0 && ::waitpid(process_, nullptr, WNOHANG) != 0)
        process_ = 0;
    return process_ == 0;
}

Result<std::string> answer_of(const Program& program, Duration patience)
{
    const auto until = host_now() + patience;
    const auto output = Pipe::open();
    Spawn spawn;
    spawn.give(output.into, STDOUT_FILENO);
    const auto process = spawn(program);
    ::close(output.into);
    std::string answer;
    bool whole = false;
    while (process && !whole) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - host_now());
        pollfd ready = {output.from, POLLIN, 0};
        if (left <= 0ms || ::poll(&ready, 1, int(left.count())) <= 0)
            break;
        std::array<char, 4096> text;
        const auto got = ::read(output.from, text.data(), text.size());
        whole = got <= 0;
        answer.append(text.data(), std::size_t(std::max<ssize_t>(got, 0)));
    }
    ::close(output.from);
    if (!process)
        return process.error();
    if (!whole)
        ::kill(*process, SIGKILL);
    ::waitpid(*process, nullptr, 0);
    if (!whole)
        return Error{"The sound system does not answer; start it again, or your computer."};
    return answer;
}

} // namespace crura::outlet
