#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crura::web {

// Whether they are the same but for large and small letters of ASCII.
bool same_word(std::string_view a, std::string_view b);

std::string_view trimmed(std::string_view text); // of spaces and tabs

// What is between the separators, trimmed.
std::vector<std::string_view> split(std::string_view text, char separator);

// What a person's screen and a log's line can bear: printable ASCII, at most 120 bytes.
std::string printable(std::string_view text);

// A request's target, decoded. Nothing where it is no path, or holds what no path holds (control
// characters, half an escape).
struct Target {
    std::string path;
    std::vector<std::pair<std::string, std::string>> query;
};
std::optional<Target> read_target(std::string_view target);

} // namespace crura::web
