#include "app/opening.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

extern char** environ;

namespace crura::app {
namespace {

using namespace std::chrono_literals;
using Words = std::vector<std::string>;
using Clock = std::chrono::steady_clock;

constexpr auto kLook = 20ms;

std::string variable(const char* name)
{
    const char* value = std::getenv(name);
    return value ? value : "";
}

// One command of $BROWSER: its words are split at spaces, and the address takes the place of %s,
// or comes last.
Words command_of(const std::string& text, const std::string& url)
{
    Words words;
    bool placed = false;
    std::istringstream rest(text);
    for (std::string word; rest >> word;) {
        if (const auto at = word.find("%s"); at != std::string::npos) {
            word.replace(at, 2, url);
            placed = true;
        }
        words.push_back(word);
    }
    if (!words.empty() && !placed)
        words.push_back(url);
    return words;
}

// Those that may be tried, in order.
std::vector<Words> browsers(const std::string& url)
{
    std::vector<Words> found;
    std::istringstream list(variable("BROWSER"));
    for (std::string one; std::getline(list, one, ':');)
        if (auto words = command_of(one, url); !words.empty())
            found.push_back(std::move(words));
    if (!variable("DISPLAY").empty() || !variable("WAYLAND_DISPLAY").empty())
        found.push_back({"xdg-open", url});
    return found;
}

// Starts a program that says nothing into our terminal, gets none of our keys and none of our
// files; its process, or nothing when there is no such program.
std::optional<pid_t> start(Words words)
{
    std::vector<char*> arguments;
    for (auto& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);

    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDWR, 0);
    posix_spawn_file_actions_adddup2(&files, STDIN_FILENO, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, STDIN_FILENO, STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);

    pid_t child = 0;
    const int failed =
        ::posix_spawnp(&child, arguments[0], &files, &attributes, arguments.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return failed ? std::nullopt : std::optional(child);
}

// A browser that was not open before is this very process, and stays.
bool took_it(pid_t child, std::chrono::milliseconds patience)
{
    for (const auto late = Clock::now() + patience; Clock::now() < late;) {
        int status = 0;
        if (::waitpid(child, &status, WNOHANG) == child)
            return WIFEXITED(status) && WEXITSTATUS(status) == 0;
        std::this_thread::sleep_for(kLook);
    }
    std::thread([child] { ::waitpid(child, nullptr, 0); }).detach();
    return true;
}

} // namespace

Result<void> open_in_browser(const std::string& url, std::chrono::milliseconds patience)
{
    const auto all = browsers(url);
    if (all.empty())
        return Error{
            fmt::format("There is no screen here to show a browser on; the page is at {}", url)};
    for (const auto& words : all)
        if (const auto child = start(words); child && took_it(*child, patience))
            return {};
    return Error{fmt::format("No browser could be opened; the page is at {}", url)};
}

} // namespace crura::app
