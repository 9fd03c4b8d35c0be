#pragma once

#include "core/result.hpp"
#include "midi/map.hpp"
#include "midi/message.hpp"
#include "midi/presses.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace crura::midi {

// Learns what a wish is to be asked by: from the next thing that is pressed.
class Learner {
public:
    explicit Learner(Wish wish) : wish_(wish) {}

    // The rule, once this message is a press.
    std::optional<PressRule> operator()(const Message& message);

private:
    Wish wish_;
    Edges edges_;
};

// "mark = { controller = 64, channel = 1 }", as it stands in a map.
std::string line_of(const PressRule& rule);

// What a person calls it: "controller 64 on channel 1".
std::string words_of(const PressRule& rule);

// [any] The same map with this press learnt; every other line and its comments stay, but a press
// that asked for something else until now asks for that no longer. The error says why the text
// cannot be a map.
Result<std::string> with_press(std::string_view text, const PressRule& rule);

// [runtime] The same for a file, which is replaced as a whole or not at all. One that is not there
// begins as the map that is built in.
Result<void> learn_into(const std::filesystem::path& file, const PressRule& rule);

} // namespace crura::midi
