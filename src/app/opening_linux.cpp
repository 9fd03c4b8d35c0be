#include "app/opening.hpp"

#include "files/whole_file.hpp"
#include "json/json.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace fs = std::filesystem;

namespace crura::app {
namespace {

using namespace std::chrono_literals;
using json::Json;

constexpr auto kLook = 50ms;
constexpr double kLargestPort = 65535;
constexpr double kLargestPid = 4194304; // of Linux

fs::path lock_in(const fs::path& folder)
{
    return folder / "page.lock";
}

fs::path place_in(const fs::path& folder)
{
    return folder / "page.json";
}

std::string why()
{
    return std::strerror(errno);
}

bool lives(int pid)
{
    return ::kill(pid, 0) == 0 || errno == EPERM;
}

// A whole number between these; else 0.
int number_in(const Json& json, const char* name, double least, double most)
{
    const auto* number = json.find<double>(name);
    return number && least <= *number && *number <= most && *number == double(int(*number))
        ? int(*number)
        : 0;
}

// Also nothing when it is of a Crura that was killed.
std::optional<PageAt> read_place(const fs::path& folder)
{
    std::ifstream file(place_in(folder));
    std::ostringstream text;
    text << file.rdbuf();
    const auto json = json::parse_json(text.str());
    if (!json)
        return std::nullopt;
    PageAt at;
    at.pid = number_in(*json, "pid", 1, kLargestPid);
    at.port = unsigned(number_in(*json, "port", 1, kLargestPort));
    at.lan_port = unsigned(number_in(*json, "lan_port", 1, kLargestPort));
    return at.pid > 0 && at.port > 0 && lives(at.pid) ? std::optional(at) : std::nullopt;
}

} // namespace

Result<std::unique_ptr<OnePage>> OnePage::take(const fs::path& folder)
{
    std::error_code error;
    fs::create_directories(folder, error);
    const auto path = lock_in(folder);
    const int lock =
        ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    if (lock < 0)
        return Error{fmt::format("{} cannot be opened: {}. Without it Crura cannot tell whether "
                                 "its page is open already.",
                                 path.string(), why())};
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        const bool taken = errno == EWOULDBLOCK;
        const auto reason = why();
        ::close(lock);
        if (taken)
            return std::unique_ptr<OnePage>();
        return Error{fmt::format("{} cannot be locked: {}.", path.string(), reason)};
    }
    fs::remove(place_in(folder), error); // of one that was killed
    return std::unique_ptr<OnePage>(new OnePage(folder, lock));
}

// The lock's file stays: who removes it may remove that of the next.
OnePage::~OnePage()
{
    std::error_code ignored;
    fs::remove(place_in(folder_), ignored);
    ::close(lock_);
}

Result<void> OnePage::tell(const PageAt& at)
{
    const auto text = json::to_text(Json::Object{
        {"pid", double(at.pid)}, {"port", double(at.port)}, {"lan_port", double(at.lan_port)}});
    auto file = files::WholeFile::create(place_in(folder_), files::IfTaken::replace);
    if (!file)
        return file.error();
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    if (const auto written = file->write({bytes, text.size()}); !written)
        return written;
    return file->finish();
}

std::optional<PageAt> page_open_in(const fs::path& folder, std::chrono::milliseconds patience)
{
    for (const auto late = std::chrono::steady_clock::now() + patience;;) {
        if (auto at = read_place(folder))
            return at;
        if (std::chrono::steady_clock::now() >= late)
            return std::nullopt;
        std::this_thread::sleep_for(kLook);
    }
}

} // namespace crura::app
