#pragma once

#include "core/time.hpp"

#include <cstdint>
#include <string>

namespace crura::app {

// A note being typed, key by key, about the moment at which it was begun. The brake stays in reach:
// Ctrl-B. [main]
class NoteLine {
public:
    enum class Then : std::uint8_t { goes_on, keep, drop, brake };

    explicit NoteLine(Time about) : about_(about) {}

    // Enter keeps the note, Esc drops it, Backspace takes back a letter.
    Then take(char key);

    Time about() const { return about_; }
    const std::string& text() const { return text_; } // UTF-8

private:
    static constexpr std::size_t kLongest = 500; // bytes

    Time about_;
    std::string text_;
};

} // namespace crura::app
