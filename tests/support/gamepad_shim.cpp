#include "support/gamepad_shim.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <stdexcept>
#include <sys/syscall.h>
#include <unistd.h>

namespace fs = std::filesystem;

namespace crura::test {
namespace {

struct Kernel {
    std::mutex mutex;
    std::string folder; // of the gamepad, empty: there is none
    std::string name;
    bool rumbles = true;
    bool plugged = true;
    std::vector<FakeGamepad::Asked> asked;
};

Kernel& kernel()
{
    static Kernel the_only_one;
    return the_only_one;
}

bool is_gamepad(int file)
{
    std::array<char, 4096> path{};
    const auto link = "/proc/self/fd/" + std::to_string(file);
    const auto length = ::readlink(link.c_str(), path.data(), path.size() - 1);
    return length > 0 && !kernel().folder.empty()
        && std::string(path.data()).starts_with(kernel().folder);
}

int fail(int error)
{
    errno = error;
    return -1;
}

int answer(unsigned long request, void* argument)
{
    const auto size = _IOC_SIZE(request);
    const auto number = _IOC_NR(request);
    if (!kernel().plugged)
        return fail(ENODEV);
    if (number == _IOC_NR(EVIOCGBIT(EV_FF, 0))) {
        std::memset(argument, 0, size);
        if (kernel().rumbles)
            static_cast<std::uint8_t*>(argument)[FF_RUMBLE / 8] |= 1 << FF_RUMBLE % 8;
        return int(size);
    }
    if (number == _IOC_NR(EVIOCGNAME(0))) {
        std::strncpy(static_cast<char*>(argument), kernel().name.c_str(), size);
        return int(kernel().name.size() + 1);
    }
    if (request == EVIOCSFF) {
        auto& effect = *static_cast<ff_effect*>(argument);
        if (effect.id < 0)
            effect.id = 5;
        kernel().asked.push_back({FakeGamepad::Asked::What::upload, effect, host_now()});
        return 0;
    }
    if (request == EVIOCRMFF) {
        ff_effect effect{};
        effect.id = std::int16_t(reinterpret_cast<std::intptr_t>(argument));
        kernel().asked.push_back({FakeGamepad::Asked::What::remove, effect, host_now()});
        return 0;
    }
    return fail(ENOTTY);
}

} // namespace

FakeGamepad::FakeGamepad(std::string name, bool rumbles)
{
    auto pattern = (fs::temp_directory_path() / "crura-pad-XXXXXX").string();
    if (!mkdtemp(pattern.data()))
        throw std::runtime_error("no folder");
    folder_ = pattern;
    std::ofstream(folder_ + "/mouse0"); // not an event device
    const std::lock_guard lock(kernel().mutex);
    kernel().folder = folder_;
    kernel().name = std::move(name);
    kernel().rumbles = rumbles;
    kernel().asked.clear();
    kernel().plugged = true;
    std::ofstream{path()};
}

FakeGamepad::~FakeGamepad()
{
    const std::lock_guard lock(kernel().mutex);
    kernel().folder.clear();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

std::vector<FakeGamepad::Asked> FakeGamepad::asked() const
{
    const std::lock_guard lock(kernel().mutex);
    return kernel().asked;
}

std::vector<std::uint8_t> FakeGamepad::bytes() const
{
    std::ifstream file(path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<input_event> FakeGamepad::events() const
{
    const auto all = bytes();
    std::vector<input_event> events(all.size() / sizeof(input_event));
    std::memcpy(events.data(), all.data(), events.size() * sizeof(input_event));
    return events;
}

void FakeGamepad::unplug()
{
    const std::lock_guard lock(kernel().mutex);
    kernel().plugged = false;
    fs::remove(path());
}

void FakeGamepad::plug()
{
    const std::lock_guard lock(kernel().mutex);
    kernel().plugged = true;
    std::ofstream{path()};
}

} // namespace crura::test

extern "C" int ioctl(int file, unsigned long request, ...) noexcept
{
    va_list list;
    va_start(list, request);
    void* argument = va_arg(list, void*);
    va_end(list);
    if (_IOC_TYPE(request) != 'E')
        return int(syscall(SYS_ioctl, file, request, argument));
    const std::lock_guard lock(crura::test::kernel().mutex);
    if (!crura::test::is_gamepad(file))
        return int(syscall(SYS_ioctl, file, request, argument));
    return crura::test::answer(request, argument);
}

// An event device that is gone takes nothing more; a file would.
extern "C" ssize_t write(int file, const void* bytes, std::size_t count)
{
    if (count == sizeof(input_event)) {
        const std::lock_guard lock(crura::test::kernel().mutex);
        if (crura::test::is_gamepad(file) && !crura::test::kernel().plugged) {
            errno = ENODEV;
            return -1;
        }
    }
    return syscall(SYS_write, file, bytes, count);
}
