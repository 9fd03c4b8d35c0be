#pragma once

#include "core/time.hpp"

#include <cstdint>
#include <linux/input.h>
#include <string>
#include <vector>

namespace crura::test {

// A gamepad that needs no hardware: a folder with a file that stands for /dev/input/event3. Linked
// into a test, gamepad_shim.cpp answers what the program asks the kernel about it; what is played
// is in the file, event by event.
class FakeGamepad {
public:
    explicit FakeGamepad(std::string name = "Fake Pad", bool rumbles = true);
    ~FakeGamepad();
    FakeGamepad(const FakeGamepad&) = delete;
    FakeGamepad& operator=(const FakeGamepad&) = delete;

    const std::string& folder() const { return folder_; }
    std::string path() const { return folder_ + "/event3"; }

    // What was asked of the kernel, in order.
    struct Asked {
        enum class What { upload, remove } what;
        ff_effect effect{}; // as it was after the call; of a removal only the id
        Time time{};
    };
    std::vector<Asked> asked() const;
    std::vector<std::uint8_t> bytes() const; // played so far
    std::vector<input_event> events() const;

    void unplug();
    void plug();

private:
    std::string folder_;
};

} // namespace crura::test
