#include "devices/serial_linux.hpp"

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <poll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <system_error>

namespace crura::devices {

Wait wait_readable(int handle, Duration timeout)
{
    pollfd port{handle, POLLIN, 0};
    const auto timeout_ms = std::chrono::ceil<std::chrono::milliseconds>(timeout).count();
    const int answered = poll(&port, 1, int(timeout_ms));
    if (answered < 0)
        return errno == EINTR ? Wait::timeout : Wait::gone;
    if (port.revents & (POLLHUP | POLLERR | POLLNVAL))
        return Wait::gone;
    return answered > 0 ? Wait::ready : Wait::timeout;
}

bool claim(int handle)
{
    if (flock(handle, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return false;
    ioctl(handle, TIOCEXCL); // from now on others are refused; no harm where it is unknown
    return true;
}

std::string device_behind(const std::string& name)
{
    std::error_code error;
    const auto device = std::filesystem::canonical(name, error);
    const bool known = !error && device.parent_path() == "/dev"
        && std::filesystem::exists("/sys/class/tty" / device.filename(), error);
    return known ? device.string() : name;
}

} // namespace crura::devices
