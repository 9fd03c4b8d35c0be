#include "support/pty.hpp"

#include <array>
#include <asm/termbits.h> // has the speed as a number; excludes <termios.h>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <system_error>
#include <unistd.h>

namespace fs = std::filesystem;

namespace crura::test {

namespace {

[[noreturn]] void fail(const char* what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

} // namespace

Pty::Pty(const std::string& link)
{
    auto pattern = (fs::temp_directory_path() / "crura-XXXXXX").string();
    if (!mkdtemp(pattern.data()))
        fail("mkdtemp");
    folder_ = pattern;
    fs::permissions(folder_, fs::perms(0755));
    link_ = folder_ / link;
    // libserialport takes a name that begins with /dev/ and whose rest, seen from /sys/class/tty,
    // is a link. Going up to the root and down again, it is one.
    port_name_ = "/dev/../../.." + link_.string();
    plug();
}

Pty::~Pty()
{
    unplug();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

void Pty::plug()
{
    if (plugged())
        return;
    device_ = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    std::array<char, 64> name{};
    if (device_ < 0 || grantpt(device_) != 0 || unlockpt(device_) != 0
        || ptsname_r(device_, name.data(), name.size()) != 0)
        fail("pseudo-terminal");
    device_name_ = name.data();

    // No echo before the program has set its modes. Opened and closed once, the other end counts as
    // closed until the program opens it.
    const int program_end = open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    termios2 modes{};
    ioctl(program_end, TCGETS2, &modes);
    modes.c_iflag = modes.c_oflag = modes.c_lflag = 0;
    ioctl(program_end, TCSETS2, &modes);
    close(program_end);
    fs::create_symlink(device_name_, link_);
}

void Pty::unplug()
{
    if (!plugged())
        return;
    fs::remove(link_);
    close(device_);
    device_ = -1;
}

bool Pty::opened() const
{
    pollfd end{device_, POLLOUT, 0};
    return plugged() && poll(&end, 1, 0) >= 0 && !(end.revents & POLLHUP);
}

int Pty::baud() const
{
    termios2 modes{};
    return plugged() && ioctl(device_, TCGETS2, &modes) == 0 ? int(modes.c_ospeed) : 0;
}

bool Pty::write(std::span<const std::uint8_t> bytes)
{
    while (!bytes.empty()) {
        if (!opened())
            return false;
        const auto count = ::write(device_, bytes.data(), bytes.size());
        if (count < 0 && errno != EAGAIN)
            return false;
        if (count > 0)
            bytes = bytes.subspan(std::size_t(count));
        else
            usleep(1000);
    }
    return true;
}

bool Pty::write(std::string_view text)
{
    return write({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

std::vector<std::uint8_t> Pty::read(std::chrono::milliseconds wait)
{
    if (!opened()) { // poll() would return at once
        usleep(unsigned(wait.count()) * 1000);
        return {};
    }
    pollfd end{device_, POLLIN, 0};
    poll(&end, 1, int(wait.count()));
    std::array<std::uint8_t, 4096> bytes{};
    const auto count = ::read(device_, bytes.data(), bytes.size());
    if (count <= 0)
        return {};
    return {bytes.begin(), bytes.begin() + count};
}

} // namespace crura::test
