#include "speech/tool.hpp"

#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

extern char** environ;

namespace crura::speech {

using namespace std::chrono_literals;

namespace {

// How the process begins: in a group of its own, so that it can be ended with its children, and
// with no signal held back or ignored, whatever this program does with them.
class Beginning {
public:
    explicit Beginning(const ToolRun& run)
    {
        posix_spawn_file_actions_init(&files_);
        posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, run.input.c_str(), O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&files_, STDOUT_FILENO, run.output.c_str(),
                                         O_WRONLY | O_CREAT | O_TRUNC, 0600);
        posix_spawn_file_actions_addopen(&files_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        sigset_t none;
        sigset_t usual;
        sigemptyset(&none);
        sigemptyset(&usual);
        sigaddset(&usual, SIGPIPE);
        posix_spawnattr_init(&manner_);
        posix_spawnattr_setsigmask(&manner_, &none);
        posix_spawnattr_setsigdefault(&manner_, &usual);
        posix_spawnattr_setpgroup(&manner_, 0);
        posix_spawnattr_setflags(
            &manner_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    ~Beginning()
    {
        posix_spawnattr_destroy(&manner_);
        posix_spawn_file_actions_destroy(&files_);
    }
    Beginning(const Beginning&) = delete;
    Beginning& operator=(const Beginning&) = delete;

    // 0, or what went wrong.
    int start(pid_t& process, const std::vector<std::string>& words) const
    {
        std::vector<char*> arguments;
        for (const std::string& word : words)
            arguments.push_back(const_cast<char*>(word.c_str()));
        arguments.push_back(nullptr);
        return posix_spawnp(&process, arguments[0], &files_, &manner_, arguments.data(), environ);
    }

private:
    posix_spawn_file_actions_t files_;
    posix_spawnattr_t manner_;
};

// It stays a child of ours, so that its number is not given to another.
bool has_ended(pid_t process)
{
    siginfo_t info{};
    return waitid(P_PID, id_t(process), &info, WEXITED | WNOHANG | WNOWAIT) != 0
        || info.si_pid != 0;
}

bool wrote_too_much(const ToolRun& run)
{
    std::error_code absent;
    const auto size = std::filesystem::file_size(run.output, absent);
    return !absent && size > run.most_bytes;
}

} // namespace

ToolEnd run_tool(const ToolRun& run)
{
    pid_t process = 0;
    if (const int failed = Beginning(run).start(process, run.words))
        return failed == ENOENT || failed == EACCES ? ToolEnd::absent : ToolEnd::badly;

    const auto deadline = host_now() + run.patience;
    bool too_long = false;
    while (!has_ended(process) && !too_long) {
        std::this_thread::sleep_for(2ms);
        too_long = host_now() > deadline || wrote_too_much(run);
    }
    kill(-process, SIGKILL); // it, or whatever it left behind
    int status = 0;
    waitpid(process, &status, 0);
    if (too_long || wrote_too_much(run))
        return ToolEnd::too_long;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? ToolEnd::well : ToolEnd::badly;
}

} // namespace crura::speech
