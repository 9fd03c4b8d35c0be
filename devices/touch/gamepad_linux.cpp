#include "devices/touch/gamepad_linux.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <linux/input.h>
#include <sys/ioctl.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

namespace crura::devices {
namespace {

namespace fs = std::filesystem;

// Whoever sits at the machine may use its gamepads; over a network nobody may, unless told.
constexpr const char* kPermission =
    "add yourself to the group input (sudo usermod -aG input $USER), then log out and in again";

int open_device(const std::string& path)
{
    return ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
}

bool can_rumble(int file)
{
    std::array<std::uint8_t, FF_MAX / 8 + 1> features{};
    return ioctl(file, EVIOCGBIT(EV_FF, features.size()), features.data()) >= 0
        && (features[FF_RUMBLE / 8] >> (FF_RUMBLE % 8) & 1);
}

std::string name_of(int file, const std::string& path)
{
    std::array<char, 256> name{};
    return ioctl(file, EVIOCGNAME(name.size() - 1), name.data()) > 0 ? name.data() : path;
}

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char letter) { return char(std::tolower(letter)); });
    return text;
}

std::vector<std::string> event_devices(const std::string& folder)
{
    std::vector<std::string> paths;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder, none))
        if (entry.path().filename().string().starts_with("event"))
            paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    return paths;
}

Error nothing_like(const std::string& wanted, const std::string& folder, bool denied)
{
    const auto which = wanted.empty() ? "" : " called '" + wanted + "'";
    return {"no gamepad" + which + " that can rumble was found in " + folder
            + (denied ? std::string("; some devices there may not be opened: ") + kPermission
                      : std::string("; plug it in, or choose another one"))};
}

Error cannot_open(const std::string& path, int error)
{
    const auto message = "cannot open the gamepad " + path + ": ";
    if (error == EACCES || error == EPERM)
        return {message + "no permission; " + kPermission};
    if (error == ENOENT || error == ENODEV || error == ENXIO)
        return {message + "it is not there; is it plugged in?"};
    return {message + std::strerror(error)};
}

} // namespace

Result<Gamepad> Gamepad::open(const std::string& wanted, const std::string& folder)
{
    if (!wanted.starts_with('/'))
        return first_like(wanted, folder);
    const int file = open_device(wanted);
    if (file < 0)
        return cannot_open(wanted, errno);
    Gamepad pad(file, name_of(file, wanted));
    if (!can_rumble(file))
        return Error{"the gamepad " + wanted + " (" + pad.name()
                     + ") cannot rumble; choose another one"};
    if (!pad.upload(0, kEffectLength, Duration(0))) // its place in the gamepad
        return Error{"the gamepad " + wanted + " (" + pad.name()
                     + ") has no room for another rumble; close the program that uses it"};
    return pad;
}

Result<Gamepad> Gamepad::first_like(const std::string& wanted, const std::string& folder)
{
    bool denied = false;
    for (const auto& path : event_devices(folder)) {
        const int file = open_device(path);
        denied = denied || (file < 0 && errno == EACCES);
        if (file < 0)
            continue;
        Gamepad pad(file, name_of(file, path));
        if (can_rumble(file) && lower(pad.name()).find(lower(wanted)) != std::string::npos
            && pad.upload(0, kEffectLength, Duration(0)))
            return pad;
    }
    return nothing_like(wanted, folder, denied);
}

Gamepad::Gamepad(Gamepad&& other) noexcept
    : file_(std::exchange(other.file_, -1)), name_(std::move(other.name_)), effect_(other.effect_)
{
}

Gamepad::~Gamepad()
{
    if (file_ < 0)
        return;
    if (effect_ >= 0) {
        (void)play(0);
        ioctl(file_, EVIOCRMFF, long(effect_));
    }
    close(file_);
}

Result<void> Gamepad::rumble(std::uint16_t strong)
{
    if (const auto uploaded = upload(strong, kEffectLength, Duration(0)); !uploaded)
        return uploaded;
    return play(1);
}

Result<void> Gamepad::still()
{
    return play(0);
}

Result<void> Gamepad::pulse_twice(std::uint16_t strong, Duration length)
{
    if (const auto uploaded = upload(strong, length / 3, length / 6); !uploaded)
        return uploaded;
    return play(2);
}

// The same effect is changed again and again: a gamepad has room for few.
Result<void> Gamepad::upload(std::uint16_t strong, Duration length, Duration delay)
{
    ff_effect effect{};
    effect.type = FF_RUMBLE;
    effect.id = effect_;
    effect.u.rumble.strong_magnitude = strong;
    effect.replay.length = std::uint16_t(length / std::chrono::milliseconds(1));
    effect.replay.delay = std::uint16_t(delay / std::chrono::milliseconds(1));
    if (ioctl(file_, EVIOCSFF, &effect) < 0)
        return gone();
    effect_ = effect.id;
    return {};
}

Result<void> Gamepad::play(int times)
{
    input_event event{};
    event.type = EV_FF;
    event.code = std::uint16_t(effect_);
    event.value = times;
    if (write(file_, &event, sizeof event) != ssize_t(sizeof event))
        return gone();
    return {};
}

Error Gamepad::gone() const
{
    return {"the gamepad " + name_ + " is gone; plug it in again"};
}

} // namespace crura::devices
