#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace crura::devices {

// A gamepad that can rumble, through Linux's event devices. Used by one thread at a time.
class Gamepad {
public:
    // How long it goes on rumbling when nothing more is heard of us.
    static constexpr Duration kEffectLength = std::chrono::milliseconds(400);

    // `wanted` is a device ("/dev/input/event5"), a part of a gamepad's name, or empty: the first
    // in `folder` that can rumble. The error is one sentence that says what to do.
    static Result<Gamepad> open(const std::string& wanted,
                                const std::string& folder = "/dev/input");

    const std::string& name() const { return name_; } // as the gamepad calls itself

    // From now on, for kEffectLength. The strong motor is the slow, deep one: 0 .. 65535. Error: it
    // was unplugged.
    Result<void> rumble(std::uint16_t strong);

    Result<void> still();

    // Takes two pulses of a third of `length` each, with a gap between.
    Result<void> pulse_twice(std::uint16_t strong, Duration length);

    Gamepad(Gamepad&& other) noexcept;
    Gamepad& operator=(Gamepad&&) = delete;
    ~Gamepad(); // still, and its effect removed

private:
    Gamepad(int file, std::string name) : file_(file), name_(std::move(name)) {}
    static Result<Gamepad> first_like(const std::string& wanted, const std::string& folder);
    Result<void> upload(std::uint16_t strong, Duration length, Duration delay);
    Result<void> play(int times);
    Error gone() const;

    int file_;
    std::string name_;
    std::int16_t effect_ = -1; // the number that the gamepad gave it; none yet
};

} // namespace crura::devices
