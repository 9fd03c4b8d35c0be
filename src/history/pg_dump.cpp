#include "history/pg_dump.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

extern char** environ;

namespace crura::history {
namespace {

std::vector<char*> pointers_to(std::vector<std::string>& words)
{
    std::vector<char*> pointers;
    for (auto& word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    return pointers;
}

std::vector<std::string> environment_with(const std::string& password)
{
    std::vector<std::string> all;
    for (char** each = environ; *each; ++each)
        all.emplace_back(*each);
    if (!password.empty())
        all.push_back("PGPASSWORD=" + password);
    return all;
}

std::string all_of(int fd)
{
    std::string text;
    std::array<char, 1024> some;
    for (ssize_t got; (got = ::read(fd, some.data(), some.size())) > 0 || errno == EINTR;) {
        if (got <= 0)
            break;
        text.append(some.data(), std::size_t(got));
    }
    return text;
}

std::string first_line(const std::string& text)
{
    return text.substr(0, text.find('\n'));
}

} // namespace

Result<void> run_pg_dump(const ServerAddress& server, const std::filesystem::path& file)
{
    std::vector<std::string> words = {"pg_dump",
                                      "--format=custom",
                                      "--schema=crura",
                                      "--no-owner",
                                      "--no-password",
                                      "--file=" + file.string(),
                                      "--dbname=" + server.shown()};
    auto settings = environment_with(server.password());

    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0)
        return Error{fmt::format("pg_dump cannot be started ({}).", std::strerror(errno))};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe[1], STDERR_FILENO);
    pid_t process = 0;
    const int failed = ::posix_spawnp(&process, "pg_dump", &actions, nullptr,
                                      pointers_to(words).data(), pointers_to(settings).data());
    posix_spawn_file_actions_destroy(&actions);
    ::close(pipe[1]);
    const auto said = failed ? std::string() : all_of(pipe[0]);
    ::close(pipe[0]);
    if (failed)
        return Error{"A backup of a server is made by pg_dump, which was not found; install it "
                     "(Debian: postgresql-client)."};

    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return {};
    return Error{server.without_password(fmt::format("pg_dump could not make a backup of {} ({}).",
                                                     server.shown(), first_line(said)))};
}

} // namespace crura::history
