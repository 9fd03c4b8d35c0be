#include "speech/tool.hpp"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

extern char** environ;

namespace crura::speech {

using namespace std::chrono_literals;

namespace {

// A file without a name, in memory: unlike a pipe it makes nobody wait.
class MemoryFile {
public:
    MemoryFile() : handle_(memfd_create("crura", MFD_CLOEXEC)) {}
    ~MemoryFile() { close(handle_); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    int handle() const { return handle_; }

    std::size_t size() const
    {
        struct stat about {};
        return fstat(handle_, &about) == 0 ? std::size_t(about.st_size) : 0;
    }

    bool fill(std::string_view text) const
    {
        return pwrite(handle_, text.data(), text.size(), 0) == ssize_t(text.size());
    }

    std::string content() const
    {
        std::string text(size(), '\0');
        const auto got = pread(handle_, text.data(), text.size(), 0);
        text.resize(got > 0 ? std::size_t(got) : 0);
        return text;
    }

private:
    int handle_;
};

// How the process begins: in a group of its own, so that it can be ended with its children, and
// with no signal held back or ignored, whatever this program does with them.
class Beginning {
public:
    Beginning(const MemoryFile& input, const MemoryFile& output)
    {
        posix_spawn_file_actions_init(&files_);
        posix_spawn_file_actions_adddup2(&files_, input.handle(), STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&files_, output.handle(), STDOUT_FILENO);
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

} // namespace

ToolRun run_tool(const std::vector<std::string>& words, std::string_view input, Duration patience,
                 std::size_t most_bytes)
{
    const MemoryFile from;
    const MemoryFile to;
    if (!from.fill(input))
        return {};
    pid_t process = 0;
    if (const int failed = Beginning(from, to).start(process, words))
        return {failed == ENOENT || failed == EACCES ? ToolEnd::absent : ToolEnd::badly, ""};

    const auto deadline = host_now() + patience;
    bool too_long = false;
    while (!has_ended(process) && !too_long) {
        std::this_thread::sleep_for(2ms);
        too_long = host_now() > deadline || to.size() > most_bytes;
    }
    kill(-process, SIGKILL); // it, or whatever it left behind
    int status = 0;
    waitpid(process, &status, 0);
    if (too_long || to.size() > most_bytes)
        return {ToolEnd::too_long, ""};
    const bool well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    return {well ? ToolEnd::well : ToolEnd::badly, to.content()};
}

} // namespace crura::speech
